// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The report for a person at a terminal.
///
/// What failed comes by cause, the biggest first, with examples that have
/// what is needed to mend it; then a line for each cause; and last the line
/// `N passed, N failed, N skipped`.
public struct HumanReporter: Reporter {
  /// How much is told.
  public enum Verbosity: Sendable {
    /// The closing line.
    case quiet
    /// At most 60 lines, however much is wrong.
    case normal
    /// Every group of vectors, and every case that did not pass.
    case verbose
  }

  /// How many lines a report of normal length has.
  static let lineLimit = 60
  /// How many examples a cause has in a report of normal length.
  static let exampleLimit = 3

  private let usesColor: Bool
  private let verbosity: Verbosity

  /// Makes a reporter.
  ///
  /// - Parameters:
  ///   - usesColor: Whether to colour the text (ANSI escapes).
  ///   - verbosity: How much to tell.
  public init(usesColor: Bool = false, verbosity: Verbosity = .normal) {
    self.usesColor = usesColor
    self.verbosity = verbosity
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
    let lines =
      switch verbosity {
      case .quiet: [report.summary]
      case .normal: brief(report)
      case .verbose: full(report)
      }
    return lines.map { $0 + "\n" }.joined()
  }
}

// MARK: - Lengths

extension HumanReporter {
  /// The order in which results are told.
  private static let told: [CaseVerdict] = [.failed, .warning, .remark]

  private func full(_ report: Report) -> [String] {
    let causes = report.causes
    let examples = causes.flatMap { group in
      group.results.flatMap { failure($0, report.command) + [""] }
    }
    return heading(report) + groups(report) + [""] + examples
      + table(causes, limit: .max) + closing(report)
  }

  private func brief(_ report: Report) -> [String] {
    let causes = report.causes
    let head = heading(report) + skips(report)
    let tail = table(causes, limit: 10) + closing(report)
    let room = Self.lineLimit - head.count - tail.count
    return head + examples(of: causes, report.command, room: room) + tail
  }

  /// Examples of failures as long as there is room: the first one always,
  /// then one of each cause, then more of them.
  private func examples(
    of causes: [CauseGroup], _ command: RepeatCommand, room: Int
  ) -> [String] {
    let failed = causes.filter { $0.verdict == .failed }
    var chosen = failed.map { _ in [[String]]() }
    var rest = room
    for round in 0..<Self.exampleLimit {
      for (index, group) in failed.enumerated()
      where round < group.results.count {
        let lines = failure(group.results[round], command) + [""]
        let isFirst = round == 0 && index == 0
        guard isFirst || lines.count <= rest else { continue }
        rest -= lines.count
        chosen[index].append(lines)
      }
    }
    return chosen.flatMap { $0.flatMap(\.self) }
  }
}

// MARK: - Failures

extension HumanReporter {
  private func failure(
    _ result: CaseResult, _ command: RepeatCommand
  ) -> [String] {
    let entry = result.entry
    let mark = paint(
      result.verdict.rawValue.uppercased(), Color(result.verdict))
    let title = "\(mark) \(entry.vector.id) (\(entry.group.level.rawValue))"
    return [title]
      + details(of: result, command).map { detail in
        let gap = String(repeating: " ", count: 10 - detail.label.count)
        return "  " + detail.label + gap + detail.text
      }
  }

  /// The details, and of a case without an answer what was asked.
  private func details(
    of result: CaseResult, _ command: RepeatCommand
  ) -> [Detail] {
    var details = result.details(command)
    if let place = details.firstIndex(where: { $0.label == "error" }),
      case .error(let message) = result.outcome,
      let input = result.entry.input(brokenBy: message)
    {
      details.insert(Detail("input", input), at: place)
    }
    return details
  }

  /// A line for each cause, under what its cases count as.
  private func table(_ causes: [CauseGroup], limit: Int) -> [String] {
    var lines: [String] = []
    let shown = causes.prefix(limit)
    let width = shown.map(\.cause.name.count).max() ?? 0
    for verdict in Self.told {
      let groups = shown.filter { $0.verdict == verdict }
      guard !groups.isEmpty else { continue }
      lines.append(paint(Self.title(verdict), Color(verdict)))
      lines += groups.map { "  " + line($0, width) }
    }
    let rest = causes.dropFirst(limit)
    if !rest.isEmpty {
      let cases = rest.reduce(0) { $0 + $1.results.count }
      lines.append("  and \(rest.count) more causes of \(cases) cases; see -v")
    }
    return lines.isEmpty ? [] : lines + [""]
  }

