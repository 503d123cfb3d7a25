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
}

extension RunSummary {
  /// The result in a profile; `nil` if no case of it was selected.
  func result(_ profile: String) -> ProfileResult? {
    profiles.first { $0.name == profile }
  }

  /// Name and version.
  var title: String { "\(name) \(version)" }

  /// The failures by group, in order.
  var failuresByGroup: [(group: String, cases: [FailedCase])] {
    var groups: [(group: String, cases: [FailedCase])] = []
    for failure in failures {
      if let last = groups.indices.last, groups[last].group == failure.group {
        groups[last].cases.append(failure)
      } else {
        groups.append((failure.group, [failure]))
      }
    }
    return groups
  }
}

/// How an implementation stands in a profile, at a glance.
enum Standing: String {
  case fulfilled
  case partial
  case failed
  case unclaimed

  init(_ result: ProfileResult?) {
    guard let result, result.isClaimed else {
      self = .unclaimed
      return
    }
    if result.failed > 0 {
      self = .failed
    } else {
      self = result.isFulfilled ? .fulfilled : .partial
    }
  }

  /// What the mark means.
  var meaning: String {
    switch self {
    case .fulfilled: "every case that must pass passed"
    case .partial: "what was asked passed, the rest is not claimed"
    case .failed: "cases failed, of those that were asked"
    case .unclaimed: "not claimed"
    }
  }

  /// A character that says it without colour.
  var mark: String {
    switch self {
    case .fulfilled: "✓"
    case .partial: "◐"
    case .failed: "✗"
    case .unclaimed: "–"
    }
  }

  /// The mark with the numbers that belong to it.
  func text(_ result: ProfileResult?) -> String {
    guard let result, self != .unclaimed else { return mark }
    let asked = result.planned - result.skipped
    return switch self {
    case .failed: "\(mark) \(result.failed) of \(asked)"
    case .partial: "\(mark) \(result.passed) of \(result.planned)"
    default: "\(mark) \(result.passed)"
    }
  }

  static let all: [Standing] = [.fulfilled, .partial, .failed, .unclaimed]
}
