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

  /// `before` counters before `expected` and `after` counters after it.
  ///
  /// Each is 0 to 30,000, which callers see to: the widest window that they
  /// let through is ``ResyncWindow``'s, of 1,000 to either side.
  init(around expected: UInt64, before: Int, after: Int) {
    let below = min(UInt64(truncatingIfNeeded: before), expected)
    let above = min(UInt64(truncatingIfNeeded: after), UInt64.max &- expected)
    first = expected &- below
    storedCount = UInt16(truncatingIfNeeded: below &+ above &+ 1)
    storedIndex = UInt16(truncatingIfNeeded: below)
  }

  /// How many counters there are: at least one.
  var count: Int { Int(storedCount) }

  /// The place of the expected counter, which is wanted most.
  var expectedIndex: Int { Int(storedIndex) }

  /// The counter at `index`, which is below `count`.
  ///
  /// Unchecked, because a check of the index that matched is a branch on it.
  func counter(at index: Int) -> UInt64 {
    first &+ UInt64(truncatingIfNeeded: index)
  }

  /// How many counters, from the first on, are not after `last`, the last one
  /// that was used.
  func usedCount(upTo last: UInt64?) -> Int {
    guard let last, last >= first else { return 0 }
    return last - first >= UInt64(count) ? count : Int(last - first) + 1
  }
}
