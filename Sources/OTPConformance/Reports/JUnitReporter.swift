// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The report as JUnit XML, for the test pages of CI systems.
///
/// A suite of vectors is a `testsuite`, a group is the `classname` of its
/// cases. A case that could not be judged is an `error`; known failures,
/// warnings and remarks are `skipped`, and say in `system-out` what came.
/// `time` is in seconds (``CaseResult/duration``), so two runs never give
/// equal files.
public struct JUnitReporter: Reporter {
  /// Makes a reporter.
  public init() {}

  /// The whole report.
  public func text(for report: Report) -> String {
    var suites: [(name: String, results: [CaseResult])] = []
    for result in report.results {
      let name = result.entry.file.suite
      if let index = suites.firstIndex(where: { $0.name == name }) {
        suites[index].results.append(result)
      } else {
        suites.append((name, [result]))
      }
    }
    let title = "otpkit conform: \(report.claims.name) \(report.claims.version)"
    var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
    lines.append(
      "<testsuites" + attribute("name", title) + counts(report.results) + ">")
    for suite in suites {
      lines += testSuite(suite.name, suite.results, report)
    }
    lines.append("</testsuites>")
    return lines.map { $0 + "\n" }.joined()
  }

  private func attribute(_ name: String, _ value: String) -> String {
    " \(name)=\"\(value.escaped(for: .markup))\""
  }

  private func counts(_ results: [CaseResult]) -> String {
    var errors = 0
    var failures = 0
    for result in results where result.verdict == .failed {
      if result.outcome.isError { errors += 1 } else { failures += 1 }
    }
    return attribute("tests", "\(results.count)")
      + attribute("failures", "\(failures)")
      + attribute("errors", "\(errors)")
      + time(results.reduce(.zero) { $0 + $1.duration })
  }

  /// Seconds, to the microsecond.
  private func time(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let fraction = String(attoseconds / 1_000_000_000_000)
    let zeros = String(repeating: "0", count: 6 - fraction.count)
    return attribute("time", "\(seconds).\(zeros)\(fraction)")
  }
}

// MARK: - Suites and cases

extension JUnitReporter {
  private func testSuite(
    _ name: String, _ results: [CaseResult], _ report: Report
  ) -> [String] {
    let skipped = results.count {
      $0.verdict != .passed && $0.verdict != .failed
    }
    let head =
      "  <testsuite" + attribute("name", name) + counts(results)
      + attribute("skipped", "\(skipped)") + ">"
    let properties = report.facts.map { fact in
      "      <property" + attribute("name", fact.label)
        + attribute("value", fact.text) + "/>"
    }
    return [head, "    <properties>"] + properties + ["    </properties>"]
      + results.flatMap { testCase($0, report.command) } + ["  </testsuite>"]
  }

  private func testCase(
    _ result: CaseResult, _ command: RepeatCommand
  ) -> [String] {
    let head =
      "    <testcase" + attribute("name", result.entry.vector.id)
      + attribute("classname", result.entry.group.id) + time(result.duration)
    let body = body(result, command)
    guard !body.isEmpty else { return [head + "/>"] }
    return [head + ">"] + body + ["    </testcase>"]
  }

  private func body(
    _ result: CaseResult, _ command: RepeatCommand
  ) -> [String] {
    switch result.verdict {
    case .passed: return []
    case .skipped:
      return [skipped(result.outcome.name, result.outcome.reason)]
    case .known:
      return [
        skipped(result.outcome.name, result.outcome.reason),
        output(result, command),
      ]
    case .warning, .remark:
      return [
        skipped(result.verdict.rawValue, result.headline),
        output(result, command),
      ]
    case .failed:
      let name = result.outcome.isError ? "error" : "failure"
      return [
        "      <\(name)" + attribute("message", result.headline)
          + attribute("type", result.outcome.name) + ">"
          + details(result, command) + "</\(name)>"
      ]
    }
  }

  private func skipped(_ what: String, _ why: String?) -> String {
    let message = [what, why].compactMap(\.self).joined(separator: ": ")
    return "      <skipped" + attribute("message", message) + "/>"
  }

  private func output(
    _ result: CaseResult, _ command: RepeatCommand
  ) -> String {
    "      <system-out>\(details(result, command))</system-out>"
  }

  private func details(
    _ result: CaseResult, _ command: RepeatCommand
  ) -> String {
    result.details(command)
      .map { "\($0.label): \($0.text)".escaped(for: .markup) }
      .joined(separator: "\n")
  }
}

// MARK: - What several reports say

extension Report {
  /// What was run on what, and whether all of it was.
  var facts: [Detail] {
    [
      Detail("implementation", "\(claims.name) \(claims.version)"),
      Detail("suiteVersion", suiteVersion),
      Detail("digest", digest),
      Detail("selection", selection.text),
      Detail("planned", "\(planned)"),
      Detail("ran", "\(ran)"),
      Detail("complete", "\(isComplete)"),
    ]
  }
}

extension Selection {
  /// The options that select the same cases; `all` if there are none.
  var text: String {
    let options =
      suites.sorted().map { "--suite \($0)" } + ids.map { "--id \($0)" }
      + levels.map(\.rawValue).sorted().map { "--level \($0)" }
      + specifications.map { "--spec \($0)" }
      + profiles.map { "--profile \($0.name)" }
      + excluding.map { "--exclude \($0)" }
    return options.isEmpty ? "all" : options.joined(separator: " ")
  }
}

extension CaseResult {
  /// A failure in one line: what was expected and what came, or the likely
  /// cause where it is known.
  var headline: String {
    let details = details(RepeatCommand())
    func text(_ label: String) -> String? {
      details.first { $0.label == label }?.text
    }
    if let likely = text("likely") { return likely }
    if let expected = text("expected"), let actual = text("actual") {
      return "expected \(expected), got \(actual)"
    }
    return text("error") ?? text("declined").map { "declined: \($0)" }
      ?? outcome.name
  }
}
