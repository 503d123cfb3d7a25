// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

@testable import OTPConformance

/// Verification, slow and plain, with the known mistakes made on purpose.
struct VerifyModel {
  let question: Question
  /// The mistake to make, if any.
  let cause: String?

  private var input: JSONObject { question.input }

  private func number(_ name: String) -> Int { input[name]?.integer ?? 0 }

  /// The answer of `hotp.verify`.
  func hotpVerify() -> JSON {
    let code = input["code"]?.string ?? ""
    let found = candidates(past: 0, future: number("lookAhead"))
      .first { matches(code, $0.counter) }
    guard let found else { return ["accepted": false] }
    return ["accepted": true, "counter": .string("\(found.counter)")]
  }

  /// The answer of `totp.verify`.
  func totpVerify() -> JSON {
    let code = input["code"]?.string ?? ""
    let after = input["after"]?.string.flatMap { UInt64($0) }
    func isUsed(_ step: UInt64) -> Bool {
      cause != "replay-accepted" && after.map { step <= $0 } ?? false
    }
    let matching = candidates(past: number("past"), future: number("future"))
      .filter { matches(code, $0.counter) }
    let found =
      cause == "first-match-only"
      ? matching.min { $0.counter < $1.counter }
      : matching.first { !isUsed($0.counter) }
    guard let found, !isUsed(found.counter) else { return ["accepted": false] }
    return [
      "accepted": true, "step": .string("\(found.counter)"),
      "drift": .integer(found.drift),
    ]
  }

  /// The answer of `hotp.resync`.
  func hotpResync() -> JSON {
    let codes = input["codes"]?.array?.compactMap(\.string) ?? []
    func follows(_ start: UInt64) -> Bool {
      codes.indices.allSatisfy { index in
        let (counter, overflow) = start.addingReportingOverflow(UInt64(index))
        return (!overflow || cause == "wrap-at-edge")
          && matches(codes[index], counter)
      }
    }
    let starts = candidates(past: 0, future: number("lookAhead"))
      .filter { matches(codes[0], $0.counter) }
    let found =
      cause == "first-match-only"
      ? starts.prefix(1).first { follows($0.counter) }
      : starts.first { follows($0.counter) }
    guard let found else { return ["accepted": false] }
    let last = found.counter &+ UInt64(codes.count - 1)
    return ["accepted": true, "counter": .string("\(last)")]
  }
}

// MARK: - Windows

extension VerifyModel {
  /// The counters to try, the nearest first.
  private func candidates(
    past: Int, future: Int
  ) -> [(counter: UInt64, drift: Int)] {
    var (past, future) = (past, future)
    switch cause {
    case "window-past-short": past -= 1
    case "window-past-long": past += 1
    case "window-future-short": future -= 1
    case "window-future-long": future += 1
    case "look-back": past = max(future, 1)
    default: break
    }
    guard -past <= future else { return [] }
    let drifts = (-past...future).sorted {
      ($0.magnitude, $0) < ($1.magnitude, $1)
    }
    return drifts.compactMap { drift in
      let amount = UInt64(drift.magnitude)
      let (counter, overflow) =
        drift < 0
        ? question.counter.subtractingReportingOverflow(amount)
        : question.counter.addingReportingOverflow(amount)
      guard !overflow || cause == "wrap-at-edge" else { return nil }
      return (counter, drift)
    }
  }
}

// MARK: - Comparison

extension VerifyModel {
  private func matches(_ typed: String, _ counter: UInt64) -> Bool {
    let code = question.code(of: counter)
    switch cause {
    case "numeric-compare":
      return Self.number(typed).map { $0 == UInt64(code) } ?? false
    case "unicode-digits":
      return Self.asciiDigits(typed) == code
    case "rest-ignored":
      return typed.unicodeScalars.starts(with: code.unicodeScalars)
    case "digits-from-input":
      guard (1...10).contains(typed.utf8.count) else { return false }
      var question = question
      question.digits = typed.utf8.count
      return question.code(of: counter) == typed
    default: return Array(typed.utf8) == Array(code.utf8)
    }
  }

  /// A number as lenient parsers read it: with spaces around it, a sign
  /// before it, and underscores in it.
  private static func number(_ text: String) -> UInt64? {
    let inner = text.drop { $0.isWhitespace }.reversed()
      .drop { $0.isWhitespace }.reversed().filter { $0 != "_" }
    return UInt64(String(inner))
  }

  /// The text with every character that Unicode calls a digit in ASCII.
  private static func asciiDigits(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
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
