// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The check of a submitted code, slow and plain, with places where it can be
/// made wrong.
///
/// A verdict in the vectors is computed from it by a test, a wrong one by the
/// diagnosis and by the self-test.
package struct CheckModel: Sendable {
  /// What is asked about codes.
  package let question: CodeQuestion
  /// The counter around which, or from which on, candidates lie.
  var center: UInt64
  /// How many candidates come before and after it.
  var (past, future): (Int, Int)
  /// The last accepted step.
  var after: UInt64?
  /// Whether counters go on at 0 after 2^64 - 1.
  var wraps = false
  /// Whether only the first match counts.
  var triesFirstMatchOnly = false
  /// Whether what was typed is the code of this question.
  var matches: @Sendable (_ typed: String, CodeQuestion) -> Bool

  private let operation: String
  private let codes: [String]

  /// The longest window that is computed.
  private static let limit = 1_100

  /// Reads a call of `hotp.verify`, `totp.verify` or `hotp.resync`; `nil` if
  /// it is another one, or asks for what no answer is due to.
  package init?(_ call: Call) {
    guard Self.operations.contains(call.operation),
      let question = CodeQuestion(call)
    else { return nil }
    self.question = question
    operation = call.operation
    center = question.counter
    past = call.integer("past") ?? 0
    future = call.integer("future") ?? call.integer("lookAhead") ?? 0
    after = call.counter("after")
    codes =
      call.input["codes"]?.array?.compactMap(\.string)
      ?? [call.string("code") ?? ""]
    matches = { Array($0.utf8) == Array($1.code.utf8) }
    let sizes = 0...Self.limit
    guard sizes.contains(past), sizes.contains(future), !codes.isEmpty
    else { return nil }
  }

  /// The operations that it answers.
  static let operations: Set<String> = [
    "hotp.verify", "totp.verify", "hotp.resync",
  ]

  /// The answer.
  package var answer: JSON {
    switch operation {
    case "totp.verify": totpVerify
    default: inOrder
    }
  }
}

// MARK: - Answers

extension CheckModel {
  /// What `hotp.verify` answers with one code, `hotp.resync` with several.
  private var inOrder: JSON {
    let starts = candidates.map(\.counter).filter { isCode(codes[0], of: $0) }
    let tried = triesFirstMatchOnly ? Array(starts.prefix(1)) : starts
    guard let found = tried.first(where: areInOrder) else {
      return ["accepted": false]
    }
    let last = found &+ UInt64(codes.count - 1)
    return ["accepted": true, "counter": .string("\(last)")]
  }

  private func areInOrder(from start: UInt64) -> Bool {
    codes.indices.allSatisfy { index in
      let (counter, overflow) = start.addingReportingOverflow(UInt64(index))
      return (!overflow || wraps) && isCode(codes[index], of: counter)
    }
  }

  private var totpVerify: JSON {
    let matching = candidates.filter { isCode(codes[0], of: $0.counter) }
    let found =
      triesFirstMatchOnly
      ? matching.min { $0.counter < $1.counter }
      : matching.first { !isUsed($0.counter) }
    guard let found, !isUsed(found.counter) else { return ["accepted": false] }
    return [
      "accepted": true, "step": .string("\(found.counter)"),
      "drift": .integer(found.drift),
    ]
  }

  private func isUsed(_ step: UInt64) -> Bool {
    after.map { step <= $0 } ?? false
  }

  private func isCode(_ typed: String, of counter: UInt64) -> Bool {
    matches(typed, question.with { $0.counter = counter })
  }

  /// Whether more than one unused counter has the first code.
  var hasSeveralMatches: Bool {
    candidates.count { isCode(codes[0], of: $0.counter) && !isUsed($0.counter) }
      > 1
  }

  /// The counters to try, the nearest first, and of two equally near ones the
  /// later.
  private var candidates: [(counter: UInt64, drift: Int)] {
    guard -past <= future else { return [] }
    let drifts = (-past...future).sorted {
      ($0.magnitude, -$0) < ($1.magnitude, -$1)
    }
    return drifts.compactMap { drift in
      let amount = UInt64(drift.magnitude)
      let (counter, overflow) =
        drift < 0
        ? center.subtractingReportingOverflow(amount)
        : center.addingReportingOverflow(amount)
      return overflow && !wraps ? nil : (counter, drift)
    }
  }

  /// Whether the very counter that was asked for has the code.
  var isExact: Bool {
    isCode(codes[0], of: center) && !isUsed(center)
  }
}
