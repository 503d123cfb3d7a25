// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPCore

@Suite struct CandidateRunTests {
  @Test(
    arguments: [
      (100, 3, 5, 97, 9), (0, 0, 0, 0, 1), (0, 50, 50, 0, 51), (1, 2, 0, 0, 2),
      (.max, 50, 50, .max - 50, 51), (.max, 0, 1_000, .max, 1),
      (.max - 1, 0, 1_000, .max - 1, 2), (.max - 3, 1, 3, .max - 4, 5),
      (500, 1_000, 1_000, 0, 1_501),
    ] as [(UInt64, Int, Int, UInt64, Int)])
  func cutOffAtTheEdges(
    expected: UInt64, before: Int, after: Int, first: UInt64, count: Int
  ) {
    let run = CandidateRun(around: expected, before: before, after: after)
    #expect(run.first == first)
    #expect(run.count == count)
    for index in 0..<count {
      let counter = run.counter(at: index)
      #expect(counter == first + UInt64(index))
    }
    #expect(run.counter(at: run.expectedIndex) == expected)
  }

  /// How many candidates at the front are used up, by the last one used.
  @Test(
    arguments: [
      (nil, 0), (0, 0), (96, 0), (97, 1), (100, 4), (104, 8), (105, 9),
      (106, 9), (.max, 9),
    ] as [(UInt64?, Int)])
  func usedUp(last: UInt64?, count: Int) {
    let run = CandidateRun(around: 100, before: 3, after: 5)
    #expect(run.usedCount(upTo: last) == count)
  }
}
