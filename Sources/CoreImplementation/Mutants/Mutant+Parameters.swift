// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore
import Synchronization

// Mutants of verifiers that forget what they were opened with, or what
// happened before.

extension Mutant {
  /// Parameters of verifiers and of their resynchronisation.
  static let parameters: [Mutant] = [
    opening("verifier-hotp-sha1-always", "a verifier of counters has SHA-1") {
      $0.string("kind") == "hotp" ? $0.with("algorithm", "SHA1") : $0
    },
    opening("verifier-sha512-as-sha256", "a verifier has SHA-256 for SHA-512") {
      $0.string("algorithm") == "SHA512" ? $0.with("algorithm", "SHA256") : $0
    },
    opening("verifier-six-for-seven", "a verifier has six digits for seven") {
      $0.integer("digits") == 7 ? $0.with("digits", 6) : $0
    },
    resynchronizing("resync-sha1-always", "a resynchronisation has SHA-1") {
      $0.with("algorithm", "SHA1")
    },
    resynchronizing("resync-digits-six", "a resynchronisation has six digits") {
      $0.with("digits", 6)
    },
    resynchronizing(
      "resync-step-ignored", "a resynchronisation has a step of 30 s"
    ) {
      $0.input["step"] == nil ? $0 : $0.with("step", "30")
    },
    resynchronizing("resync-t0-ignored", "a resynchronisation has T0 0") {
      $0.input["t0"] == nil ? $0 : $0.with("t0", "0")
    },
    asking(
      "resync-span-fixed", "the span is always 100 counters", "verifier.resync"
    ) {
      $0.input["lookAhead"] == nil ? $0 : $0.with("lookAhead", 100)
    },
    searching("resync-middle-ignored", "the middle code is not looked at") {
      asked, codes in
      let last = asked.with { $0.counter = asked.counter &+ 2 }
      return codes.count == 3 && asked.code == codes[0] && last.code == codes[2]
        ? last.counter : nil
    },
    retrying(
      "resync-rest-ignored", "what follows a code's digits is ignored",
      "verifier.resync"
    ) {
      $0.mappingCodes { codes in
        codes.map { .string(String(($0.string ?? "").prefix(6))) }
      }
    },
    keepingState(
      "resync-behind-forgets", "codes of a clock behind are forgotten",
      "verifier.resync"
    ) { state in
      if state.resynchronizedDrift < 0 { state.lastAcceptedStep = nil }
    },
    keepingState(
      "failed-resync-forgets-drift", "a failed resynchronisation loses drift",
      "verifier.resync"
    ) { state in
      if state.resynchronizedDrift == 0 { state.drift = 0 }
    },
    Mutant(
      "failures-free-used-codes", "five failures free the used codes",
      making: {
        let failures = Mutex<[String: Int]>([:])
        return { call, core in
          guard call.operation == "verifier.check",
            let handle = call.string("handle")
          else { return await core.answer(call) }
          let count = failures.withLock { $0[handle, default: 0] }
          let answer =
            count < 5
            ? await core.answer(call) : await core.answerUnguarded(call)
          failures.withLock { $0[handle] = answer.isAccepted ? 0 : count + 1 }
          return answer
        }
      }),
    Mutant(
      "replay-in-another-form", "a used code is free in another form",
      making: {
        let used = Mutex<[String: [String: Answer]]>([:])
        return { call, core in
          let answer = await core.answer(call)
          guard call.operation == "verifier.check",
            let handle = call.string("handle"), let text = call.string("code")
          else { return answer }
          if answer.isAccepted {
            used.withLock { $0[handle, default: [:]][text] = answer }
            return answer
          }
          let digits = text.filter { $0 != " " && $0 != "-" }
          let first = used.withLock { $0[handle]?[digits] }
          return digits == text ? answer : first ?? answer
        }
      }),
  ]

  /// Clocks beyond 32 bits, and windows of other steps.
  static let lateClocks: [Mutant] = [
    asking(
      "verifier-time-32-bit", "a verifier's time is cut to 32 bits",
      "verifier.check", "verifier.resync"
    ) {
      $0.mapping("now", UInt32.cutting)
    },
    asking(
      "verifier-time-31-bit", "a verifier's time ends in 2038",
      "verifier.check", "verifier.resync"
    ) {
      $0.mapping("now", Int32.stopping)
    },
    asking(
      "window-time-32-bit", "the time of a check is cut to 32 bits",
      "totp.verify"
    ) {
      $0.mapping("time", UInt32.cutting)
    },
    asking(
      "window-time-31-bit", "the time of a check ends in 2038", "totp.verify"
    ) {
      $0.mapping("time", Int32.stopping)
    },
    asking(
      "window-in-half-steps", "a window of 60 s steps is twice as long",
      "totp.verify"
    ) { call in
      guard call.string("step") == "60", let past = call.integer("past") else {
        return call
      }
      return call.with("past", .integer(2 * past))
    },
  ]

  /// Opens verifiers with other parameters.
  private static func opening(
    _ name: String, _ flaw: String, change: @escaping @Sendable (Call) -> Call
  ) -> Mutant {
    asking(name, flaw, "verifier.open", "verifier.import", change: change)
  }

  /// Resynchronises with the parameters of a second verifier, which is opened
  /// in another way beside each one.
  private static func resynchronizing(
    _ name: String, _ flaw: String, change: @escaping @Sendable (Call) -> Call
  ) -> Mutant {
    Mutant(
      name, flaw,
      making: {
        let seconds = Mutex<[String: String]>([:])
        return { call, core in
          if call.operation == "verifier.resync",
            let handle = call.string("handle"),
            let second = seconds.withLock({ $0[handle] })
          {
            return await core.answer(call, withParametersOf: second)
          }
          let answer = await core.answer(call)
          guard call.operation == "verifier.open",
            let handle = answer.text("handle"),
            let second = await core.answer(change(call)).text("handle")
          else { return answer }
          seconds.withLock { $0[handle] = second }
          return answer
        }
      })
  }
}

extension Answer {
  fileprivate func text(_ name: String) -> String? {
    guard case .value(let value) = self else { return nil }
    return value.object?[name]?.string
  }
}

extension Verifier {
  /// The parameters of one verifier, and the state of another.
  fileprivate func withState(of other: Verifier) -> Verifier {
    switch (self, other) {
    case (.totp(let verifier, _), .totp(_, let state)): .totp(verifier, state)
    case (.hotp(let verifier, _), .hotp(_, let state)): .hotp(verifier, state)
    default: other
    }
  }
}

extension CoreImplementation {
  /// Answers with the parameters of a second verifier.
  fileprivate func answer(
    _ call: Call, withParametersOf second: String
  ) async -> Answer {
    let handle = call.string("handle") ?? ""
    guard let own = verifiers[handle], let other = verifiers[second] else {
      return await answer(call)
    }
    verifiers[handle] = other.withState(of: own)
    let answer = await answer(call)
    verifiers[handle] = verifiers[handle].map(own.withState)
    return answer
  }
}

extension UInt32 {
  /// The lower half of a number in decimal.
  fileprivate static func cutting(_ text: String) -> String {
    Int64(text).map { String(UInt32(truncatingIfNeeded: $0)) } ?? text
  }
}

extension Int32 {
  /// A number in decimal, or the last one of 32 bits.
  fileprivate static func stopping(_ text: String) -> String {
    Int64(text).map { String(Swift.min($0, Int64(Int32.max))) } ?? text
  }
}
