// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// Whether everybody needs a second factor.
public enum SecondFactorPolicy: Hashable, Sendable {
  /// Each person decides.
  case optional

  /// Everybody needs one, from `since` on; who has none yet has `grace`
  /// seconds, counted from then or from the account's creation.
  case required(since: UnixTime, grace: Int)

  /// Everybody, at the next sign-in.
  public static let required = SecondFactorPolicy.required(since: 0, grace: 0)

  /// Refuses a grace out of its range.
  func check() throws(PolicyError) {
    guard case .required(_, let grace) = self else { return }
    try PolicyError.require(
      grace, "SecondFactorPolicy.required.grace", in: 0...366 * 86_400)
  }

  /// Whether a last factor may not be removed.
  var keepsLastFactor: Bool { self != .optional }

  /// What a session without a second factor must be told.
  enum Demand: Equatable {
    case none
    /// It may go on, and has until then.
    case until(UnixTime)
    /// It can do nothing but enrol.
    case now
  }

  func demand(of account: Account.State, at now: UnixTime) -> Demand {
    guard case .required(let since, let grace) = self else { return .none }
    let end = max(since, account.createdAt).advanced(by: max(0, grace))
    return now < end ? .until(end) : .now
  }
}
