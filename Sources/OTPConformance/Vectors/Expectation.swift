// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The answer that conforms.
public enum Expectation: Sendable, Equatable {
  /// One definite answer.
  case definite(Definite)
  /// An answer for each value of a policy.
  case oneOf([Alternative])
  /// A conversation: calls in order, each with what it expects.
  case steps([Step])

  /// An answer that does not depend on the implementation.
  public enum Definite: Sendable, Equatable {
    /// Exactly this value.
    case value(JSON)
    /// An otpauth URI that means the same as this one.
    case uri(String)
    /// A refusal; another category than this one is a remark, not a failure.
    case reject(category: String)

    /// Whether a value is the one that is expected.
    func isMet(by actual: JSON) -> Bool {
      switch self {
      case .value(let value): return actual == value
      case .uri(let uri):
        let meaning = actual.string.flatMap { URIMeaning($0) }
        return meaning != nil && meaning == URIMeaning(uri)
      case .reject: return false
      }
    }
  }

  /// What to expect from an implementation with a certain policy.
  public struct Alternative: Sendable, Equatable {
    /// The name of the policy.
    public let policy: String
    /// Its value.
    public let value: String
    /// The answer.
    public let expected: Definite
  }

  /// One call of a conversation.
  public struct Step: Sendable, Equatable {
    /// The operation.
    public let operation: String
    /// Values made from saved ones before the call.
    public let derivations: [Derivation]
    /// Whether the step is left out if a derivation changes nothing, or asks
    /// for a symbol that is not there.
    ///
    /// What an implementation gives out is not known beforehand: a code may
    /// have no letter whose case could be changed.
    public let isSkippedIfSame: Bool
    /// The input; a string `$name` stands for a saved or derived value.
    public let input: JSONObject
    /// What the answer must be; `nil` means any value.
    public let expectation: Expectation?
    /// What the texts of many such answers must show, if anything.
    public let randomness: Randomness?
    /// Names for parts of the answer.
    public let saves: [Save]
  }

  /// A name for a part of an answer.
  public struct Save: Sendable, Equatable {
    /// The name, without the dollar sign.
    public let name: String
    /// The dotted path into the answer's value, such as `handle` or `codes.0`;
    /// empty for the whole of it.
    public let path: String
  }

  /// The definite answer that an implementation with these policies owes.
  ///
  /// - Parameter policies: What the implementation declares.
  /// - Returns: `nil` for a conversation.
  func definite(under policies: [String: String]) -> Definite? {
    switch self {
    case .definite(let answer): return answer
    case .steps: return nil
    case .oneOf(let alternatives):
      return alternatives.first { alternative in
        let declared =
          policies[alternative.policy]
          ?? Policy.named(alternative.policy)?.defaultValue
        return declared == alternative.value
      }?.expected
    }
  }
}

/// The intermediate values of one code (RFC 4226 section 5.3), or of one
/// response of OCRA (RFC 6287 section 5.2).
public struct Trace: Sendable, Equatable {
  /// The moving factor; `nil` for OCRA.
  public let counter: UInt64?
  /// What OCRA hashes: the suite, a zero byte, and the inputs.
  ///
  /// It is `nil` for codes.
  public let message: [UInt8]?
  /// The HMAC of the counter or of the message.
  public let hmac: [UInt8]
  /// Where in the HMAC the four bytes start: its last nibble.
  public let offset: Int
  /// The truncated 31-bit number.
  public let binary: UInt32
}

/// A known wrong answer.
public struct Mistake: Sendable, Equatable {
  /// The wrong answer.
  public let value: JSON
  /// The cause, one of ``Vocabulary/causes``.
  public let cause: String
  /// What to change.
  public let hint: String
}
