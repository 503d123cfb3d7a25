// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The failures as annotations of a GitHub Actions job: workflow commands,
/// which the job's log turns into notes on its page.
public struct GitHubReporter: Reporter {
  /// How many annotations of a kind GitHub shows for a step.
  static let limit = 10

  /// Makes a reporter.
  public init() {}

  /// A line for each failure, the last one for all that there is no room for;
  /// empty if nothing failed.
  ///
  /// Where there is no room for all, one of each cause comes first, the most
  /// frequent cause before others, with the number of its cases.
  public func text(for report: Report) -> String {
    let failures = report.failures
    let told =
      failures.count > Self.limit
      ? Array(examples(report).prefix(Self.limit - 1))
      : failures.map { ($0, nil) }
    var lines = told.map { result, count in
      let others = count.map { "one of \($0) cases with this cause" }
      return Self.error(
        title: result.entry.vector.id,
        [result.headline, others].compactMap(\.self) + clauses(result))
    }
    if told.count < failures.count {
      lines.append(
        Self.error(
          title: "otpkit conform",
          ["\(failures.count - told.count) more failures: see the summary"]))
    }
    if !report.isComplete {
      lines.append(
        "::warning title=otpkit conform::interrupted after"
          + " \(report.results.count) of \(report.planned) cases")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// One failure of each cause with the number of its cases, then the rest.
  private func examples(_ report: Report) -> [(CaseResult, Int?)] {
    let causes = report.causes(.failed)
    let first = causes.compactMap { group in
      group.results.first.map { ($0, group.results.count) }
    }
    let ids = Set(first.map(\.0.entry.vector.id))
    let rest = report.failures.filter { !ids.contains($0.entry.vector.id) }
    return first.map { ($0, $1 > 1 ? $1 : nil) } + rest.map { ($0, nil) }
  }

  private func clauses(_ result: CaseResult) -> [String] {
    result.entry.group.specifications.map(\.text)
  }

  /// An annotation with a title and the lines of its message.
  static func error(title: String, _ lines: [String]) -> String {
    let title = title.escaped(for: .workflowProperty)
    let message = lines.map { $0.escaped(for: .workflowMessage) }
    return "::error title=\(title)::" + message.joined(separator: "%0A")
  }
}
