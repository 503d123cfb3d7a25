// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension Matrix {
  /// The matrix as one HTML file that needs nothing else.
  ///
  /// Its Content-Security-Policy lets a browser use this style sheet, which it
  /// knows by its hash, and nothing else: no script, frame, form or image.
  public var html: String {
    let title = heading.escaped(for: .markup)
    let body =
      ["<main>", "<h1>\(title)</h1>", vectorLine, table, legend]
      + zip(titledRuns, anchors).map { section($0.run, $0.title, $1) }
      + ["</main>"]
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      <style>\(Self.style)</style>
      </head>
      <body>
      \(body.joined(separator: "\n"))
      </body>
      </html>

      """
  }

  private var vectorLine: String {
    guard let vectors else {
      return "<p class=\"note\">The reports come from different vectors;"
        + " do not compare them.</p>"
    }
    let digest = String(vectors.digest.prefix(12)).escaped(for: .markup)
    return
      "<p class=\"quiet\">Vectors \(vectors.version.escaped(for: .markup)),"
      + " digest <code>\(digest)</code></p>"
  }

  /// The fragment of each run's section.
  private var anchors: [String] {
    titledRuns.map { $0.title.escaped(for: .fragment) }
  }
}

// MARK: - Overview

extension Matrix {
  private var table: String {
    let heads = profiles.map { profile in
      let name = profile.name.escaped(for: .markup)
      return
        "<th scope=\"col\" title=\"\(profile.title.escaped(for: .markup))\">"
        + name.replacing("-", with: "-<wbr>") + "</th>"
    }
    return """
      <div class="scroll"><table class="matrix">
      <thead><tr><th scope="col">implementation</th>\
      <th scope="col">all</th>\(heads.joined())</tr></thead>
      <tbody>
      \(zip(titledRuns, anchors).map { row($0.run, $0.title, $1) }
        .joined(separator: "\n"))
      </tbody></table></div>
      """
  }

  private func row(
    _ run: RunSummary, _ title: String, _ anchor: String
  ) -> String {
    let cells =
      [cell(run.total, "all")]
      + profiles.map { cell(run.verdict($0.name), $0.name) }
    return "<tr><th scope=\"row\"><a href=\"#\(anchor)\">"
      + "\(title.escaped(for: .markup))</a> <span class=\"quiet\">"
      + "\(run.origin.escaped(for: .markup))</span></th>"
      + cells.joined() + "</tr>"
  }

  private func cell(_ verdict: Verdict, _ name: String) -> String {
    let shade = verdict.shade.map { " shade-\($0)" } ?? ""
    return "<td class=\"\(verdict.standing.rawValue)\(shade)\""
      + " data-label=\"\(name.escaped(for: .markup))\""
      + " title=\"\(verdict.explanation)\">\(verdict.text)</td>"
  }

  private var legend: String {
    let marks = Standing.allCases.map { standing in
      "<li><span class=\"\(standing.rawValue)\">\(standing.mark)</span>"
        + " \(standing.meaning)</li>"
    }
    let names = profiles.map { profile in
      "<dt><code>\(profile.name.escaped(for: .markup))</code></dt>"
        + "<dd>\(profile.title.escaped(for: .markup))</dd>"
    }
    return "<details class=\"legend\"><summary>Marks and profiles</summary>"
      + "<ul>\(marks.joined())<li>The larger the share of failures, the"
      + " darker the cell.</li></ul><dl>\(names.joined())</dl></details>"
  }
}

// MARK: - One implementation

extension Matrix {
  private func section(
    _ run: RunSummary, _ title: String, _ anchor: String
  ) -> String {
    var parts = [
      "<section id=\"\(anchor)\"><h2>\(title.escaped(for: .markup))</h2>",
      "<p>\(run.countLine) <span class=\"quiet\">"
        + "\(run.origin.escaped(for: .markup))</span></p>",
    ]
    parts += run.notes.map { "<p class=\"note\">\($0)</p>" }
    parts += Self.headings.flatMap { verdict, heading in
      findings(run.causes(of: verdict), heading, verdict)
    }
    return (parts + ["</section>"]).joined(separator: "\n")
  }

  private static let headings: [(CaseVerdict, String)] = [
    (.failed, "Failed"), (.known, "Known failures"), (.warning, "Warnings"),
    (.remark, "Remarks"),
  ]

  private func findings(
    _ causes: [FindingGroup], _ heading: String, _ verdict: CaseVerdict
  ) -> [String] {
    guard !causes.isEmpty else { return [] }
    return ["<h3>\(heading)</h3>"] + causes.map { group($0, verdict) }
  }

  private func group(_ cause: FindingGroup, _ verdict: CaseVerdict) -> String {
    let name = cause.name.escaped(for: .markup)
    let head =
      cause.isKnown ? "<strong>\(name)</strong>" : "<code>\(name)</code>"
    let count = cause.findings.count
    let clause = cause.findings.first?.clauses.first ?? ""
    return "<details class=\"group\"><summary>\(head)"
      + " <span class=\"\(verdict.rawValue)\">"
      + "\(count.counting("case"))</span>"
      + " <span class=\"quiet\">\(clause.escaped(for: .markup))</span>"
      + "</summary>\n"
      + cause.findings.map(finding).joined(separator: "\n") + "\n</details>"
  }

  private func finding(_ finding: RunSummary.Finding) -> String {
    let rows = finding.details.map { detail in
      let text = detail.text.escaped(for: .markup)
      let value = detail.isCode ? "<code>\(text)</code>" : text
      return "<dt>\(detail.label)</dt><dd>\(value)</dd>"
    }
    return "<details><summary><code>\(finding.id.escaped(for: .markup))</code>"
      + " <span class=\"quiet\">\(finding.level.rawValue)</span></summary>"
      + "<dl>\(rows.joined())</dl></details>"
  }
}

extension Detail {
  /// Whether the text is for machines.
  fileprivate var isCode: Bool {
    ["input", "expected", "actual", "repeat"].contains(label)
  }
}
