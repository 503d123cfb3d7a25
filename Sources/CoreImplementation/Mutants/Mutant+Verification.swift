// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

// Mutants that check codes wrongly and keep nothing.

extension Mutant {
  /// Windows.
  static let windows: [Mutant] = [
    asking("window-past-long", "one past step too many", "totp.verify") {
      $0.adding(1, to: "past")
    },
    asking("window-past-short", "one past step too few", "totp.verify") {
      $0.adding(-1, to: "past")
    },
    asking("window-future-long", "one future step too many", "totp.verify") {
      $0.adding(1, to: "future")
    },
    asking("window-future-short", "one future step too few", "totp.verify") {
      $0.adding(-1, to: "future")
    },
    asking("look-ahead-long", "one counter too many", "hotp.verify") {
      $0.adding(1, to: "lookAhead")
    },
    asking("look-ahead-short", "one counter too few", "hotp.verify") {
      $0.adding(-1, to: "lookAhead")
    },
    asking(
      "replay-accepted", "the last accepted step is ignored", "totp.verify"
    ) {
      $0.with("after", nil)
    },
    asking(
      "replay-of-last", "the last accepted step itself is accepted",
      "totp.verify"
    ) { call in
      guard let after = call.counter("after") else { return call }
      return call.with("after", after == 0 ? nil : .string("\(after - 1)"))
    },
    retrying(
      "look-back", "counters before the current one match", "hotp.verify"
    ) { call in
      let span = max(1, call.integer("lookAhead") ?? 0)
      let counter = call.counter("counter") ?? 0
      let start = counter - min(counter, UInt64(span))
      return call.with("counter", .string("\(start)"))
    },
    wrapping,
    firstMatchOnly,
    oldestMatch,
  ]

  /// Looks on beyond 2^64 - 1, and before 0.
  private static var wrapping: Mutant {
    Mutant("wrap-at-edge", "windows wrap around at 0 and 2^64 - 1") {
      call, core in
      let answer = await core.answer(call)
      guard answer == .value(["accepted": false]),
        let asked = Generation(call), let code = call.string("code")
      else { return answer }
      let past = UInt64(call.integer("past") ?? 0)
      let future = UInt64(
        call.integer("future") ?? call.integer("lookAhead") ?? 0)
      for distance in 0...past + future {
        let counter = asked.counter &- past &+ distance
        guard asked.with({ $0.counter = counter }).code == code else {
          continue
        }
        return .value(["accepted": true, "counter": .string("\(counter)")])
      }
      return answer
    }
  }

  /// Of neighbouring equal codes, the used one blocks the fresh one.
  private static var firstMatchOnly: Mutant {
    Mutant("first-match-only", "only the oldest step with the code is tried") {
      call, core in
      let answer = await core.answer(call)
      guard call.operation == "totp.verify", let after = call.counter("after"),
        let first = matches(of: call).first, first <= after
      else { return answer }
      return .value(["accepted": false])
    }
  }

  private static var oldestMatch: Mutant {
    Mutant("oldest-match", "not the nearest of equal codes is reported") {
      call, core in
      let answer = await core.answer(call)
      guard call.operation == "totp.verify", case .value(let value) = answer,
        value != ["accepted": false], let asked = Generation(call)
      else { return answer }
      let after = call.counter("after")
      let fresh = matches(of: call).first { step in
        after.map { step > $0 } ?? true
      }
      guard let step = fresh else { return answer }
      let drift = Int64(bitPattern: step &- asked.counter)
      return .value([
        "accepted": true, "step": .string("\(step)"),
        "drift": .integer(Int(drift)),
      ])
    }
  }

  /// The steps in the window that have the code, oldest first.
  private static func matches(of call: Call) -> [UInt64] {
    guard let asked = Generation(call), let code = call.string("code"),
      let past = call.integer("past"), let future = call.integer("future")
    else { return [] }
    let first = asked.counter - min(asked.counter, UInt64(past))
    return (first...asked.counter + UInt64(future)).filter { step in
      asked.with { $0.counter = step }.code == code
    }
  }
}

// MARK: - The form of codes

extension Mutant {
  /// What counts as the same code.
  static let codes: [Mutant] = [
    reading("digits-from-input", "the code decides how many digits count") {
      call in
      let code = call.string("code") ?? ""
      guard (6...9).contains(code.count), code.allSatisfy(\.isASCII)
      else { return call }
      return call.with("digits", .integer(code.count))
    },
    reading("numeric-compare", "codes are compared as numbers") { call in
      call.mapping("code") { code in
        guard let number = Int(code), number >= 0 else { return code }
        let text = String(number)
        let digits = call.integer("digits") ?? 0
        let zeros = String(repeating: "0", count: max(0, digits - text.count))
        return zeros + text
      }
    },
    reading("unicode-digits", "digits of any script count") { call in
      call.mapping("code") { code in
        code.map { $0.wholeNumberValue.map(String.init) ?? String($0) }
          .joined()
      }
    },
    reading("rest-ignored", "what follows the digits is ignored") { call in
      call.mapping("code") { String($0.prefix(call.integer("digits") ?? 0)) }
    },
    reading("start-ignored", "only the last digits count") { call in
      call.mapping("code") { String($0.suffix(call.integer("digits") ?? 0)) }
    },
    reading("code-trimmed", "white space around the code is ignored") { call in
      call.mapping("code") { code in
        let rest = code.drop(while: \.isWhitespace)
        return String(
          rest.reversed().drop(while: \.isWhitespace).reversed())
      }
    },
    reading("separators-ignored", "spaces and hyphens in codes are ignored") {
      call in
      call.mapping("code") { code in code.filter { $0 != " " && $0 != "-" } }
    },
  ]

  private static func reading(
    _ name: String, _ flaw: String,
    change: @escaping @Sendable (Call) -> Call
  ) -> Mutant {
    asking(name, flaw, "hotp.verify", "totp.verify", change: change)
  }

  /// What is said about a match.
  static let answers: [Mutant] = [
    answering(
      "drift-sign", "the drift has the wrong sign", "totp.verify"
    ) { _, value in
      guard let drift = value.object?["drift"]?.integer else { return value }
      return value.setting("drift", .integer(-drift))
    },
    answering(
      "next-counter-answered", "the next counter is told, not the match",
      "hotp.verify"
    ) { _, value in
      guard let counter = value.object?["counter"]?.string.flatMap(UInt64.init)
      else { return value }
      return value.setting("counter", .string("\(counter &+ 1)"))
    },
    answering(
      "current-step-answered", "the current step is told, not the match",
      "totp.verify"
    ) { call, value in
      guard value != ["accepted": false], let asked = Generation(call)
      else { return value }
      return value.setting("step", .string("\(asked.counter)"))
    },
  ]
}

extension JSON {
  /// The object with a member replaced.
  func setting(_ name: String, _ value: JSON) -> JSON {
    guard var object else { return self }
    object[name] = value
    return .object(object)
  }
}
