// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The report for a person at a terminal.
///
/// Groups with their counts, then each failure with what is needed to mend
/// it, and last the line `N passed, N failed, N skipped`.
public struct HumanReporter: Reporter {
  private let usesColor: Bool

  /// Makes a reporter.
  ///
  /// - Parameter usesColor: Whether to colour the text (ANSI escapes).
  public init(usesColor: Bool = false) {
    self.usesColor = usesColor
  }

  /// Whether output should be coloured: on a terminal that is not `dumb`,
  /// unless `NO_COLOR` is set to anything (https://no-color.org).
  public static func usesColor(
    isTerminal: Bool, environment: [String: String]
  ) -> Bool {
    isTerminal && environment["NO_COLOR"]?.isEmpty ?? true
      && environment["TERM"] != "dumb"
  }

  /// The whole report.
  public func text(for report: Report) -> String {
    var lines = heading(report)
    lines += groups(report)
    for result in report.nonconforming where result.verdict != .known {
      lines += [""] + failure(result, report.command)
    }
    lines += [""]
    if !report.isComplete {
      lines.append(
        "interrupted: \(report.results.count) of \(report.planned) cases done")
    }
    if report.count(.known) > 0 {
      lines.append(
        "\(report.count(.known)) known failures, as the baseline has them")
    }
    lines += [report.asides, report.summary]
    return lines.map { $0 + "\n" }.joined()
  }
}

// MARK: - Overview

extension HumanReporter {
  private func heading(_ report: Report) -> [String] {
    let claims = report.claims
    let language = claims.language.map { " (\($0))" } ?? ""
    return [
      "vectors \(report.suiteVersion), digest \(report.digest.prefix(12))",
      "\(claims.name) \(claims.version)\(language)".singleLine,
      "",
    ]
  }

  private func groups(_ report: Report) -> [String] {
    var order: [String] = []
    var byGroup: [String: [CaseResult]] = [:]
    for result in report.results {
      let id = result.entry.group.id
      if byGroup[id] == nil { order.append(id) }
      byGroup[id, default: []].append(result)
    }
    let width = order.map(\.count).max() ?? 0
    return order.flatMap { id in
      let results = byGroup[id] ?? []
      let gap = String(repeating: " ", count: width - id.count + 2)
      return [id + gap + counts(results)] + remarks(results)
    }
  }

  private func counts(_ results: [CaseResult]) -> String {
    func part(_ verdict: CaseVerdict, _ color: Color) -> String? {
      let count = results.count { $0.verdict == verdict }
      return count == 0 ? nil : paint("\(count) \(verdict.rawValue)", color)
    }
    let parts = [
      part(.passed, .green), part(.failed, .red), part(.skipped, .yellow),
      part(.known, .yellow),
      part(.warning, .yellow), part(.remark, .yellow),
    ]
    return (parts.compactMap(\.self) + reasons(results)).joined(separator: ", ")
  }

  /// Why cases were skipped: what is not claimed, once each.
  private func reasons(_ results: [CaseResult]) -> [String] {
    var reasons: [String] = []
    for result in results {
      if case .notClaimed(let missing) = result.outcome,
        !reasons.contains("\(missing) not claimed")
      {
        reasons.append("\(missing) not claimed")
      }
    }
    return reasons
  }

  private func remarks(_ results: [CaseResult]) -> [String] {
    results.flatMap { result in
      result.notes.map { "  \(result.entry.vector.id): \($0)".singleLine }
    }
  }
}

// MARK: - Failures

extension HumanReporter {
  private func failure(
    _ result: CaseResult, _ command: RepeatCommand
  ) -> [String] {
    let entry = result.entry
    let level = entry.group.level.rawValue
    let mark =
      result.verdict == .failed
      ? paint("FAILED", .red)
      : paint(result.verdict.rawValue.uppercased(), .yellow)
    let title = mark + " \(entry.vector.id) (\(level))"
    return [title]
      + result.details(command).map { detail in
        let gap = String(repeating: " ", count: 10 - detail.label.count)
        return "  " + detail.label + gap + detail.text
      }
  }
}

// MARK: - Text

extension HumanReporter {
  private enum Color: Int {
    case red = 31
    case green = 32
    case yellow = 33
  }

  private func paint(_ text: String, _ color: Color) -> String {
    usesColor ? "\u{1b}[\(color.rawValue)m\(text)\u{1b}[0m" : text
  }
}
