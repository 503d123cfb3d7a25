// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The counters of a window, from the first to the last: cut off at 0 and at
/// 2^64 − 1, where they would wrap.
struct CandidateRun {
  let first: UInt64
  let count: Int

  /// The counter that is wanted most.
  let expected: UInt64

  /// `before` counters before `expected` and `after` counters after it.
  init(around expected: UInt64, before: Int, after: Int) {
    let below = min(UInt64(before), expected)
    let above = min(UInt64(after), UInt64.max - expected)
    first = expected - below
    count = Int(below + above) + 1
    self.expected = expected
  }

  /// The counter at `index`, which is below `count`.
  ///
  /// Unchecked, because a check of the index that matched is a branch on it.
  func counter(at index: Int) -> UInt64 {
    first &+ UInt64(truncatingIfNeeded: index)
  }

  /// The place of the expected counter.
  var expectedIndex: Int { Int(truncatingIfNeeded: expected &- first) }

  /// How many counters, from the first on, are not after `last`, the last one
  /// that was used.
  func usedCount(upTo last: UInt64?) -> Int {
    guard let last, last >= first else { return 0 }
    return last - first >= UInt64(count) ? count : Int(last - first) + 1
  }
}
