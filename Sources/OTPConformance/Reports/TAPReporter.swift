// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The report in version 14 of the Test Anything Protocol
/// (https://testanything.org/tap-version-14-specification.html).
///
/// What was not asked is `SKIP`; known failures, warnings and remarks are
/// `TODO`.
/// A run that was interrupted has fewer tests than its plan, and bails out.
public struct TAPReporter: Reporter {
  /// Makes a reporter.
  public init() {}

  /// The whole report.
  public func text(for report: Report) -> String {
    var lines = ["TAP version 14", "1..\(report.planned)"]
    lines += report.facts.filter { $0.label != "complete" }
      .map { "# \($0.label): \($0.text)" }
    for (index, result) in report.results.enumerated() {
      lines += test(result, number: index + 1, report.command)
    }
    lines += ["# \(report.asides)", "# \(report.summary)"]
    lines.append(
      report.isComplete ? "# complete: true" : "Bail out! interrupted")
    return lines.map { $0 + "\n" }.joined()
  }

  private func test(
    _ result: CaseResult, number: Int, _ command: RepeatCommand
  ) -> [String] {
    let title = "\(number) - \(result.entry.vector.id.escaped(for: .tap))"
    let reason = (result.outcome.reason ?? "").escaped(for: .tap)
    switch result.verdict {
    case .passed: return ["ok \(title)"]
    case .skipped:
      let why = reason.isEmpty ? result.outcome.name : reason
      return ["ok \(title) # SKIP \(why)"]
    case .known: return ["not ok \(title) # TODO \(reason)"]
    case .warning, .remark:
      return ["not ok \(title) # TODO \(result.verdict.rawValue)"]
    case .failed: return ["not ok \(title)"] + diagnostics(result, command)
    }
  }

  /// A block of YAML 1.2, whose strings are those of JSON.
  private func diagnostics(
    _ result: CaseResult, _ command: RepeatCommand
  ) -> [String] {
    var members: [String] = []
    func add(_ label: String, _ text: String) {
      members.append("  \(label): \(text.quoted)")
    }
    add("message", result.headline)
    add("severity", result.outcome.name == "error" ? "error" : "fail")
    add("level", result.entry.group.level.rawValue)
    let details = result.details(command)
    let clauses = details.filter { $0.label == "clause" }.map(\.text)
    members.append(
      "  clauses: \(JSON.array(clauses.map(JSON.string)).text(.ascii))")
    for detail in details where detail.label != "clause" {
      add(detail.label.replacing(" ", with: "-"), detail.text)
    }
    return ["  ---"] + members + ["  ..."]
  }
}
