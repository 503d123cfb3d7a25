// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore
import Synchronization

// Mutants that keep verifiers wrongly, and OCRA.

extension Mutant {
  /// Verifiers.
  static let looseVerifiers: [Mutant] = [
    asking(
      "verifier-step-ignored", "a verifier's step is always 30 s",
      "verifier.open", "verifier.import"
    ) {
      $0.input["step"] == nil ? $0 : $0.with("step", "30")
    },
    asking(
      "verifier-t0-ignored", "a verifier's T0 is always 0", "verifier.open",
      "verifier.import"
    ) {
      $0.input["t0"] == nil ? $0 : $0.with("t0", "0")
    },
    Mutant(
      "clock-back-refused", "a clock that went back refuses all",
      making: {
        let latest = Mutex<[String: Int64]>([:])
        return { call, core in
          let answer = await core.answer(call)
          guard call.operation == "verifier.check", answer.isAccepted,
            let handle = call.string("handle"),
            let now = call.string("now").flatMap({ Int64($0) })
          else { return answer }
          let last = latest.withLock { latest in
            let last = latest[handle] ?? now
            latest[handle] = max(last, now)
            return last
          }
          return now < last ? .value(["accepted": false]) : answer
        }
      }),
    keepingState(
      "resync-limit-from-zero", "the limit counts from drift 0",
      "verifier.resync"
    ) {
      state in state.resynchronizedDrift = 0
    },
    keepingState(
      "import-merges-drift", "learned drift becomes the base", "verifier.export"
    ) {
      state in state.resynchronizedDrift = state.drift
    },
    Mutant(
      "import-keeps-key", "an import has the key of the first verifier",
      making: {
        let first = Mutex<JSON?>(nil)
        return { call, core in
          if call.operation == "verifier.open" {
            first.withLock { $0 = $0 ?? call.input["key"] }
          }
          guard call.operation == "verifier.import",
            let key = first.withLock({ $0 })
          else { return await core.answer(call) }
          return await core.answer(call.with("key", key))
        }
      }),
    asking(
      "resync-around-first-only", "a resynchronisation checks two codes",
      "verifier.resync"
    ) {
      $0.mappingCodes { Array($0.prefix(max(2, min(2, $0.count)))) }
    },
  ]

  /// OCRA.
  static let challenges: [Mutant] = [
    asking(
      "ocra-key-repeated", "a key is repeated to the hash's length",
      "ocra.generate"
    ) {
      call in
      guard let key = call.bytes("key"), !key.isEmpty,
        let suite = call.string("suite")
      else { return call }
      let length =
        suite.contains("-SHA512-") ? 64 : suite.contains("-SHA256-") ? 32 : 20
      guard key.count < length else { return call }
      let long = (0..<length).map { key[$0 % key.count] }
      return call.with("key", .string(Hex.encode(long)))
    },
    asking("ocra-key-cut", "a key is cut to the hash's length", "ocra.generate")
    {
      call in
      guard let key = call.bytes("key"), let suite = call.string("suite"),
        suite.contains("HOTP-SHA1-")
      else { return call }
      return call.with("key", .string(Hex.encode(Array(key.prefix(20)))))
    },
    Mutant("ocra-session-lengths", "only S064, S128, S256 and S512 are known") {
      call, core in
      let suite = call.string("suite") ?? ""
      let session = suite.split(separator: "-").first {
        $0.first == "S" && $0.count == 4 && $0 != "SHA1"
      }
      guard call.operation == "ocra.generate", let session,
        !["S064", "S128", "S256", "S512"].contains(session)
      else { return await core.answer(call) }
      return .reject(category: "ocra-suite")
    },
    Mutant("ocra-empty-question", "an empty question is computed") {
      call, core in
      let answer = await core.answer(call)
      guard call.operation == "ocra.generate", call.string("question") == "",
        case .reject("ocra-question", _) = answer
      else { return answer }
      return await core.answer(call.with("question", "0"))
    },
    Mutant("ocra-short-question-refused", "a question has its whole length") {
      call, core in
      let answer = await core.answer(call)
      guard call.operation == "ocra.generate", case .value = answer,
        call.input["ownQuestion"] == nil,
        call.string("question")?.count ?? 9 < 8
      else { return answer }
      return .reject(category: "ocra-question")
    },
    asking(
      "ocra-time-minutes", "a time step is always a minute", "ocra.generate"
    ) {
      call in
      guard let suite = call.string("suite"), suite.hasSuffix("S"),
        let time = call.string("time").flatMap({ Int64($0) })
      else { return call }
      return call.with("time", .string(String(time / 60)))
    },
  ]
}

// MARK: - Ways to keep things wrongly

extension Mutant {
  /// Changes the state of a verifier after an operation on it.
  static func keepingState(
    _ name: String, _ flaw: String, _ operation: String,
    change: @escaping @Sendable (inout TOTPState) -> Void
  ) -> Mutant {
    Mutant(name, flaw) { call, core in
      guard call.operation == operation else { return await core.answer(call) }
      return await core.answer(call, changingState: change)
    }
  }
}

extension CoreImplementation {
  /// Changes a verifier's state: before an export, after anything else.
  fileprivate func answer(
    _ call: Call, changingState change: (inout TOTPState) -> Void
  ) async -> Answer {
    let handle = call.string("handle") ?? ""
    let isExport = call.operation == "verifier.export"
    if isExport { changeState(handle, change) }
    let answer = await answer(call)
    if !isExport { changeState(handle, change) }
    return answer
  }

  private func changeState(
    _ handle: String, _ change: (inout TOTPState) -> Void
  ) {
    guard case .totp(let verifier, var state) = verifiers[handle] else {
      return
    }
    change(&state)
    verifiers[handle] = .totp(verifier, state)
  }
}
