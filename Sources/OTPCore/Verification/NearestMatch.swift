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
/// ones the later. A used one never hides a fresh one. So two distances are
/// kept, and compared once: that of the last match up to the expected
/// candidate, and that of the first match after it.
struct NearestMatch {
  /// The place of the expected candidate in its run.
  private let expected: Int

  /// How many candidates at the front of the run are used up.
  private let usedCount: Int

  /// Has a bit set if a used candidate matches.
  private var used: UInt64 = 0

  /// How far before the expected candidate the nearest match is, and how far
  /// behind it.
  private var before = NearestMatch.none
  private var behind = NearestMatch.none

  /// A distance that no match has.
  private static let none: UInt32 = 0x7fff_ffff

  /// No match yet in `run`, of which the first `usedCount` counters are used
  /// up.
  @inline(__always)
  init(in run: CandidateRun, usedCount: Int) {
    expected = run.expectedIndex
    self.usedCount = usedCount
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
    used |= matches & usedUp
    let fresh = matches & ~usedUp
    let place = expected &- first
    if place >= 0 {
      // The expected candidate, or the last if that is before it, on top.
      let top = min(place, 63)
      let early = fresh << UInt64(truncatingIfNeeded: 63 &- top)
      // The search always finds a bit and has nothing to branch on.
      let zeros = (early | 1).leadingZeroBitCount
      let distance = UInt32(truncatingIfNeeded: place &- top &+ zeros)
      before = ConstantTime.select(Self.mask(any: early), distance, before)
    }
    if place < 63 {
      // The next after the expected one, or the first, at the bottom.
      let bottom = max(place &+ 1, 0)
      let late = fresh >> UInt64(truncatingIfNeeded: bottom)
      let zeros = (late | 1 << 63).trailingZeroBitCount
      let distance = UInt32(truncatingIfNeeded: bottom &- place &+ zeros)
      let isFirst = ConstantTime.mask(equal: behind, Self.none)
      behind = ConstantTime.select(
        Self.mask(any: late) & isFirst, distance, behind)
    }
  }

  /// The outcome: the index of the candidate taken, or why there is none.
  @inline(__always)
  func result() -> Result {
    let takesEarlier = ConstantTime.mask(before, below: behind)
    let distance = ConstantTime.select(takesEarlier, before, behind)
    if ConstantTime.decide(distance ^ Self.none) {
      // The distance, or its negation; the high half of the index is public.
      let offset = (distance ^ takesEarlier) &- takesEarlier
      let index = UInt32(truncatingIfNeeded: expected) &+ offset
      return .match(index: Int(truncatingIfNeeded: index))
    }
    let anyUsed = ConstantTime.decide(Self.mask(any: used))
    return .none(anyUsed ? .replayed : .mismatch)
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
}
