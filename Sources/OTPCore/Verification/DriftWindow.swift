// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The time steps around the expected one that a verifier tries: its tolerance
/// for transmission delay (RFC 6238 section 5.2) and for clocks that differ
/// (section 6).
///
/// Both sides are counted in steps, not in seconds.
///
/// With a period of X seconds, a window of `past` p and `future` f accepts a
/// code from up to X·(p+1) seconds after its step began, and from up to X·f
/// seconds before: p = 2 at 30 s takes codes 89 seconds old and none of 90.
/// An attacker who guesses has p + 1 + f right answers instead of one.
///
/// The steps of a window are computed side by side, so a whole window costs
/// little more than one code. The time of a check tells nothing about the step
/// that matched.
public struct DriftWindow: Hashable, Sendable {
  /// Steps before the expected one: 0 to 50.
  public let past: Int

  /// Steps after the expected one: 0 to 50.
  public let future: Int

  /// A window of `past` steps before and `future` steps after.
  ///
  /// - Throws: ``ParameterError`` for a side outside 0 to 50.
  public init(past: Int, future: Int) throws(ParameterError) {
    try Limits.check(window: past, Limits.window)
    try Limits.check(window: future, Limits.window)
    self.init(checkedPast: past, future: future)
  }

  private init(checkedPast past: Int, future: Int) {
    self.past = past
    self.future = future
  }

  /// One step before, the longest delay that RFC 6238 section 5.2 recommends,
  /// and one step after, for a clock that is a little fast.
  public static let `default` = DriftWindow(checkedPast: 1, future: 1)

  /// The current step alone.
  ///
  /// A code is accepted for one period at most.
  public static let strict = DriftWindow(checkedPast: 0, future: 0)
}

/// The time steps around the expected one in which a resynchronisation looks
/// for its first code (RFC 6238 section 6): more than in a drift window, and
/// bounded.
public struct ResyncWindow: Hashable, Sendable {
  /// Steps before the expected one: 0 to 1,000.
  public let past: Int

  /// Steps after the expected one: 0 to 1,000.
  public let future: Int

  /// A window of `past` steps before and `future` steps after.
  ///
  /// - Throws: ``ParameterError`` for a side outside 0 to 1,000.
  public init(past: Int, future: Int) throws(ParameterError) {
    try Limits.check(window: past, Limits.resynchronization)
    try Limits.check(window: future, Limits.resynchronization)
    self.past = past
    self.future = future
  }
}
