// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The candidate of a run that a submitted code matches, found without a
/// branch.
///
/// The match of every candidate is a bit. Which bit is taken is worked out by
/// arithmetic on 64 of them at a time, and one branch is made at the end, on
/// the outcome that the caller learns anyway. So time tells neither which
/// candidate matched nor how many.
///
/// Two candidates of a window can have the same code. Of those that are not
/// used up, the nearest to the expected one is taken, and of two equally near
/// ones the later. A used one never hides a fresh one. The nearest of those up
/// to the expected one is the last that matches, and of those after it the
/// first: so only two places are kept, and compared once.
struct NearestMatch {
  /// The place of the expected candidate in its run.
  private let expected: Int

  /// How many candidates at the front of the run are used up.
  private let usedCount: Int

  private var used: UInt32 = 0
  private var earlier = Place()
  private var later = Place()

  /// A place in the run, if the mask is all ones.
  private struct Place {
    var mask: UInt32 = 0
    var index: UInt32 = 0
  }

  /// No match yet in `run`, of which the counters up to `last` are used up.
  @inline(__always)
  init(in run: CandidateRun, after last: UInt64?) {
    expected = run.expectedIndex
    usedCount = run.usedCount(upTo: last)
  }

  /// Considers 64 candidates; they are to come in order.
  ///
  /// - Parameters:
  ///   - matches: A bit for each candidate, 1 if it is what was submitted; the
  ///     lowest stands for the first.
  ///   - first: The place of the first in the run. Which candidates are used
  ///     up, and on which side of the expected one they are, is public, unlike
  ///     their matches.
  @inline(__always)
  mutating func consider(_ matches: UInt64, from first: Int) {
    let usedUp = Self.bits(below: usedCount &- first)
    let upToExpected = Self.bits(below: expected &- first &+ 1)
    let early = matches & ~usedUp & upToExpected
    let late = matches & ~usedUp & ~upToExpected
    let start = UInt32(truncatingIfNeeded: first)
    let (anyEarly, anyLate) = (Self.mask(any: early), Self.mask(any: late))
    used |= Self.mask(any: matches & usedUp)
    earlier.index = ConstantTime.select(
      anyEarly, start &+ Self.highest(early), earlier.index)
    earlier.mask |= anyEarly
    later.index = ConstantTime.select(
      anyLate & ~later.mask, start &+ Self.lowest(late), later.index)
    later.mask |= anyLate
  }

  /// The outcome: the index of the candidate taken, or why there is none.
  @inline(__always)
  func result() -> Result {
    let middle = UInt32(truncatingIfNeeded: expected)
    let before = middle &- earlier.index
    let behind = later.index &- middle
    let isNearer = ConstantTime.mask(behind, below: before &+ 1)
    let takesLater = later.mask & (isNearer | ~earlier.mask)
    if ConstantTime.decide(earlier.mask | later.mask) {
      let index = ConstantTime.select(takesLater, later.index, earlier.index)
      return .match(index: Int(truncatingIfNeeded: index))
    }
    return .none(ConstantTime.decide(used) ? .replayed : .mismatch)
  }

  /// What was found.
  enum Result {
    case match(index: Int)
    case none(Rejection)
  }
}

// MARK: - Bits

extension NearestMatch {
  /// The lowest `count` bits; `count` is public, and any number.
  private static func bits(below count: Int) -> UInt64 {
    count <= 0 ? 0 : count >= 64 ? .max : (1 << UInt64(count)) &- 1
  }

  /// All ones if a bit is set, else zero.
  private static func mask(any bits: UInt64) -> UInt32 {
    ~ConstantTime.mask(
      zero: UInt32(truncatingIfNeeded: bits | bits >> 32))
  }

  /// The place of the lowest bit that is set; 63 if there is none, so that
  /// the search always finds one and has nothing to branch on.
  private static func lowest(_ bits: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: (bits | 1 << 63).trailingZeroBitCount)
  }

  /// The place of the highest bit that is set; 0 if there is none.
  private static func highest(_ bits: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: 63 &- (bits | 1).leadingZeroBitCount)
  }
}
