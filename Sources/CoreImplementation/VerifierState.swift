// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

extension Verifier {
  /// The state as text: `totp LAST DRIFT RESYNCHRONISED` or `hotp NEXT`, a
  /// hyphen standing for a step or counter that there is not.
  var exported: String {
    func text(_ number: UInt64?) -> String { number.map { "\($0)" } ?? "-" }
    return switch self {
    case .totp(_, let state):
      "totp \(text(state.lastAcceptedStep)) \(state.drift) "
        + "\(state.resynchronizedDrift)"
    case .hotp(_, let state): "hotp \(text(state.counter))"
    }
  }

  /// This verifier with the state that a text holds, if it holds one of its
  /// kind.
  func restoring(_ text: String) -> Verifier? {
    let words = text.parts(at: " ")
    switch self {
    case .totp(let verifier, _):
      guard words.count == 4, words[0] == "totp",
        let last = Self.number(words[1]), let drift = Self.drift(words[2]),
        let base = Self.drift(words[3])
      else { return nil }
      return .totp(
        verifier,
        TOTPState(
          lastAcceptedStep: last, drift: drift, resynchronizedDrift: base))
    case .hotp(let verifier, _):
      guard words.count == 2, words[0] == "hotp",
        let next = Self.number(words[1])
      else { return nil }
      return .hotp(verifier, HOTPState(counter: next))
    }
  }

  /// Reads a drift that a verifier can have had.
  private static func drift(_ word: String) -> Int? {
    guard let drift = Int64(decimal: word), drift.magnitude <= 1_100
    else { return nil }
    return Int(drift)
  }

  /// Reads a number or the hyphen; `nil` if it is neither.
  private static func number(_ word: String) -> UInt64?? {
    if word == "-" { return .some(nil) }
    return UInt64(decimal: word).map { .some($0) }
  }
}
