// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A known mistake in checking a code.
package struct CheckMistake: Sendable {
  /// Its name and what to say about it.
  package let cause: Cause
  /// Makes a right check wrong.
  private let change: @Sendable (inout CheckModel) -> Void

  private init(
    _ name: String, _ flaw: String, instead remedy: String,
    _ clause: SpecReference,
    change: @escaping @Sendable (inout CheckModel) -> Void
  ) {
    cause = Cause(name, flaw, instead: remedy, clause: clause)
    self.change = change
  }

  /// The answer to which the mistake leads.
  package func answer(_ model: CheckModel) -> JSON {
    var model = model
    change(&model)
    return model.answer
  }

  /// All of them.
  package static let all = readings + windows

  /// What counts as the same code.
  private static let readings: [CheckMistake] = [
    reading(
      "digits-from-input",
      "the number of digits was taken from the submitted code",
      instead: "take it from the configuration"
    ) { typed, question in
      guard (1...10).contains(typed.utf8.count) else { return false }
      return question.with { $0.digits = typed.utf8.count }.code == typed
    },
    reading(
      "octal-code", "a code that starts with 0 was read as an octal number",
      instead: "compare text"
    ) { typed, question in
      guard typed.utf8.count == question.digits, typed.hasPrefix("0")
      else { return typed == question.code }
      return Int(typed, radix: 8) == Int(question.code)
    },
    reading(
      "numeric-compare", "codes were compared as numbers",
      instead: "compare text of exactly the configured length"
    ) { typed, question in
      typed.number.map { $0 == UInt64(question.code) } ?? false
    },
    reading(
      "unicode-digits",
      "characters other than ASCII 0 to 9 were read as digits",
      instead: "refuse them"
    ) { typed, question in
      typed.asciiDigits == question.code
    },
    reading(
      "rest-ignored", "what follows the expected number of digits was ignored",
      instead: "refuse a code of any other length"
    ) { typed, question in
      typed.unicodeScalars.starts(with: question.code.unicodeScalars)
    },
  ]

  private static func reading(
    _ name: String, _ flaw: String, instead remedy: String,
    matches: @escaping @Sendable (String, CodeQuestion) -> Bool
  ) -> CheckMistake {
    CheckMistake(
      name, flaw, instead: remedy, .section("rfc4226", "7.2")
    ) { $0.matches = matches }
  }

  /// Which counters are tried.
  private static let windows: [CheckMistake] = [
    window(
      "window-past-short", "the oldest step of the window was left out",
      instead: "both ends of the window belong to it"
    ) { $0.past = max(0, $0.past - 1) },
    window(
      "window-past-long", "the window reached one step too far back",
      instead: "end it where it was asked to end"
    ) { $0.past += 1 },
    window(
      "window-future-short", "the last candidate of the window was left out",
      instead: "both ends of the window belong to it"
    ) { $0.future = max(0, $0.future - 1) },
    window(
      "window-future-long", "the window reached one candidate too far ahead",
      instead: "end it where it was asked to end"
    ) { $0.future += 1 },
    window(
      "replay-accepted", "a used step was accepted again",
      instead: "ignore every step that is not later than the last accepted one"
    ) { $0.after = nil },
    window(
      "look-back", "a counter below the expected one was accepted",
      instead: "look ahead only"
    ) { $0.past = max($0.future, 1) },
    window(
      "wrap-at-edge", "the window went on at the other end of the counters",
      instead: "cut it off there"
    ) { $0.wraps = true },
    window(
      "first-match-only",
      "only the first match was looked at, and it could not be used",
      instead: "look at every candidate and take one that can"
    ) { $0.triesFirstMatchOnly = true },
  ]

  private static func window(
    _ name: String, _ flaw: String, instead remedy: String,
    change: @escaping @Sendable (inout CheckModel) -> Void
  ) -> CheckMistake {
    let clause: SpecReference =
      ["look-back", "wrap-at-edge"].contains(name)
      ? .section("rfc4226", "7.2") : .section("rfc6238", "5.2")
    return CheckMistake(
      name, flaw, instead: remedy, clause, change: change)
  }
}

extension String {
  /// The number that lenient parsers read: with spaces around it, a sign
  /// before it, and underscores in it.
  fileprivate var number: UInt64? {
    let inner = drop { $0.isWhitespace }.reversed()
      .drop { $0.isWhitespace }.reversed().filter { $0 != "_" }
    return UInt64(String(inner))
  }

  /// The text with every character that Unicode calls a digit in ASCII.
  fileprivate var asciiDigits: String {
    unicodeScalars.reduce(into: "") { result, scalar in
      if let value = scalar.properties.numericValue,
        scalar.properties.numericType != .numeric
      {
        result += "\(Int(value))"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
}
