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
  public func text(for report: Report) -> String {
    let failures = report.failures
    let told =
      failures.count > Self.limit
      ? failures.prefix(Self.limit - 1) : failures[...]
    var lines = told.map { result in
      Self.error(
        title: result.entry.vector.id,
        [result.headline] + clauses(result))
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
