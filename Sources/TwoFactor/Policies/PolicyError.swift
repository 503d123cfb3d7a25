// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A rule that no service should have: a setting out of its range.
///
/// Policies refuse it when they are made, and a service looks at all its rules
/// again when it is made, because a setting can be changed in between.
public struct PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The type and the setting, such as `SendPolicy.codeLifetime`.
  public let setting: String

  /// What the setting must be.
  public let requirement: String

  /// Both, in a sentence for whoever configures the service.
  public var description: String { "\(setting) must be \(requirement)" }

  /// Refuses a number that is not within a range.
  static func require(
    _ value: Int, _ setting: String, in range: ClosedRange<Int>
  ) throws(PolicyError) {
    guard range.contains(value) else {
      throw PolicyError(
        setting: setting,
        requirement: "from \(range.lowerBound) to \(range.upperBound)")
    }
  }
}

extension TwoFactorConfiguration {
  /// Refuses rules of which one is out of its range.
  ///
  /// - Throws: ``PolicyError``, which names the setting.
  public func check() throws(PolicyError) {
    guard !issuer.isEmpty else {
      throw PolicyError(
        setting: "TwoFactorConfiguration.issuer", requirement: "a name")
    }
    try drift.check()
    try passwordDelay.check()
    try factorDelay.check()
    try sending.check()
    try messageLimits.check()
    try familiar.check()
    try devices.check()
    try secondFactor.check()
    for provider in providers { try provider.check() }
    try passwords.check()
    try totp.check()
    try checkNumbers()
    guard (.zero)...(.seconds(10)) ~= answerStep else {
      throw PolicyError(
        setting: "TwoFactorConfiguration.answerStep",
        requirement: "from 0 to 10 seconds")
    }
  }

  private func checkNumbers() throws(PolicyError) {
    let day = 86_400
    let numbers = [
      ("appLimit", appLimit, Account.Bounds.apps),
      ("backupCodeCount", backupCodeCount, 1...100),
      ("challengeLifetime", challengeLifetime, 30...600),
      ("challengeAttempts", challengeAttempts, 1...100_000),
      ("grantLifetime", grantLifetime, 30...day),
      ("grantReadLifetime", grantReadLifetime, 30...day),
      ("clockTolerance", clockTolerance, 0...3_600),
      ("enrolmentLifetime", enrolmentLifetime, 60...7 * day),
      ("initialPasswordLifetime", initialPasswordLifetime, 60...366 * day),
      ("resetLifetime", resetLifetime, 60...day),
      ("attempts", attempts, 1...10_000),
      ("unknownNameRows", unknownNameRows, 16...65_536),
    ]
    for (name, value, range) in numbers {
      try PolicyError.require(
        value, "TwoFactorConfiguration." + name, in: range)
    }
  }
}

extension TOTPParameters {
  /// Refuses what no verifier takes.
  func check() throws(PolicyError) {
    try PolicyError.require(
      digits, "TOTPParameters.digits", in: Account.Bounds.digits)
    try PolicyError.require(
      period, "TOTPParameters.period", in: Account.Bounds.period)
  }
}
