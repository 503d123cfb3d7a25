// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A case that is known to fail, and how.
public struct KnownFailure: Sendable, Equatable {
  /// The case's id.
  public let id: String
  /// Why it is tolerated, for people.
  public let reason: String
  /// What was observed; another way to fail is a failure.
  public let observed: Observation

  /// What tells one way to fail from another.
  ///
  /// A message is no part of it: messages change with every release.
  public enum Observation: Sendable, Equatable {
    /// A wrong value, in a conversation at this step, counted from 1.
    case value(JSON, step: Int?)
    /// A rejection of this category.
    case rejection(String, step: Int?)
    /// A crash, a timeout or a broken protocol.
    case error
    /// A claimed ability was declined.
    case unsupported
  }
}

/// A baseline: the failures that an implementation is known to have.
///
/// With it a run succeeds as long as nothing else fails, and each of them
/// still fails in the same way.
public struct KnownFailures: Sendable, Equatable {
  /// The version of the file's form.
  static let format = 1

  /// The entries, in the order of the file.
  public let entries: [KnownFailure]

  /// Makes a baseline.
  public init(_ entries: [KnownFailure] = []) {
    self.entries = entries
  }

  /// Judges a report by the baseline.
  ///
  /// An expected failure no longer counts as one. A case that passes although
  /// the baseline has it is good news, but the baseline must be renewed.
  public func applied(to report: Report) -> Report {
    let known = Dictionary(
      entries.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    return report.with(
      results: report.results.map { result in
        known[result.entry.vector.id].map(result.judged) ?? result
      })
  }

  /// Whether a result fails the run although the baseline is applied.
  package func fails(_ result: CaseResult) -> Bool {
    let entry = entries.first { $0.id == result.entry.vector.id }
    return (entry.map(result.judged) ?? result).verdict == .failed
  }

  /// The baseline that makes a report succeed.
  ///
  /// Entries of cases that were not asked stay, entries of cases that fail as
  /// before keep their reasons. Warnings and remarks need no entry.
  ///
  /// - Parameter report: A report that no baseline was applied to.
  public func updated(from report: Report) -> KnownFailures {
    let observed = Dictionary(
      report.results.map { ($0.entry.vector.id, $0) },
      uniquingKeysWith: { $1 })
    let kept = entries.filter { entry in
      guard let result = observed[entry.id], result.verdict != .skipped
      else { return true }
      return result.outcome.observation == entry.observed
    }
    let keptIDs = Set(kept.map(\.id))
    let added = report.failures.compactMap { result -> KnownFailure? in
      let id = result.entry.vector.id
      guard !keptIDs.contains(id), let way = result.outcome.observation
      else { return nil }
      return KnownFailure(
        id: id, reason: "not yet looked into", observed: way)
    }
    return KnownFailures(kept + added)
  }
}

extension CaseResult {
  /// The result by the light of a baseline's entry.
  fileprivate func judged(by known: KnownFailure) -> CaseResult {
    switch outcome {
    case .pass: with(.stale(known))
    case .fail, .error, .unsupported:
      outcome.observation == known.observed
        ? with(.knownFailure(known, outcome.failure))
        : with(
          outcome, note: "a known failure, but it fails in another way now")
    case .notClaimed, .excluded, .knownFailure, .stale: self
    }
  }
}

extension Outcome {
  /// What a baseline keeps of a failure.
  fileprivate var observation: KnownFailure.Observation? {
    switch self {
    case .fail(let failure):
      switch failure.actual {
      case .value(let value): .value(value, step: failure.step)
      case .reject(let category, _): .rejection(category, step: failure.step)
      case .unsupported: .unsupported
      case .fault: .error
      }
    case .error: .error
    case .unsupported: .unsupported
    case .pass, .notClaimed, .excluded, .knownFailure, .stale: nil
    }
  }
}
