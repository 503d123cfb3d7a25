// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The report in the Test Anything Protocol, version 14
/// (https://testanything.org/tap-version-14-specification.html) or 13.
///
/// What was not asked is `SKIP`; known failures, warnings and remarks are
/// `TODO`. A run that was interrupted has fewer tests than its plan, and bails
/// out; one that stopped at its first failure has a test for each result.
public struct TAPReporter: Reporter {
  /// The version of the protocol.
  public enum Version: Int, Sendable {
    /// Before subtests; what Perl's `prove` reads.
    case v13 = 13
    case v14 = 14
  }

  private let version: Version

  /// Makes a reporter.
  public init(version: Version = .v14) {
    self.version = version
  }

  /// The whole report.
  public func text(for report: Report) -> String {
    let planned = report.isStopped ? report.results.count : report.planned
    var lines = ["TAP version \(version.rawValue)", "1..\(planned)"]
    lines += report.facts.filter { $0.label != "complete" }
      .map { "# \($0.label): \($0.text)" }
    lines += legend(report).map { "# \($0)" }
    for (index, result) in report.results.enumerated() {
      lines += test(result, number: index + 1, report.command)
    }
    lines += ["# \(report.asides)", "# \(report.summary)"]
    lines.append(
      report.isInterrupted
        ? "Bail out! interrupted" : "# complete: \(report.isComplete)")
    return lines.map { $0 + "\n" }.joined()
  }

  /// What the directives mean, of those that are there.
  private func legend(_ report: Report) -> [String] {
    let lines: [(CaseVerdict, String)] = [
      (.skipped, "SKIP: what is named is not claimed, or the case left out"),
      (.warning, "TODO warning: a standard says should; it fails no run"),
      (.remark, "TODO remark: a choice that standards leave; it fails no run"),
      (.known, "TODO and a reason: a known failure of the baseline"),
    ]
    return lines.filter { report.count($0.0) > 0 }.map(\.1)
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
        + diagnostics(result, command)
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
    add("severity", severity(of: result))
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

  private func severity(of result: CaseResult) -> String {
    switch result.verdict {
    case .warning, .remark: result.verdict.rawValue
    default: result.outcome.name == "error" ? "error" : "fail"
    }
  }
}
