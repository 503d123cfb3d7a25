// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The report as Markdown, for the summary of a CI job or a comment.
public struct MarkdownReporter: Reporter {
  /// How many failures are told in full: a summary has room for 1 MiB.
  static let limit = 100

  /// Makes a reporter.
  public init() {}

  /// The whole report.
  public func text(for report: Report) -> String {
    let claims = report.claims
    var lines = [
      "# \(mark(report)) \("\(claims.name) \(claims.version)".escaped(for: .markdown))",
      "",
      "**\(report.summary)** · \(report.asides)\(known(report))"
        + " · vectors \(report.suiteVersion)"
        + " (`\(report.digest.prefix(12))`) · selection: "
        + report.selection.text.escaped(for: .markdownCode),
      "",
    ]
    if !report.isComplete {
      lines += [
        "Interrupted: \(report.results.count) of \(report.planned).", "",
      ]
    }
    lines += profiles(report) + failures(report)
    lines.append(
      "Planned \(report.planned), ran \(report.ran),"
        + " complete: \(report.isComplete).")
    return lines.map { $0 + "\n" }.joined()
  }

  private func mark(_ report: Report) -> String {
    report.exitCode == .conformant ? "✅" : "❌"
  }

  private func known(_ report: Report) -> String {
    let count = report.count(.known)
    return count == 0 ? "" : " · \(count) known failures"
  }

  private func profiles(_ report: Report) -> [String] {
    let rows = ProfileResult.all(in: report)
    guard !rows.isEmpty else { return [] }
    return [
      "| profile | passed | failed | skipped |", "|---|--:|--:|--:|",
    ]
      + rows.map { row in
        "| \(row.mark) `\(row.name)` \(row.title) | \(row.passed)"
          + " | \(row.failed) | \(row.skipped) |"
      } + [""]
  }

  private func failures(_ report: Report) -> [String] {
    let failures = report.failures
    guard !failures.isEmpty else { return [] }
    var lines = ["## Failures", ""]
    for result in failures.prefix(Self.limit) {
      lines += failure(result, report.command)
    }
    if failures.count > Self.limit {
      lines += ["… and \(failures.count - Self.limit) more.", ""]
    }
    return lines
  }

  private func failure(
    _ result: CaseResult, _ command: RepeatCommand
  ) -> [String] {
    let summary =
      "<code>\(result.entry.vector.id.escaped(for: .markup))</code>: "
      + result.headline.escaped(for: .markup)
    let lines = result.details(command).map { detail in
      "\(detail.label): \(detail.text)"
    }
    // Markup, not a fence: a fence could be closed by what it holds.
    return [
      "<details><summary>\(summary)</summary>",
      "<pre>" + lines.map { $0.escaped(for: .markup) }.joined(separator: "\n")
        + "</pre>",
      "</details>", "",
    ]
  }
}

extension ProfileResult {
  /// The result at a glance.
  var mark: String {
    if !isClaimed { return "–" }
    if failed > 0 { return "❌" }
    return isFulfilled ? "✅" : "◐"
  }
}
