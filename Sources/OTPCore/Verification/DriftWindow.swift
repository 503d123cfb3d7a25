// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// How many time steps around the expected one are tried: the tolerance for
/// transmission delay (RFC 6238 section 5.2) and for clocks that differ
/// (section 6).
///
/// Both sides are counted in steps, not in seconds.
///
/// With a period of X seconds, a window of `past` p and `future` f accepts a
/// code from up to X·(p+1) seconds after its step began, and from up to X·f
/// seconds before: p = 2 at 30 s takes codes 89 seconds old and none of 90.
/// An attacker who guesses has p + 1 + f right answers instead of one.
///
/// The whole window costs about what one code costs: its steps are computed
/// side by side, so a wider one says nothing by its time.
public struct DriftWindow: Hashable, Sendable {
  /// Steps before the expected one: 0 to 50.
  public let past: Int

  /// Steps after the expected one: 0 to 50.
  public let future: Int

  /// A window of `past` steps before and `future` steps after.
  ///
  /// - Throws: ``ParameterError`` for a side outside 0 to 50.
  public init(past: Int, future: Int) throws(ParameterError) {
    for side in [past, future] where !(0...50).contains(side) {
      throw .window(side, limit: 50)
    }
    self.init(checkedPast: past, future: future)
  }

  private init(checkedPast past: Int, future: Int) {
    self.past = past
    self.future = future
  }

  /// One step before and one after: the delay that RFC 6238 section 5.2
  /// recommends at most, and a clock that is a little fast.
  public static let `default` = DriftWindow(checkedPast: 1, future: 1)

  /// The current step alone.
  ///
  /// A code lives for one period at most.
  public static let strict = DriftWindow(checkedPast: 0, future: 0)
}

/// How far from the expected step a resynchronisation looks for the first of
/// its codes (RFC 6238 section 6): wider than a drift window, and bounded.
public struct ResyncWindow: Hashable, Sendable {
  /// Steps before the expected one: 0 to 1,000.
  public let past: Int

  /// Steps after the expected one: 0 to 1,000.
  public let future: Int

  /// A window of `past` steps before and `future` steps after.
  ///
  /// - Throws: ``ParameterError`` for a side outside 0 to 1,000.
  public init(past: Int, future: Int) throws(ParameterError) {
    for side in [past, future]
    where !(0...ResyncWindow.limit).contains(side) {
      throw .window(side, limit: ResyncWindow.limit)
    }
    self.past = past
    self.future = future
  }

  /// The most steps to either side.
  static let limit = 1_000
}
