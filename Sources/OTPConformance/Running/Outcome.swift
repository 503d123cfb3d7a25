// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What came of a case.
///
/// An outcome alone does not decide: what it counts as depends on the level of
/// the case too (``CaseResult/verdict``).
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
  /// The case passes, and the baseline has it as a failure: a stale entry.
  case stale(KnownFailure)

  /// Whether there was no answer.
  var isError: Bool {
    if case .error = self { true } else { false }
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
  /// What was asked and answered in the conversation before it.
  public let story: [Exchange]
  /// The answer that conforms; `nil` means any value.
  public let expected: Expectation.Definite?
  /// The answer that came.
  public let actual: Answer
  /// What is wrong with it, where the answers do not show it.
  public let detail: String?

  /// A call of a conversation, and its answer.
  public struct Exchange: Sendable, Equatable {
    /// The call, as it was sent.
    public let call: Call
    /// The answer that came.
    public let answer: Answer
  }

  init(
    call: Call, step: Int?, story: [Exchange] = [],
    expected: Expectation.Definite?, actual: Answer, detail: String?
  ) {
    (self.call, self.step, self.story) = (call, step, story)
    (self.expected, self.actual, self.detail) = (expected, actual, detail)
  }
}
