// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@testable import OCRA

struct OCRASearchTests {
  private func message(
    _ inputs: String, counter: UInt64? = nil, time: UnixTime? = nil
  ) throws -> OCRAMessage {
    let input = OCRAInput(
      question: OCRAQuestion("12345678"), counter: counter, time: time)
    return try OCRAMessage(
      input, OCRASuite("OCRA-1:HOTP-SHA1-6:" + inputs))
  }

  @Test func comesToTheBestCandidateLast() throws {
    let both = try message("C-QN08-T1M", counter: 7, time: 600)
    let window = try DriftWindow(past: 2, future: 1)
    let candidates = both.candidates(1, window, after: nil)
    #expect(
      candidates.map { [$0.counterOffset, $0.stepOffset] } == [
        [1, -2], [1, 1], [1, -1], [1, 0], [0, -2], [0, 1], [0, -1], [0, 0],
      ])
    let neither = try message("QN08").candidates(50, window, after: 3)
    #expect(neither.map(\.stepOffset) == [0])
    #expect(neither.map(\.isUsed) == [false])
  }

  @Test func cutsTheStepsAtTheEpoch() throws {
    let early = try message("QN08-T1M", time: 70)
    let window = try DriftWindow(past: 50, future: 50)
    let steps = early.candidates(0, window, after: nil).compactMap {
      $0.step(of: early)
    }
    #expect(steps.sorted() == Array(0...51))
    #expect(steps.last == 1)
  }

  /// Any candidates match: the verdict is what a loop with branches finds.
  @Test func findsWhatALoopFinds() throws {
    var random = SeededGenerator(seed: 71)
    for _ in 0..<2_000 {
      let message = try message(
        "C-QN08-T1M", counter: .max - 1,
        time: UnixTime(.random(in: 0...600, using: &random)))
      let window = try DriftWindow(
        past: .random(in: 0...6, using: &random),
        future: .random(in: 0...6, using: &random))
      let last: UInt64? =
        .random(using: &random) ? .random(in: 0...12, using: &random) : nil
      let candidates = message.candidates(
        .random(in: 0...4, using: &random), window, after: last)
      var search = OCRASearch()
      var expected = Verdict<OCRAResponder.Match>.rejected(.mismatch)
      for candidate in candidates {
        let matches = Int.random(in: 0..<6, using: &random) == 0
        search.consider(candidate, mask: matches ? .max : 0)
        guard matches else { continue }
        let step = candidate.step(of: message)
        if let last, let step, step <= last {
          if !expected.isAccepted { expected = .rejected(.replayed) }
        } else {
          expected = .accepted(
            OCRAResponder.Match(
              counter: candidate.counter(of: message), step: step))
        }
      }
      #expect(search.verdict(for: message) == expected, random.comment)
    }
  }
}
