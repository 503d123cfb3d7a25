// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import OTPCore

@Suite struct NearestMatchTests {
  /// A window, which of its candidates match, and what is used up.
  struct Window {
    let run: CandidateRun
    let matches: [Bool]
    let last: UInt64?
  }

  /// What ``NearestMatch`` says: an index, or a reason.
  static func found(_ window: Window) -> (Int?, Rejection?) {
    var nearest = NearestMatch(
      in: window.run, usedCount: window.run.usedCount(upTo: window.last))
    for start in stride(from: 0, to: window.matches.count, by: 64) {
      let bits = window.matches[start...].prefix(64).enumerated().reduce(
        0 as UInt64
      ) { $0 | ($1.element ? 1 << UInt64($1.offset) : 0) }
      nearest.consider(bits, from: start)
    }
    switch nearest.result() {
    case .match(let index): return (index, nil)
    case .none(let reason): return (nil, reason)
    }
  }

  /// The same with branches: the nearest fresh match, the later of two.
  static func expected(_ window: Window) -> (Int?, Rejection?) {
    let here = window.run.expectedIndex
    let matches = window.matches.indices.filter { window.matches[$0] }
    let fresh = matches.filter { index in
      window.last.map { window.run.first + UInt64(index) > $0 } ?? true
    }
    guard let least = fresh.map({ abs($0 - here) }).min() else {
      return (nil, matches.isEmpty ? .mismatch : .replayed)
    }
    return (fresh.last { abs($0 - here) == least }, nil)
  }

  @Test func nothingConsidered() {
    let run = CandidateRun(around: 10, before: 3, after: 3)
    let none = NearestMatch(in: run, usedCount: 0).result()
    guard case .none(.mismatch) = none else {
      Issue.record("\(none)")
      return
    }
  }

  /// Every pattern of matches in a window of seven, after every step.
  @Test func everySmallWindow() {
    let run = CandidateRun(around: 10, before: 3, after: 3)
    for pattern in 0..<1 << 7 {
      let matches = (0..<7).map { pattern >> $0 & 1 == 1 }
      for last in [nil] + (6...14).map({ UInt64($0) as UInt64? }) {
        let window = Window(run: run, matches: matches, last: last)
        #expect(Self.found(window) == Self.expected(window), "\(window)")
      }
    }
  }

  /// Wide windows with many matches, anywhere in the 64 bits.
  @Test func randomWindows() {
    var random = SeededGenerator(seed: 80)
    for _ in 0..<3_000 {
      let run = CandidateRun(
        around: random.counter(),
        before: random.int(0...random.pick([2, 60, 300])),
        after: random.int(0...random.pick([2, 60, 300])))
      let rarity = random.pick([1, 3, 40])
      let window = Window(
        run: run,
        matches: (0..<run.count).map { _ in random.int(0...rarity) == 0 },
        last: random.int(0...2) == 0
          ? nil : run.first &+ UInt64(random.int(0...run.count)) &- 1)
      #expect(Self.found(window) == Self.expected(window), random.comment)
    }
  }
}
