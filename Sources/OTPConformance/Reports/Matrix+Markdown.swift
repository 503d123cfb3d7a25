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
    lines += profiles.map {
      "| \($0.name.escaped(for: .markdownCode))"
        + " | \($0.title.escaped(for: .markdown)) |"
    }
    for run in runs { lines += section(run) }
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
      ["implementation", "passed", "failed"]
      + names.map { $0.escaped(for: .markdown) }
    return [
      "| " + head.joined(separator: " | ") + " |",
      "|---|--:|--:|" + names.map { _ in ":-:|" }.joined(),
    ]
      + runs.map { run in
        let cells =
          [
            run.title.escaped(for: .markdown), "\(run.counts.passed)",
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
    var lines = ["", "## \(run.title.escaped(for: .markdown))", ""]
    if !run.isComplete { lines += ["The run was interrupted.", ""] }
    guard !run.failures.isEmpty else { return lines }
    lines += [
      "| group | failed | likely cause | for example |", "|---|--:|---|---|",
    ]
    for (group, cases) in run.failuresByGroup {
      let causes = Set(cases.compactMap(\.cause)).sorted()
      lines.append(
        "| \(group.escaped(for: .markdownCode)) | \(cases.count) | "
          + causes.map { $0.escaped(for: .markdown) }.joined(separator: ", ")
          + " | \((cases.first?.id ?? "").escaped(for: .markdownCode)) |")
    }
    return lines
  }
}
