// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The report as Markdown, for the summary of a CI job or a comment.
public struct MarkdownReporter: Reporter {
  /// How many cases of a kind are told in full: a summary has room for 1 MiB.
  static let limit = 100
  /// From how many cases on that did not pass their causes are told first.
  static let fewest = 10

  /// Makes a reporter.
  public init() {}

  /// The whole report.
  public func text(for report: Report) -> String {
    let claims = report.claims
    let title = "\(claims.name) \(claims.version)".escaped(for: .markdown)
    var lines = ["# \(mark(report)) \(title)", "", heading(report), ""]
    if !report.isComplete {
      let how = report.isInterrupted ? "Interrupted" : "Stopped"
      lines += ["\(how): \(report.results.count) of \(report.planned).", ""]
    }
    lines += profiles(report)
    lines += causes(report)
    lines += section("Failures", report.failures, report.command)
    for (heading, verdict) in [
      ("Warnings", CaseVerdict.warning), ("Remarks", .remark),
    ] {
      let results = report.results.filter { $0.verdict == verdict }
      lines += section(heading, results, report.command)
    }
    lines.append(
      "Planned \(report.planned), ran \(report.ran),"
        + " complete: \(report.isComplete).")
    return lines.map { $0 + "\n" }.joined()
  }

  private func mark(_ report: Report) -> String {
    report.exitCode == .conformant ? "✅" : "❌"
  }

  private func heading(_ report: Report) -> String {
    let digest = String(report.digest.prefix(12))
    let parts: [String?] = [
      "**\(report.summary)**", report.asides,
      report.count(.known) == 0
        ? nil : "\(report.count(.known)) known failures",
      report.stale.isEmpty
        ? nil : "\(report.stale.count) known failures pass now",
      "vectors \(report.suiteVersion.escaped(for: .markdown))"
        + " (\(digest.escaped(for: .markdownCode)))",
      "selection: " + report.selection.text.escaped(for: .markdownCode),
    ]
    return parts.compactMap(\.self).joined(separator: " · ")
  }

  private func profiles(_ report: Report) -> [String] {
    let rows = ProfileResult.all(in: report)
    guard !rows.isEmpty else { return [] }
    return [
      "| profile | passed | failed | warnings | remarks | skipped |",
      "|---|--:|--:|--:|--:|--:|",
    ]
      + rows.map { row in
        "| \(row.mark) `\(row.name)` \(row.title) | \(row.passed)"
          + " | \(row.failed) | \(row.warnings) | \(row.remarks)"
          + " | \(row.skipped) |"
      } + [""]
  }

  /// The causes as the report for people has them, where there are many
  /// cases that did not pass.
  private func causes(_ report: Report) -> [String] {
    let groups = report.causes
    let count = groups.reduce(0) { $0 + $1.results.count }
    guard count >= Self.fewest else { return [] }
    let rows = groups.prefix(Self.limit).map { group in
      let cells = [
        group.verdict.rawValue, "\(group.results.count)",
        group.cause.name.escaped(for: .markdownCode),
        group.cause.flaw.escaped(for: .markdown),
        group.clause?.text.escaped(for: .markdown) ?? "",
        (group.results.first?.entry.vector.id ?? "")
          .escaped(for: .markdownCode),
      ]
      return "| " + cells.joined(separator: " | ") + " |"
    }
    let rest = groups.dropFirst(Self.limit)
    return [
      "## Causes", "",
      "| counts as | cases | cause | what is wrong | clause | for example |",
      "|---|--:|---|---|---|---|",
    ] + rows + [""]
      + (rest.isEmpty ? [] : ["… and \(rest.count) more causes.", ""])
  }

  private func section(
    _ heading: String, _ results: [CaseResult], _ command: RepeatCommand
  ) -> [String] {
    guard !results.isEmpty else { return [] }
    var lines = ["## \(heading)", ""]
    for result in results.prefix(Self.limit) { lines += told(result, command) }
    if results.count > Self.limit {
      lines += ["… and \(results.count - Self.limit) more.", ""]
    }
    return lines
  }

  private func told(
    _ result: CaseResult, _ command: RepeatCommand
  ) -> [String] {
    let id = result.entry.vector.id.escaped(for: .markup)
    let headline = result.headline.escaped(for: .markup)
    let lines = result.details(command).map { detail in
      "\(detail.label): \(detail.text)".escaped(for: .markup)
    }
    // Markup, not a fence: a fence could be closed by what it holds.
    return [
      "<details><summary><code>\(id)</code>: \(headline)</summary>",
      "<pre>" + lines.joined(separator: "\n") + "</pre>", "</details>", "",
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
