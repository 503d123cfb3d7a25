// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension Matrix {
  /// The matrix as Markdown.
  public var markdown: String {
    var lines = ["# \(heading.escaped(for: .markdown))", "", vectorLine, ""]
    lines += table
    lines += Standing.allCases.map { standing in
      "- \(standing.mark)\(standing == .warned ? " *n* warn" : "")"
        + "\(standing == .failed ? " *n*" : "") \(standing.meaning)"
    }
    lines += ["", "| profile | what it is |", "|---|---|"]
    lines += profiles.map {
      "| \($0.name.escaped(for: .markdownCode))"
        + " | \($0.title.escaped(for: .markdown)) |"
    }
    for (title, run) in titledRuns { lines += section(run, title) }
    return lines.map { $0 + "\n" }.joined()
  }

  private var vectorLine: String {
    guard let vectors else {
      return "**The reports come from different vectors; do not compare them.**"
    }
    let digest = String(vectors.digest.prefix(12))
    return "Vectors \(vectors.version.escaped(for: .markdown)), digest "
      + digest.escaped(for: .markdownCode) + "."
  }

  private var table: [String] {
    let names = profiles.map(\.name)
    let head =
      ["implementation", "released", "all"]
      + names.map { $0.escaped(for: .markdown) }
    return [
      "| " + head.joined(separator: " | ") + " |",
      "|---|---|:-:|" + names.map { _ in ":-:|" }.joined(),
    ]
      + titledRuns.map { title, run in
        let cells =
          [
            title.escaped(for: .markdown),
            (run.released ?? "").escaped(for: .markdown), run.total.text,
          ] + names.map { run.verdict($0).text }
        return "| " + cells.joined(separator: " | ") + " |"
      } + [""]
  }
}

// MARK: - One implementation

extension Matrix {
  private func section(_ run: RunSummary, _ title: String) -> [String] {
    guard !run.findings.isEmpty || !run.isComplete else { return [] }
    var lines = ["", "## \(title.escaped(for: .markdown))", ""]
    lines += run.notes.flatMap { [$0, ""] }
    lines += [run.countLine, ""]
    guard !run.findings.isEmpty else { return lines }
    lines += [
      "| counts as | cause or group | cases | clause | repeats one |",
      "|---|---|--:|---|---|",
    ]
    for verdict in [CaseVerdict.failed, .known, .warning, .remark] {
      lines += run.causes(of: verdict).map { row($0, verdict) }
    }
    return lines
  }

  private func row(_ cause: FindingGroup, _ verdict: CaseVerdict) -> String {
    let first = cause.findings.first
    let name =
      cause.isKnown
      ? "**\(cause.name.escaped(for: .markdown))**"
      : cause.name.escaped(for: .markdownCode)
    let cells = [
      verdict.rawValue, name, "\(cause.findings.count)",
      (first?.clauses.first ?? "").escaped(for: .markdown),
      (first?.command ?? "").escaped(for: .markdownCode),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }
}

extension RunSummary {
  /// The numbers of all cases in a line.
  var countLine: String {
    let known = counts.known > 0 ? ", \(counts.known) known failures" : ""
    return "\(counts.passed) passed, \(counts.failed) failed,"
      + " \(counts.skipped) skipped, \(counts.warnings) warnings,"
      + " \(counts.remarks) remarks\(known)."
  }

  /// What a reader must know before the numbers.
  var notes: [String] {
    var notes: [String] = []
    if !isComplete { notes.append("The run did not reach its last case.") }
    if strictness != .musts {
      notes.append(
        "The run was strict: what is failed here includes more than must.")
    }
    if breaks > 0 {
      notes.append(
        "It broke \(breaks) times, and answered when it was asked again.")
    }
    return notes
  }
}
