// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension Matrix {
  /// The matrix as Markdown.
  public var markdown: String {
    var lines = ["# One-time passwords: who conforms", "", vectorLine, ""]
    lines += table
    lines += Standing.all.map { "- \($0.mark) \($0.meaning)" } + [""]
    lines += ["| profile | what it is |", "|---|---|"]
    lines += profiles.map { "| `\($0.name)` | \($0.title) |" }
    for run in runs { lines += section(run) }
    return lines.map { $0 + "\n" }.joined()
  }

  private var vectorLine: String {
    guard let vectors else {
      return "**The reports come from different vectors; do not compare them.**"
    }
    return "Vectors \(vectors.version), digest `\(vectors.digest.prefix(12))`."
  }

  private var table: [String] {
    let names = profiles.map(\.name)
    let head = ["implementation", "passed", "failed"] + names
    return [
      "| " + head.joined(separator: " | ") + " |",
      "|---|--:|--:|" + names.map { _ in ":-:|" }.joined(),
    ]
      + runs.map { run in
        let cells =
          [
            MarkdownReporter.escape(run.title), "\(run.counts.passed)",
            "\(run.counts.failed + run.counts.known)",
          ]
          + names.map { name in
            let result = run.result(name)
            return Standing(result).text(result)
          }
        return "| " + cells.joined(separator: " | ") + " |"
      } + [""]
  }

  private func section(_ run: RunSummary) -> [String] {
    guard !run.failures.isEmpty || !run.isComplete else { return [] }
    var lines = ["", "## \(MarkdownReporter.escape(run.title))", ""]
    if !run.isComplete { lines += ["The run was interrupted.", ""] }
    guard !run.failures.isEmpty else { return lines }
    lines += [
      "| group | failed | likely cause | for example |", "|---|--:|---|---|",
    ]
    for (group, cases) in run.failuresByGroup {
      let causes = Set(cases.compactMap(\.cause)).sorted()
      lines.append(
        "| `\(group)` | \(cases.count) | \(causes.joined(separator: ", "))"
          + " | `\(cases.first?.id ?? "")` |")
    }
    return lines
  }
}
