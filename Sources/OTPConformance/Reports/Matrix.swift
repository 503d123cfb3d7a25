// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Several implementations beside each other, by profile.
public struct Matrix: Sendable {
  /// The runs, in the order in which they are shown.
  public let runs: [RunSummary]

  /// Makes a matrix.
  public init(_ runs: [RunSummary]) {
    self.runs = runs
  }

  /// What a page is called.
  var heading: String {
    runs.count == 1
      ? "\(runs[0].title): conformance"
      : "One-time passwords: who conforms"
  }

  /// The profiles that any run was concerned with: name and title.
  var profiles: [(name: String, title: String)] {
    let found = runs.flatMap(\.profiles)
    let known = Profile.all.map(\.name)
    // Reports of another version may have profiles that this one has not.
    let others = found.map(\.name).filter { !known.contains($0) }
    var seen: Set<String> = []
    return (known + others).compactMap { name in
      guard let profile = found.first(where: { $0.name == name }),
        seen.insert(name).inserted
      else { return nil }
      return (name, profile.title)
    }
  }

  /// The vectors, if all runs had the same.
  var vectors: (version: String, digest: String)? {
    guard let first = runs.first,
      runs.allSatisfy({ $0.digest == first.digest })
    else { return nil }
    return (first.suiteVersion, first.digest)
  }

  /// The runs, each with a title that no other has: runs of the same name and
  /// version are numbered.
  var titledRuns: [(title: String, run: RunSummary)] {
    runs.enumerated().map { index, run in
      let title = run.title
      guard runs.count(where: { $0.title == title }) > 1 else {
        return (title, run)
      }
      let number = runs[...index].count { $0.title == title }
      return ("\(title) (run \(number))", run)
    }
  }
}

extension RunSummary {
  /// The result in a profile; `nil` if no case of it was selected.
  func result(_ profile: String) -> ProfileResult? {
    profiles.first { $0.name == profile }
  }

  /// Name and version.
  var title: String { "\(name) \(version)" }

  /// Language and date of release, as far as they are known.
  var origin: String {
    [language, released].compactMap(\.self).joined(separator: ", ")
  }

  /// How the implementation stands in all cases together.
  var total: Verdict {
    let failed = counts.failed + counts.known
    let asked = counts.passed + failed + counts.warnings + counts.remarks
    return Verdict(
      standing: asked == 0
        ? .unclaimed
        : failed > 0 ? .failed : counts.warnings > 0 ? .warned : .fulfilled,
      failed: failed, warnings: counts.warnings, asked: asked)
  }

  /// How the implementation stands in a profile.
  func verdict(_ profile: String) -> Verdict {
    guard let result = result(profile), result.isClaimed else {
      return Verdict(standing: .unclaimed, failed: 0, warnings: 0, asked: 0)
    }
    let standing: Standing =
      if result.failed > 0 {
        .failed
      } else if !result.isFulfilled {
        .partial
      } else {
        result.warnings > 0 ? .warned : .fulfilled
      }
    return Verdict(
      standing: standing, failed: result.failed, warnings: result.warnings,
      asked: result.planned - result.skipped)
  }
}

/// How an implementation stands, at a glance.
enum Standing: String, CaseIterable {
  case fulfilled
  case warned
  case partial
  case failed
  case unclaimed

  /// What the mark means.
  var meaning: String {
    switch self {
    case .fulfilled: "conforms"
    case .warned: "conforms, with so many warnings"
    case .partial:
      "what was asked passed, but some that must pass was not asked: it is"
        + " not claimed, or was left out"
    case .failed: "so many cases that must pass failed"
    case .unclaimed: "not claimed"
    }
  }

  /// A character that says it without colour.
  var mark: String {
    switch self {
    case .fulfilled, .warned: "✓"
    case .partial: "◐"
    case .failed: "✗"
    case .unclaimed: "–"
    }
  }
}

/// A standing, with the numbers that belong to it.
struct Verdict: Equatable {
  let standing: Standing
  let failed: Int
  let warnings: Int
  /// How many cases were asked.
  let asked: Int

  /// The mark, and the number that it stands for.
  var text: String {
    switch standing {
    case .fulfilled, .unclaimed: standing.mark
    case .warned: "\(standing.mark) \(warnings) warn"
    case .partial:
      standing.mark + (warnings > 0 ? " \(warnings) warn" : "")
    case .failed: "\(standing.mark) \(failed)"
    }
  }

  /// What the mark means, with all numbers.
  var explanation: String {
    switch standing {
    case .fulfilled: "all \(asked) cases that were asked"
    case .warned:
      "\(warnings.counting("warning")) in \(asked.counting("case"))"
    case .partial: standing.meaning
    case .failed:
      "\(failed) of \(asked.counting("case")) failed, "
        + warnings.counting("warning")
    case .unclaimed: standing.meaning
    }
  }

  /// How large the share of failures is, from 1 (up to a twentieth) to 4
  /// (more than two fifths); `nil` if nothing failed.
  var shade: Int? {
    guard standing == .failed, asked > 0 else { return nil }
    let limits = [0.05, 0.15, 0.4]
    let share = Double(failed) / Double(asked)
    return 1 + limits.count { share > $0 }
  }
}
