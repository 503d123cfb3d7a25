// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPConformance
import OTPCore
import Synchronization

// Mutants that keep backup codes or verifiers wrongly, and OCRA.

extension Mutant {
  /// Backup codes that are compared in part.
  static let looseBackups: [Mutant] = [
    retrying(
      "backup-nul-terminated", "a zero byte ends a backup code", "backup.check"
    ) {
      $0.mapping("code") { String($0.prefix { $0 != "\0" }) }
    },
    comparing("backup-rest-ignored", "what follows a code is ignored") {
      $1.hasPrefix($0)
    },
    comparing("backup-start-ignored", "what comes before a code is ignored") {
      $1.hasSuffix($0)
    },
    comparing("backup-found-inside", "a code is looked for in the text") {
      $1.contains($0)
    },
    comparing("backup-prefix-accepted", "the beginning of a code is enough") {
      $1.count >= 8 && $0.hasPrefix($1)
    },
    comparing("backup-any-prefix", "any beginning of a code is enough") {
      !$1.isEmpty && $0.hasPrefix($1)
    },
    comparing("backup-eight-compared", "eight symbols are compared") {
      $1.count >= 8 && $0.prefix(8) == $1.prefix(8)
    },
    comparing("backup-last-ignored", "the last symbol is not compared") {
      $0.count == $1.count && $0.dropLast() == $1.dropLast()
    },
    comparing("backup-first-ignored", "the first symbol is not compared") {
      $0.count == $1.count && $0.dropFirst() == $1.dropFirst()
    },
    Mutant(
      "backup-empty-after-use", "a used code leaves an empty entry",
      making: {
        let used = Mutex<Set<String>>([])
        return { call, core in
          let answer = await core.answer(call)
          guard call.operation == "backup.check",
            let handle = call.string("handle")
          else { return answer }
          if answer.isAccepted {
            used.withLock { _ = $0.insert(handle) }
          } else if call.string("code") == "",
            used.withLock({ $0.contains(handle) })
          {
            return .value(["accepted": true, "remaining": 9])
          }
          return answer
        }
      }),
    Mutant(
      "backup-locked-after-three", "three wrong codes void a set",
      making: {
        let wrong = Mutex<[String: Int]>([:])
        return { call, core in
          let answer = await core.answer(call)
          guard call.operation == "backup.check",
            let handle = call.string("handle")
          else { return answer }
          return wrong.withLock { wrong in
            if !answer.isAccepted { wrong[handle, default: 0] += 1 }
            return wrong[handle, default: 0] >= 3
              ? .value(["accepted": false]) : answer
          }
        }
      }),
    shortening("backup-four-symbols", "backup codes have four symbols", 4),
    shortening("backup-five-symbols", "backup codes have five symbols", 5),
  ]

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
  /// Accepts what matches a code that was given out, in its own way.
  private static func comparing(
    _ name: String, _ flaw: String,
    matches: @escaping @Sendable (String, String) -> Bool
  ) -> Mutant {
    Mutant(
      name, flaw,
      making: {
        let given = Mutex<[String: [String]]>([:])
        return { call, core in
          let answer = await core.answer(call)
          if call.operation == "backup.generate",
            case .value(let value) = answer,
            let handle = value.object?["handle"]?.string
          {
            let codes =
              value.object?["codes"]?.array?.compactMap(\.string) ?? []
            given.withLock { $0[handle] = codes }
          }
          guard call.operation == "backup.check", !answer.isAccepted,
            let handle = call.string("handle"), let typed = call.string("code"),
            let code = given.withLock({
              $0[handle]?.first { matches($0.symbols, typed.symbols) }
            })
          else { return answer }
          let again = await core.answer(call.with("code", .string(code)))
          return again.isAccepted ? again : answer
        }
      })
  }

  /// Gives out codes that are cut, and takes them for the whole ones.
  private static func shortening(
    _ name: String, _ flaw: String, _ length: Int
  ) -> Mutant {
    Mutant(
      name, flaw,
      making: {
        let whole = Mutex<[String: String]>([:])
        return { call, core in
          let known = call.string("code").flatMap { code in
            whole.withLock { $0[code.symbols] }
          }
          let call = known.map { call.with("code", .string($0)) } ?? call
          let answer = await core.answer(call)
          guard call.operation == "backup.generate",
            case .value(let value) = answer
          else { return answer }
          let codes = value.object?["codes"]?.array?.compactMap(\.string) ?? []
          let cut = codes.map { code in String(code.symbols.prefix(length)) }
          whole.withLock { whole in
            for (code, cut) in zip(codes, cut) { whole[cut] = code }
          }
          return .value(value.setting("codes", .array(cut.map(JSON.string))))
        }
      })
  }

  /// Changes the state of a verifier after an operation on it.
  private static func keepingState(
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

extension String {
  /// Capital letters and digits, which is all that a backup code is made of;
  /// other letters stay as they are.
  fileprivate var symbols: String { filter { $0 != "-" } }
}
