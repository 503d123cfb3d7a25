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

  /// Considers the candidate at `index` of `run`.
  ///
  /// - Parameters:
  ///   - match: All ones if it is what was submitted, else zero.
  ///   - index: Its place in the run.
  ///   - run: The candidates.
  ///   - last: The last counter that is used up: public, unlike the match.
  @inline(__always)
  mutating func consider(
    match: UInt32, at index: Int, of run: CandidateRun, after last: UInt64?
  ) {
    let distance = run.distance(at: index)
    let fresh: UInt32 = run.isFresh(index, after: last) ? .max : 0
    let nearer = ConstantTime.mask(distance, below: self.distance &+ 1)
    let taken = match & fresh & nearer
    found |= match & fresh
    used |= match & ~fresh
    self.index = ConstantTime.select(
      taken, UInt32(truncatingIfNeeded: index), self.index)
    self.distance = ConstantTime.select(taken, distance, self.distance)
  }

  /// Considers the candidate at `index` of `run`, whose code is `candidate`.
  @inline(__always)
  mutating func consider(
    _ candidate: UInt32, _ code: OneTimeCode, at index: Int,
    of run: CandidateRun, after last: UInt64?
  ) {
    consider(
      match: ConstantTime.mask(equal: candidate, code.value), at: index,
      of: run, after: last)
  }

  /// The outcome: the index of the candidate taken, or why there is none.
  func result() -> Result {
    if ConstantTime.decide(found) {
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
