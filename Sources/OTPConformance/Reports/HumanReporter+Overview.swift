// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The beginning of the report: what was tested, and what was not.

extension HumanReporter {
  /// How many lines say what is not claimed: few where something failed, so
  /// that there is room for it.
  private static func skipLimit(_ report: Report) -> Int {
    report.count(.failed) == 0 ? 20 : 5
  }

  func heading(_ report: Report) -> [String] {
    let claims = report.claims
    let language = claims.language.map { " (\($0))" } ?? ""
    return [
      "vectors \(report.suiteVersion), digest \(report.digest.prefix(12))",
      "\(claims.name) \(claims.version)\(language)".escaped(for: .line),
      "",
    ]
  }

  /// A line for each thing that is not claimed, with the number of cases.
  func skips(_ report: Report) -> [String] {
    var names: [String] = []
    var counts: [String: Int] = [:]
    for result in report.results where result.verdict == .skipped {
      let name =
        if case .notClaimed(let missing) = result.outcome {
          "\(missing) is not claimed"
        } else {
          "left out on request"
        }
      if counts[name] == nil { names.append(name) }
      counts[name, default: 0] += 1
    }
    guard !names.isEmpty else { return [] }
    let width = names.map(\.count).max() ?? 0
    let limit = Self.skipLimit(report)
    var lines = names.prefix(limit).map { name in
      let gap = String(repeating: " ", count: width - name.count + 2)
      return paint(name, .yellow) + gap + "\(counts[name] ?? 0) skipped"
    }
    let rest = names.dropFirst(limit)
    if !rest.isEmpty {
      let count = rest.reduce(0) { $0 + (counts[$1] ?? 0) }
      lines.append("\(count) more cases skipped; see -v")
    }
    return lines + [""]
  }

  func groups(_ report: Report) -> [String] {
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
      return [id + gap + counts(results)] + notes(results)
    }
  }

  private func counts(_ results: [CaseResult]) -> String {
    let parts = CaseVerdict.allCases.compactMap { verdict -> String? in
      let count = results.count { $0.verdict == verdict }
      guard count > 0 else { return nil }
      return paint("\(count) \(verdict.rawValue)", Color(verdict))
    }
    return (parts + reasons(results)).joined(separator: ", ")
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

  private func notes(_ results: [CaseResult]) -> [String] {
    results.flatMap { result in
      result.notes.map {
        "  \(result.entry.vector.id): \($0)".escaped(for: .line)
      }
    }
  }
}
