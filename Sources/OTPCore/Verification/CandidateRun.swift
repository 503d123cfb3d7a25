// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The counters of a window, from the first to the last: cut off at 0 and at
/// 2^64 − 1, where they would wrap.
struct CandidateRun {
  let first: UInt64

  // Small, because a batch keeps one for each attempt.
  private let storedCount: UInt16
  private let storedIndex: UInt16

  /// The steps of a window around `expected`.
  init(_ window: DriftWindow, around expected: UInt64) {
    self.init(around: expected, before: window.past, after: window.future)
  }

  /// `before` counters before `expected` and `after` counters after it.
  ///
  /// Each must be 0 to 30,000. Callers check their windows against
  /// ``Limits``: 1,000 to either side at most.
  init(around expected: UInt64, before: Int, after: Int) {
    let below = min(UInt64(truncatingIfNeeded: before), expected)
    let above = min(UInt64(truncatingIfNeeded: after), UInt64.max &- expected)
    first = expected &- below
    storedCount = UInt16(truncatingIfNeeded: below &+ above &+ 1)
    storedIndex = UInt16(truncatingIfNeeded: below)
  }

  /// The number of counters: at least one.
  var count: Int { Int(storedCount) }

  /// The place of the expected counter.
  var expectedIndex: Int { Int(storedIndex) }

  /// The counter at `index`, which is below `count`.
  ///
  /// The index is not checked: it may be that of a match, which must not be
  /// branched on.
  func counter(at index: Int) -> UInt64 {
    first &+ UInt64(truncatingIfNeeded: index)
  }

  /// The number of counters at the front that are used up, `last` being the
  /// last one that was used.
  func usedCount(upTo last: UInt64?) -> Int {
    guard let last, last >= first else { return 0 }
    return last - first >= UInt64(count) ? count : Int(last - first) + 1
  }
}
