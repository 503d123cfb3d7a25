// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// What an implementation must claim before a group of cases concerns it.
public enum Requirement: Sendable, Hashable {
  /// An operation, a hash, `t0` or `step` (see ``Vocabulary``).
  case capability(String)
  /// Codes of this many digits.
  case digits(Int)
  /// Counters of this many bits.
  case counterBits(Int)
  /// Keys of this many bytes.
  case keyBytes(Int)
  /// A verification of TOTP that takes the last accepted step.
  case after
  /// A verification of TOTP that tries so many steps before the current one,
  /// and so many after it.
  case window(past: Int, future: Int)
  /// A verification of HOTP that tries so many counters beyond the expected
  /// one.
  case lookAhead(Int)

  /// Reads the form that vectors use: `sha256`, `digits.8`, `counter.64`,
  /// `key.20`.
  public init?(_ text: String) {
    if Vocabulary.operations.contains(text)
      || Vocabulary.abilities.contains(text)
      || Vocabulary.serviceOperations.contains(text)
    {
      self = .capability(text)
      return
    }
    let parts = text.parts(at: ".")
    guard parts.count == 2, parts[1].utf8.allSatisfy(\.isDigit),
      let number = Int(parts[1])
    else { return nil }
    switch parts[0] {
    case "digits": self = .digits(number)
    case "counter" where number == 64: self = .counterBits(number)
    case "key": self = .keyBytes(number)
    default: return nil
    }
  }

  /// Whether these claims include it, for an operation.
  ///
  /// A limit that is not stated is no limit. An ability may be claimed for
  /// the operations of one family only, such as `totp.sha256`.
  func isMet(by claims: Claims, for operation: String) -> Bool {
    let limits = claims.limits
    return switch self {
    case .capability(let name):
      claims.capabilities.contains(name)
        || Vocabulary.abilities.contains(name)
          && claims.capabilities.contains(
            Vocabulary.ability(name, ofFamilyOf: operation))
    case .digits(let count): limits.digits?.contains(count) ?? true
    case .counterBits(let bits): bits <= limits.counterBits ?? bits
    case .keyBytes(let count): limits.keyBytes?.contains(count) ?? true
    case .after: limits.verification.takesAfter
    case .window(let past, let future):
      limits.verification.window.contains(past: past, future: future)
    case .lookAhead(let size): size == limits.verification.lookAhead ?? size
    }
  }
}

extension Requirement: CustomStringConvertible {
  /// The form that vectors use.
  public var description: String {
    switch self {
    case .capability(let name): name
    case .digits(let count): "digits.\(count)"
    case .counterBits(let bits): "counter.\(bits)"
    case .keyBytes(let count): "key.\(count)"
    case .after: "after"
    case .window: "window"
    case .lookAhead: "lookAhead"
    }
  }
}
