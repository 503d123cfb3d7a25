// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The candidate of a run that a submitted code matches, found without a
/// branch.
///
/// Each candidate has a bit, 1 for a match. Arithmetic on 64 bits at a time
/// selects one of them, and the only branch is on the outcome, which the caller
/// learns anyway. So time tells neither which candidate matched nor how many.
///
/// Several candidates of a window can have the same code. The nearest unused one
/// to the expected candidate is taken, and of two equally near ones the later.
/// Two distances decide it: that of the last unused match up to the expected
/// candidate, and that of the first one after it.
struct NearestMatch {
  /// The place of the expected candidate in its run.
  private let expected: Int

  /// The number of used candidates at the front of the run.
  private let usedCount: Int

  /// The matches of used candidates.
  private var used: UInt64 = 0

  /// The distance of the nearest match up to the expected candidate, and of the
  /// nearest one after it.
  private var before = NearestMatch.none
  private var after = NearestMatch.none

  /// The distance that means "no match".
  private static let none: UInt32 = 0x7fff_ffff

  /// No match yet in `run`, of which the first `usedCount` counters are used
  /// up.
  @inline(__always)
  init(in run: CandidateRun, usedCount: Int) {
    expected = run.expectedIndex
    self.usedCount = usedCount
  }

  /// Considers 64 candidates; calls must follow the order of the run.
  ///
  /// - Parameters:
  ///   - matches: A bit for each candidate, 1 for a match; the lowest bit
  ///     belongs to the first candidate.
  ///   - first: The index of the first candidate in the run. It is public, like
  ///     ``usedCount`` and ``expected``; the matches are secret.
  @inline(__always)
  mutating func consider(_ matches: UInt64, from first: Int) {
    let usedUp = Self.bits(below: usedCount &- first)
    used |= matches & usedUp
    let fresh = matches & ~usedUp
    let place = expected &- first
    if place >= 0 {
      // Shift the expected candidate to the top bit, or the last of the 64 if
      // the expected one comes later.
      let top = min(place, 63)
      let early = fresh << UInt64(truncatingIfNeeded: 63 &- top)
      // With the lowest bit set there is always one to find, and no branch.
      let zeros = (early | 1).leadingZeroBitCount
      let distance = UInt32(truncatingIfNeeded: place &- top &+ zeros)
      before = ConstantTime.select(Self.mask(any: early), distance, before)
    }
    if place < 63 {
      // Shift the candidate after the expected one to the bottom bit, or the
      // first of the 64 if the expected one came earlier.
      let bottom = max(place &+ 1, 0)
      let late = fresh >> UInt64(truncatingIfNeeded: bottom)
      let zeros = (late | 1 << 63).trailingZeroBitCount
      let distance = UInt32(truncatingIfNeeded: bottom &- place &+ zeros)
      let isFirst = ConstantTime.mask(equal: after, Self.none)
      after = ConstantTime.select(
        Self.mask(any: late) & isFirst, distance, after)
    }
  }

  /// The outcome: the index of the candidate taken, or why there is none.
  @inline(__always)
  func result() -> Result {
    let takesEarlier = ConstantTime.mask(before, below: after)
    let distance = ConstantTime.select(takesEarlier, before, after)
    if ConstantTime.decide(distance ^ Self.none) {
      // The distance, or its negation if the match is before the expected
      // candidate.
      let offset = (distance ^ takesEarlier) &- takesEarlier
      let index = UInt32(truncatingIfNeeded: expected) &+ offset
      return .match(index: Int(truncatingIfNeeded: index))
    }
    let anyUsed = ConstantTime.decide(Self.mask(any: used))
    return .none(anyUsed ? .replayed : .mismatch)
  }

  /// The outcome of a search.
  enum Result {
    case match(index: Int)
    case none(Rejection)
  }
}

// MARK: - Bits

extension NearestMatch {
  /// The lowest `count` bits; `count` is public and can be any number.
  private static func bits(below count: Int) -> UInt64 {
    count <= 0 ? 0 : count >= 64 ? .max : (1 << UInt64(count)) &- 1
  }

  /// All ones if a bit is set, else zero.
  private static func mask(any bits: UInt64) -> UInt32 {
    ~ConstantTime.mask(
      zero: UInt32(truncatingIfNeeded: bits | bits >> 32))
  }
}
