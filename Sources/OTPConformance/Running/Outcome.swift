// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What came of a case.
///
/// More outcomes may follow: prefer ``verdict`` to a `switch` over all of
/// them.
public enum Outcome: Sendable, Equatable {
  /// The answer conforms.
  case pass
  /// The answer does not conform.
  case fail(Failure)
  /// There was no answer: a crash, a fault, or a broken protocol.
  case error(String)
  /// The implementation claimed the ability and then declined.
  case unsupported(String)
  /// The implementation does not claim what the case requires.
  case notClaimed(Requirement)
  /// The case was left out on request.
  case excluded
  /// The case fails, and in the way that the baseline knows.
  case knownFailure(KnownFailure, Failure?)
  /// The baseline has the case as a failure, and it passes: a stale entry.
  case stale(KnownFailure)

  /// What an outcome counts as.
  public enum Verdict: String, Sendable {
    /// The implementation conforms here.
    case passed
    /// It does not, or it failed to answer.
    case failed
    /// It was not asked.
    case skipped
    /// It does not conform, and the baseline knows.
    case known
  }

  /// What the outcome counts as.
  public var verdict: Verdict {
    switch self {
    case .pass: .passed
    case .fail, .error, .unsupported, .stale: .failed
    case .notClaimed, .excluded: .skipped
    case .knownFailure: .known
    }
  }

  /// The answer that does not conform, known or not, if there was one.
  var failure: Failure? {
    switch self {
    case .fail(let failure): failure
    case .knownFailure(_, let failure): failure
    default: nil
    }
  }

  /// The outcome in one word, as reports write it.
  public var name: String {
    switch self {
    case .pass: "pass"
    case .fail: "fail"
    case .error: "error"
    case .unsupported: "unsupported"
    case .notClaimed: "not-claimed"
    case .excluded: "excluded"
    case .knownFailure: "xfail"
    case .stale: "xpass"
    }
  }
}

/// An answer that does not conform.
public struct Failure: Sendable, Equatable {
  /// The call, as it was sent.
  public let call: Call
  /// Which step of a conversation it was, counted from 1.
  public let step: Int?
  /// The answer that conforms; `nil` means any value.
  public let expected: Expectation.Definite?
  /// The answer that came.
  public let actual: Answer
  /// What is wrong with it, where the answers do not show it.
  public let detail: String?
}

/// A case and what came of it.
public struct CaseResult: Sendable {
  /// The case.
  public let entry: VectorEntry
  /// What came of it.
  public let outcome: Outcome
  /// What is worth saying although it does not change the outcome.
  public let remarks: [String]
}
