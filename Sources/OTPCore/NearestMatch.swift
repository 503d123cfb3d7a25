// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The candidate of a run that a submitted code matches, found without a
/// branch.
///
/// Every candidate is considered, in order; what is known of the matches is
/// carried along in masks, and one branch is made at the end, on the outcome
/// that the caller learns anyway. So time tells neither which candidate
/// matched nor how many.
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
  init(in run: CandidateRun, after last: UInt64?) {
    expected = run.expectedIndex
    usedCount = run.usedCount(upTo: last)
  }

  /// Considers the candidate at `index`.
  ///
  /// They are to come in order.
  ///
  /// - Parameters:
  ///   - match: All ones if it is what was submitted, else zero.
  ///   - index: Its place in the run. Which side of the expected one it is on,
  ///     and whether it is used up, is public, unlike the match.
  @inline(__always)
  mutating func consider(match: UInt32, at index: Int) {
    let place = UInt32(truncatingIfNeeded: index)
    if index < usedCount {
      used |= match
    } else if index <= expected {
      earlier.index = ConstantTime.select(match, place, earlier.index)
      earlier.mask |= match
    } else {
      later.index |= place & match & ~later.mask
      later.mask |= match
    }
  }

  /// The outcome: the index of the candidate taken, or why there is none.
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
