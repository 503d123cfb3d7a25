// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The candidate that a submitted code matches, found without a branch.
///
/// Every candidate is considered; what is known of the matches is carried
/// along in masks, and one branch is made at the end, on the outcome that the
/// caller learns anyway. So time tells neither which candidate matched nor
/// how many.
///
/// Two candidates of a window can have the same code. Of those that are not
/// used up, the nearest to the expected one is taken, and of two equally near
/// ones the later. A used one never hides a fresh one.
struct NearestMatch {
  private var found: UInt32 = 0
  private var used: UInt32 = 0
  private var index: UInt32 = 0
  private var distance: UInt32 = 0x7fff_fffe

  /// Considers the candidate at `index`.
  ///
  /// - Parameters:
  ///   - match: All ones if its code is the one submitted, else zero.
  ///   - index: Its place in the run.
  ///   - distance: How far it is from the expected one; below 2^31 - 2.
  ///   - isFresh: Whether it is not used up yet: public, unlike the rest.
  @inline(__always)
  mutating func consider(
    _ match: UInt32, index: Int, distance: UInt32, isFresh: Bool
  ) {
    let fresh: UInt32 = isFresh ? .max : 0
    let nearer = ConstantTime.mask(distance, below: self.distance &+ 1)
    let taken = match & fresh & nearer
    found |= match & fresh
    used |= match & ~fresh
    self.index = ConstantTime.select(
      taken, UInt32(truncatingIfNeeded: index), self.index)
    self.distance = ConstantTime.select(taken, distance, self.distance)
  }

  /// The outcome: the index of the candidate taken, or why there is none.
  func result() -> Result {
    if found != 0 { return .match(index: Int(index)) }
    return .none(used != 0 ? .replayed : .mismatch)
  }

  /// What was found.
  enum Result {
    case match(index: Int)
    case none(Rejection)
  }
}
