// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The report as the endpoint of a badge
/// (https://shields.io/badges/endpoint-badge).
///
/// It follows the verdict of the run: green when the run succeeds, a yellowish
/// green with warnings, yellow with known failures.
public struct BadgeReporter: Reporter {
  /// Makes a reporter.
  public init() {}

  /// One JSON object.
  public func text(for report: Report) -> String {
    let (message, color) = judgement(of: report)
    let json: JSON = [
      "schemaVersion": 1,
      "label": .string("otpkit vectors \(report.suiteVersion)"),
      "message": .string(message),
      "color": .string(color),
      "isError": .bool(report.exitCode != .conformant),
    ]
    return json.text(.pretty) + "\n"
  }

  private func judgement(of report: Report) -> (String, String) {
    let (passed, failed) = (report.count(.passed), report.count(.failed))
    let known = report.count(.known)
    let warnings = report.count(.warning) + report.breaks.count
    if report.isInterrupted { return ("incomplete", "lightgrey") }
    if report.ran == 0 { return ("nothing ran", "lightgrey") }
    if failed > 0 { return ("\(failed) of \(report.ran) failed", "red") }
    if report.exitCode != .conformant { return ("not conformant", "red") }
    if known > 0 { return ("\(passed) passed, \(known) known", "yellow") }
    if warnings > 0 {
      return (
        "\(passed) passed, \(warnings.counting("warning"))", "yellowgreen"
      )
    }
    return ("\(passed) passed", "brightgreen")
  }
}