  private static func title(_ verdict: CaseVerdict) -> String {
    switch verdict {
    case .warning: "warnings, by cause (a standard says should)"
    case .remark: "remarks, by cause (a choice that standards leave)"
    default: "failures, by cause"
    }
  }

  /// `sign-bit-kept  96 cases  RFC 4226 5.3  e.g. ID`.
  private func line(_ group: CauseGroup, _ width: Int) -> String {
    let gap = String(repeating: " ", count: width - group.cause.name.count + 2)
    let count = group.results.count
    let example = group.results.first?.entry
    let clause = group.clause?.title ?? ""
    return group.cause.name.escaped(for: .line) + gap
      + "\(count.counting("case"))  \(clause)"
      + "  e.g. \(example?.vector.id ?? "")"
  }
}

extension VectorEntry {
  /// The call that had no answer; of a conversation the one whose number the
  /// message has, with references to what was saved.
  fileprivate func input(brokenBy message: String) -> String? {
    guard case .steps(let steps) = vector.expectation else {
      return text(of: call)
    }
    let words = message.prefix { $0 != ":" }.split(separator: " ")
    guard words.count == 2, words[0] == "step", let number = Int(words[1]),
      steps.indices.contains(number - 1)
    else { return nil }
    return "step \(number): " + text(of: call(of: steps[number - 1]))
  }

  private func text(of call: Call) -> String {
    "\(call.operation) \(JSON.object(call.input).text(.ascii))"
  }
}

extension SpecReference {
  /// Document and section, as people write them: `RFC 4226 5.3`.
  fileprivate var title: String {
    let number = document.dropFirst(3)
    let isRFC = document.hasPrefix("rfc") && Int(number) != nil
    return "\(isRFC ? "RFC \(number)" : document) \(section)"
  }
}

// MARK: - The end

extension HumanReporter {
  private func closing(_ report: Report) -> [String] {
    breaks(report) + [report.hintOnDigits].compactMap(\.self)
      + profiles(report) + state(report)
      + [report.asides, report.summary]
  }

  private func breaks(_ report: Report) -> [String] {
    var lines = report.breaks.prefix(3).map { item in
      let input = JSON.object(item.call.input).text(.ascii)
      return "broke once: \(item.reason), at \(item.call.operation) \(input);"
        .escaped(for: .line) + " asked again, it answered"
    }
    if report.breaks.count > 1 {
      lines.append(
        "\(report.breaks.count) breaks that did not recur fail the run")
    }
    return lines
  }

  private func profiles(_ report: Report) -> [String] {
    let fulfilled = ProfileResult.all(in: report).filter(\.isFulfilled).map {
      $0.warnings == 0
        ? $0.name : "\($0.name) (\($0.warnings.counting("warning")))"
    }
    return fulfilled.isEmpty
      ? [] : ["fulfils \(fulfilled.joined(separator: ", "))"]
  }

  private func state(_ report: Report) -> [String] {
    var lines: [String] = []
    let done = "\(report.results.count) of \(report.planned) cases done"
    if report.isStopped {
      lines.append("stopped at the first failure: \(done)")
    }
    if report.isInterrupted { lines.append("interrupted: \(done)") }
    let known = report.count(.known)
    if known > 0 {
      lines.append("\(known) known failures, as the baseline has them")
    }
    if !report.stale.isEmpty {
      lines.append(
        "good news: \(report.stale.count) known failures pass now;"
          + " --update-baseline takes them out of the file")
    }
    return lines
  }
}

// MARK: - Text

extension HumanReporter {
  enum Color: Int {
    case red = 31
    case green = 32
    case yellow = 33

    init(_ verdict: CaseVerdict) {
      switch verdict {
      case .passed: self = .green
      case .failed: self = .red
      case .skipped, .known, .warning, .remark: self = .yellow
      }
    }
  }

  func paint(_ text: String, _ color: Color) -> String {
    usesColor ? "\u{1b}[\(color.rawValue)m\(text)\u{1b}[0m" : text
  }
}
