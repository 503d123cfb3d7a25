// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The report as one HTML file that needs nothing else, neither a script nor
/// a network: a matrix of one implementation.
public struct HTMLReporter: Reporter {
  /// Makes a reporter.
  public init() {}

  /// The whole page.
  public func text(for report: Report) -> String {
    do throws(VectorError) {
      return Matrix([try RunSummary(report)]).html
    } catch {
      // Only a report without a name has no summary.
      return
        "<!DOCTYPE html><title>otpkit</title><p>\("\(error)".escaped(for: .markup))</p>\n"
    }
  }
}

extension Matrix {
  /// The matrix as one HTML file that needs nothing else.
  public var html: String {
    let body =
      ["<main>", "<h1>\(heading.escaped(for: .markup))</h1>", vectorLine] + [
        table, legend,
      ]
      + runs.map(section) + ["</main>"]
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(heading.escaped(for: .markup))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      \(body.joined(separator: "\n"))
      </body>
      </html>

      """
  }

  private var heading: String {
    runs.count == 1
      ? "\(runs[0].title): conformance"
      : "One-time passwords: who conforms"
  }

  private var vectorLine: String {
    guard let vectors else {
      return "<p class=\"warning\">The reports come from different vectors;"
        + " do not compare them.</p>"
    }
    return
      "<p class=\"quiet\">Vectors \(vectors.version.escaped(for: .markup)), digest"
      + " <code>\(String(vectors.digest.prefix(12)).escaped(for: .markup))</code></p>"
  }
}

// MARK: - Overview

extension Matrix {
  private var table: String {
    let heads = profiles.map { profile in
      "<th scope=\"col\" title=\"\(profile.title.escaped(for: .markup))\">"
        + "\(profile.name.escaped(for: .markup))</th>"
    }
    let rows = runs.enumerated().map { index, run in
      "<tr><th scope=\"row\"><a href=\"#run-\(index)\">\(run.name.escaped(for: .markup))</a>"
        + " <span class=\"quiet\">\(run.version.escaped(for: .markup))</span></th>"
        + total(run)
        + profiles.map { cell(run.result($0.name), $0.name) }
        .joined() + "</tr>"
    }
    return """
      <div class="scroll"><table class="matrix">
      <thead><tr><th scope="col">implementation</th>\
      <th scope="col">cases</th>\(heads.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div>
      """
  }

  private func total(_ run: RunSummary) -> String {
    let failed = run.counts.failed + run.counts.known
    let standing = failed > 0 ? Standing.failed : .fulfilled
    let text =
      failed > 0
      ? "\(failed) of \(run.counts.passed + failed)" : "\(run.counts.passed)"
    return "<td class=\"\(standing.rawValue)\" data-label=\"cases\">"
      + "\(standing.mark) \(text)</td>"
  }

  private func cell(_ result: ProfileResult?, _ name: String) -> String {
    let standing = Standing(result)
    return
      "<td class=\"\(standing.rawValue)\" data-label=\"\(name.escaped(for: .markup))\""
      + " title=\"\(standing.meaning)\">\(standing.text(result))</td>"
  }

  private var legend: String {
    let marks = Standing.all.map { standing in
      "<li><span class=\"\(standing.rawValue)\">\(standing.mark)</span>"
        + " \(standing.meaning)</li>"
    }
    let names = profiles.map { profile in
      "<dt><code>\(profile.name.escaped(for: .markup))</code></dt>"
        + "<dd>\(profile.title.escaped(for: .markup))</dd>"
    }
    return "<details class=\"legend\"><summary>Marks and profiles</summary>"
      + "<ul>\(marks.joined())</ul><dl>\(names.joined())</dl></details>"
  }
}

// MARK: - One implementation

extension Matrix {
  private func section(_ run: RunSummary) -> String {
    let index = runs.firstIndex(of: run) ?? 0
    let counts = run.counts
    let language = run.language.map { " · \($0.escaped(for: .markup))" } ?? ""
    let known = counts.known > 0 ? ", \(counts.known) known failures" : ""
    var parts = [
      "<section id=\"run-\(index)\"><h2>\(run.title.escaped(for: .markup))</h2>",
      "<p>\(counts.passed) passed, \(counts.failed) failed, \(counts.skipped)"
        + " skipped, \(counts.warnings) warnings, \(counts.remarks) remarks"
        + "\(known)<span class=\"quiet\">\(language)</span></p>",
    ]
    if !run.isComplete {
      parts.append("<p class=\"warning\">The run was interrupted.</p>")
    }
    parts += run.failuresByGroup.map { group($0.group, $0.cases) }
    parts.append("</section>")
    return parts.joined(separator: "\n")
  }

  private func group(
    _ name: String, _ cases: [RunSummary.FailedCase]
  ) -> String {
    let causes = Set(cases.compactMap(\.cause)).sorted()
    let hint = causes.map {
      " <span class=\"cause\">\($0.escaped(for: .markup))</span>"
    }
    .joined()
    return
      "<details class=\"group\"><summary><code>\(name.escaped(for: .markup))</code>"
      + " <span class=\"failed\">\(cases.count)</span>\(hint)</summary>\n"
      + cases.map(failure).joined(separator: "\n") + "\n</details>"
  }

  private func failure(_ failed: RunSummary.FailedCase) -> String {
    let rows = failed.details.map { detail in
      let text = detail.text.escaped(for: .markup)
      let value = detail.isCode ? "<code>\(text)</code>" : text
      return "<dt>\(detail.label)</dt><dd>\(value)</dd>"
    }
    let known = failed.outcome == "fail" ? "" : " \(failed.outcome)"
    return "<details><summary><code>\(failed.id.escaped(for: .markup))</code>"
      + " <span class=\"quiet\">\(failed.verdict.rawValue)\(known.escaped(for: .markup))</span></summary>"
      + "<dl>\(rows.joined())</dl></details>"
  }
}

extension Detail {
  /// Whether the text is for machines.
  fileprivate var isCode: Bool {
    ["operation", "input", "expected", "actual"].contains(label)
  }
}
