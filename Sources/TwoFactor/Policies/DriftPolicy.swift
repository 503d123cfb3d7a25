// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// How far an authenticator app's clock may be off (RFC 6238 sections 5.2
/// and 6).
public struct DriftPolicy: Hashable, Sendable {
  /// The steps tried around the expected one.
  public var window: DriftWindow

  /// The most steps of drift that are learned: 0 to 50, 0 for none.
  public var limit: Int

  /// How many steps to either side two consecutive codes are looked for:
  /// 0 to 1,000.
  public var resync: Int

  /// A policy.
  ///
  /// - Throws: ``PolicyError`` for a number out of its range.
  public init(
    window: DriftWindow, limit: Int, resync: Int
  ) throws(PolicyError) {
    self.init(unchecked: window, limit: limit, resync: resync)
    try check()
  }

  private init(unchecked window: DriftWindow, limit: Int, resync: Int) {
    self.window = window
    self.limit = limit
    self.resync = resync
  }

  /// Refuses numbers out of their ranges.
  func check() throws(PolicyError) {
    try PolicyError.require(limit, "DriftPolicy.limit", in: 0...50)
    try PolicyError.require(resync, "DriftPolicy.resync", in: 0...1_000)
  }

  /// One step to either side, up to four learned, two codes within an hour.
  public static let `default` = DriftPolicy(
    unchecked: .default, limit: 4, resync: 120)

  /// The current step alone: a code lives 30 seconds (ASVS 5.0 6.5.5).
  public static let strict = DriftPolicy(
    unchecked: .strict, limit: 0, resync: 0)

  /// How long one code can be accepted, in seconds: what ASVS 5.0 6.5.5 and
  /// NIST SP 800-63B-4 section 3.1.4.2 ask to be stated.
  ///
  /// - Parameter period: The time step in seconds, 1 to 120.
  /// - Throws: ``PolicyError`` for another one.
  public func lifetime(period: Int) throws(PolicyError) -> Int {
    try PolicyError.require(period, "period", in: Account.Bounds.period)
    return (window.past + 1 + window.future) * period
  }

  /// The verifier of a secret under this policy.
  ///
  /// It reads codes as people type them, with spaces and hyphens.
  func verifier(
    of secret: Secret, _ parameters: TOTPParameters
  ) throws(TwoFactorError) -> TOTPVerifier {
    do throws(ParameterError) {
      return try TOTPVerifier(
        secret: secret, algorithm: parameters.algorithm,
        digits: parameters.digits, period: parameters.period, window: window,
        driftLimit: limit, separators: .ignored)
    } catch {
      throw .parameters
    }
  }
}
