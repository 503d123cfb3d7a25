// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The report for a person at a terminal.
///
/// Groups with their counts, then each failure with what is needed to mend
/// it, and last the line `N passed, N failed, N skipped`.
public struct HumanReporter: Reporter {
  private let usesColor: Bool
  private let command: String
  private let commandEnd: String

  /// Makes a reporter.
  ///
  /// - Parameters:
  ///   - usesColor: Whether to colour the text (ANSI escapes).
  ///   - command: What repeats a run when ` --id ID` is put after it.
  ///   - commandEnd: What stands after that, such as ` -- ./adapter`.
  public init(
    usesColor: Bool = false, command: String = "otpkit conform run",
    commandEnd: String = ""
  ) {
    self.usesColor = usesColor
    self.command = command
    self.commandEnd = commandEnd
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
    for result in report.failures {
      lines += [""] + failure(result)
    }
    lines += [""]
    if !report.isComplete {
      lines.append(
        "interrupted: \(report.results.count) of \(report.planned) cases done")
    }
    lines.append(report.summary)
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
      plain("\(claims.name) \(claims.version)\(language)"),
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
    func part(_ verdict: Outcome.Verdict, _ color: Color) -> String? {
      let count = results.count { $0.outcome.verdict == verdict }
      return count == 0 ? nil : paint("\(count) \(verdict.rawValue)", color)
    }
    let parts = [
      part(.passed, .green), part(.failed, .red), part(.skipped, .yellow),
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
      result.remarks.map { plain("  \(result.entry.vector.id): \($0)") }
    }
  }
}

// MARK: - Failures

extension HumanReporter {
  private func failure(_ result: CaseResult) -> [String] {
    let entry = result.entry
    let level = entry.group.level.rawValue
    var lines = [paint("FAILED", .red) + " \(entry.vector.id) (\(level))"]
    func add(_ label: String, _ text: String) {
      let gap = String(repeating: " ", count: 10 - label.count)
      lines.append("  " + label + gap + plain(text))
    }
    for cited in entry.group.specifications {
      add("clause", cited.text)
    }
    add("tests", entry.vector.reason)
    describe(result.outcome, of: entry, add)
    add("repeat", "\(command) --id \(entry.vector.id)\(commandEnd)")
    return lines
  }

  private func describe(
    _ outcome: Outcome, of entry: VectorEntry, _ add: (String, String) -> Void
  ) {
    switch outcome {
    case .fail(let failure): describe(failure, of: entry, add)
    case .error(let message): add("error", message)
    case .unsupported(let what): add("declined", what)
    case .pass, .notClaimed, .excluded: break
    }
  }

  private func describe(
    _ failure: Failure, of entry: VectorEntry, _ add: (String, String) -> Void
  ) {
    let step = failure.step.map { "step \($0): " } ?? ""
    let input = JSON.object(failure.call.input).text(.ascii)
    add("input", "\(step)\(failure.call.operation) \(input)")
    add("expected", failure.expected?.json.text(.ascii) ?? "any value")
    add("actual", JSON.object(failure.actual.json).text(.ascii))
    if let detail = failure.detail { add("detail", detail) }
    let diagnosis = Diagnosis(failure, of: entry)
    if let stage = diagnosis.stage, let finding = diagnosis.finding {
      add("stage", "\(stage.rawValue): \(finding)")
    }
    if let mistake = diagnosis.mistake {
      add("likely", "\(mistake.cause): \(mistake.hint)")
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

  /// Text from outside, with control characters made visible.
  private func plain(_ text: String) -> String {
    let isSafe = text.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value)
    }
    return isSafe ? text : JSON.string(text).text(.ascii)
  }
}

extension SpecReference {
  /// Document, section and note in one line.
  var text: String {
    "\(document) \(section)" + (note.map { " (\($0))" } ?? "")
  }
}
