// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

extension Verifier {
  /// The state as text: `totp LAST DRIFT` or `hotp NEXT`, a hyphen standing
  /// for a step or counter that there is not.
  var exported: String {
    func text(_ number: UInt64?) -> String { number.map { "\($0)" } ?? "-" }
    return switch self {
    case .totp(_, let state):
      "totp \(text(state.lastAcceptedStep)) \(state.drift)"
    case .hotp(_, let state): "hotp \(text(state.counter))"
    }
  }

  /// This verifier with the state that a text holds, if it holds one of its
  /// kind.
  func restoring(_ text: String) -> Verifier? {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
      .map(String.init)
    switch self {
    case .totp(let verifier, _):
      guard words.count == 3, words[0] == "totp",
        let last = Self.number(words[1]), let drift = Int64(decimal: words[2]),
        drift.magnitude <= 50
      else { return nil }
      return .totp(
        verifier, TOTPState(lastAcceptedStep: last, drift: Int(drift)))
    case .hotp(let verifier, _):
      guard words.count == 2, words[0] == "hotp",
        let next = Self.number(words[1])
      else { return nil }
      return .hotp(verifier, HOTPState(counter: next))
    }
  }

  /// Reads a number or the hyphen; `nil` if it is neither.
  private static func number(_ word: String) -> UInt64?? {
    if word == "-" { return .some(nil) }
    return UInt64(decimal: word).map { .some($0) }
  }
}
