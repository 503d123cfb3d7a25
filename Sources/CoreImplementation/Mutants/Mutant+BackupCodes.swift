// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import Synchronization

// Mutants that make, compare or keep backup codes wrongly.

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
    comparing("backup-eighth-ignored", "the eighth symbol is not compared") {
      $0.count == $1.count && $0.prefix(7) == $1.prefix(7)
        && $0.dropFirst(8) == $1.dropFirst(8)
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
    retrying(
      "backup-full-width-read", "full-width letters and digits are read",
      "backup.check"
    ) {
      $0.mapping("code") { $0.inHalfWidth }
    },
    comparing("backup-start-missing", "a code without its first symbol is it") {
      $0.dropFirst() == $1
    },
    locking("backup-locked-after-three", "three wrong codes void a set", 3),
    locking("backup-locked-after-five", "five wrong codes void a set", 5),
    locking("backup-locked-after-ten", "ten wrong codes void a set", 10),
    showing("backup-four-symbols", "backup codes have four symbols") {
      String($0.prefix(4))
    },
    showing("backup-five-symbols", "backup codes have five symbols") {
      String($0.prefix(5))
    },
    showing(
      "backup-few-values", "backup codes are made from a number below 100"
    ) {
      let seed = $0.utf8.prefix(2).reduce(0) { $0 &* 31 &+ UInt64($1) } % 100
      var numbers = SeededNumbers(seed: seed)
      return String($0.map { _ in Character(String(numbers.next() % 10)) })
    },
    showing("backup-two-symbols", "backup codes are made of two symbols") {
      String($0.map { ($0.asciiValue ?? 0) % 2 == 0 ? "A" : "B" })
    },
    showing("backup-rest-constant", "a backup code ends as all do") {
      "\($0.prefix(4))00000000000"
    },
    showing("backup-rest-follows", "a backup code is its beginning repeated") {
      String(repeating: String($0.prefix(5)), count: 3)
    },
  ]
}

// MARK: - Ways to treat backup codes wrongly

extension Mutant {
  /// Accepts what matches a code that was given out, in its own way.
  static func comparing(
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

  /// Accepts nothing after so many wrong codes.
  private static func locking(
    _ name: String, _ flaw: String, _ most: Int
  ) -> Mutant {
    Mutant(
      name, flaw,
      making: {
        let wrong = Mutex<[String: Int]>([:])
        return { call, core in
          let answer = await core.answer(call)
          guard call.operation == "backup.check",
            let handle = call.string("handle")
          else { return answer }
          return wrong.withLock { wrong in
            if !answer.isAccepted { wrong[handle, default: 0] += 1 }
            return wrong[handle, default: 0] >= most
              ? .value(["accepted": false]) : answer
          }
        }
      })
  }

  /// Gives out codes that are made from the core's, and takes them for those.
  private static func showing(
    _ name: String, _ flaw: String,
    code made: @escaping @Sendable (String) -> String
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
          let shown = codes.map { made($0.symbols) }
          whole.withLock { whole in
            for (code, shown) in zip(codes, shown) { whole[shown] = code }
          }
          return .value(value.setting("codes", .array(shown.map(JSON.string))))
        }
      })
  }
}

extension String {
  /// Capital letters and digits, which is all that a backup code is made of;
  /// other letters stay as they are.
  fileprivate var symbols: String { filter { $0 != "-" } }

  /// Full-width letters and digits (U+FF01 and on) in ASCII.
  fileprivate var inHalfWidth: String {
    let scalars = unicodeScalars.map { scalar in
      (0xff01...0xff5e).contains(scalar.value)
        ? Unicode.Scalar(scalar.value - 0xfee0) ?? scalar : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
