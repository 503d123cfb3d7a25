// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

// Mutants that check codes wrongly and keep nothing.

extension Mutant {
  /// Windows.
  static let windows: [Mutant] = [
    asking("look-ahead-long", "one counter too many", "hotp.verify") {
      $0.adding(1, to: "lookAhead")
    },
    asking("look-ahead-short", "one counter too few", "hotp.verify") {
      $0.adding(-1, to: "lookAhead")
    },
    asking(
      "replay-of-last", "the last accepted step itself is accepted",
      "totp.verify"
    ) { call in
      guard let after = call.counter("after") else { return call }
      return call.with("after", after == 0 ? nil : .string("\(after - 1)"))
    },
    oldestMatch,
  ]

  private static var oldestMatch: Mutant {
    Mutant("oldest-match", "not the nearest of equal codes is reported") {
      call, core in
      let answer = await core.answer(call)
      guard call.operation == "totp.verify", case .value(let value) = answer,
        value != ["accepted": false], let asked = CodeQuestion(call)
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
    guard let asked = CodeQuestion(call), let code = call.string("code"),
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
      guard value != ["accepted": false], let asked = CodeQuestion(call)
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
