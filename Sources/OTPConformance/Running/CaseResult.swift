// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A case and what came of it.
public struct CaseResult: Sendable {
  /// The case.
  public let entry: VectorEntry
  /// What came of it.
  public let outcome: Outcome
  /// What is worth saying although it does not change the outcome.
  public let notes: [String]
  /// Which levels fail the run.
  public let strictness: Strictness
  /// How long the answers took.
  ///
  /// Calls that were sent together have equal shares of their time, because
  /// only the time of all is known.
  public let duration: Duration
  /// Why the case does not conform, if it does not (``Report/explained(by:)``).
  public internal(set) var cause: Cause?

  /// Makes a result.
  init(
    entry: VectorEntry, outcome: Outcome, notes: [String] = [],
    strictness: Strictness = .musts, duration: Duration = .zero
  ) {
    self.entry = entry
    self.outcome = outcome
    self.notes = notes
    self.strictness = strictness
    self.duration = duration
  }

  /// The result with another outcome.
  func with(_ outcome: Outcome, note: String? = nil) -> CaseResult {
    var result = CaseResult(
      entry: entry, outcome: outcome,
      notes: notes + (note.map { [$0] } ?? []), strictness: strictness,
      duration: duration)
    result.cause = cause
    return result
  }
}

// MARK: - Verdict

/// What a result counts as.
public enum CaseVerdict: String, Sendable, CaseIterable {
  /// The implementation conforms here.
  case passed
  /// It does not, and that fails the run.
  case failed
  /// It was not asked.
  case skipped
  /// It does not conform, and the baseline knows.
  case known
  /// It does not do what a standard says it should.
  case warning
  /// It differs where standards leave a choice, or say nothing.
  case remark
}

/// Which levels fail a run when their cases do not pass.
///
/// A standard binds by its MUST alone. What it recommends is a warning, what
/// it leaves open is a remark, unless the caller asks for more.
public enum Strictness: String, Sendable, CaseIterable {
  /// `must` alone.
  case musts
  /// `must` and `should`.
  case shoulds
  /// Every level.
  case all

  /// Whether a case of this level fails the run.
  public func isBinding(_ level: VectorGroup.Level) -> Bool {
    switch level {
    case .must: true
    case .should: self != .musts
    case .may, .unspecified: self == .all
    }
  }

  /// What a case of this level counts as when it does not pass.
  func verdict(failing level: VectorGroup.Level) -> CaseVerdict {
    if isBinding(level) { return .failed }
    return level == .should ? .warning : .remark
  }
}

extension CaseResult {
  /// What the result counts as.
  ///
  /// The level of the case decides, whatever went wrong.
  public var verdict: CaseVerdict {
    switch outcome {
    case .pass, .stale: .passed
    case .notClaimed, .excluded: .skipped
    case .knownFailure: .known
    case .fail, .error, .unsupported: weight
    }
  }

  /// What the case counts as if it does not pass and no baseline knows it.
  var weight: CaseVerdict { strictness.verdict(failing: entry.group.level) }

  /// Whether the case was asked and did not pass, at any level, known or not.
  public var isNonconforming: Bool {
    switch outcome {
    case .fail, .error, .unsupported, .knownFailure: true
    case .pass, .stale, .notClaimed, .excluded: false
    }
  }
}
