// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// How long to wait after failed attempts: the wait doubles with each one
/// (RFC 4226 section 7.3, NIST SP 800-63B-4 section 3.2.2).
///
/// Nobody sleeps: an attempt that comes too early is refused unseen, with the
/// seconds to wait. The count is part of the account's stored state, so it
/// holds across sessions and servers (RFC 4226 section 7.3).
public struct DelayPolicy: Hashable, Sendable {
  /// Failures in a row without a wait: 0 to 100,000.
  public var free: Int

  /// The first wait in seconds: 0 to a day.
  public var first: Int

  /// The longest wait in seconds: 0 to a year.
  public var longest: Int

  /// Failures in a row after which the authenticator is of no more use until
  /// it is bound again (NIST SP 800-63B-4 section 3.2.2: 100 at most); `nil`
  /// for never.
  ///
  /// ASVS 5.0 6.1.1 asks that nobody can lock another person out, so `nil` is
  /// the default and NIST's figure a profile; see
  /// ``TwoFactorConfiguration/nist(issuer:)``.
  public var disableAfter: Int?

  /// A policy.
  ///
  /// - Throws: ``PolicyError`` for a number out of its range.
  public init(
    free: Int, first: Int = 1, longest: Int, disableAfter: Int? = nil
  ) throws(PolicyError) {
    self.init(
      unchecked: free, first: first, longest: longest,
      disableAfter: disableAfter)
    try check()
  }

  init(
    unchecked free: Int, first: Int = 1, longest: Int,
    disableAfter: Int? = nil
  ) {
    self.free = free
    self.first = first
    self.longest = longest
    self.disableAfter = disableAfter
  }

  /// Refuses numbers out of their ranges.
  func check() throws(PolicyError) {
    try PolicyError.require(free, "DelayPolicy.free", in: 0...100_000)
    try PolicyError.require(first, "DelayPolicy.first", in: 0...86_400)
    try PolicyError.require(
      longest, "DelayPolicy.longest", in: 0...366 * 86_400)
    if let disableAfter {
      try PolicyError.require(
        disableAfter, "DelayPolicy.disableAfter", in: 1...100)
    }
  }

  /// For passwords: every failure counts, and a minute at the longest.
  ///
  /// That keeps guesses below 100 an hour (ASVS 4.0.3 2.2.1) and never keeps
  /// a person out for long, whoever else tries.
  public static let password = DelayPolicy(unchecked: 0, longest: 60)

  /// For second factors: two mistakes are free, an hour at the longest.
  ///
  /// Only who knows the password gets here.
  public static let factor = DelayPolicy(unchecked: 2, longest: 3_600)

  /// The wait after so many failures in a row, in seconds.
  public func delay(after failures: Int) -> Int {
    // The numbers may have been changed since they were checked.
    let beyond = failures.subtractingReportingOverflow(free)
    guard failures > free, longest > 0 else { return 0 }
    // 2^20 s is more than anybody waits and shifts without overflow.
    let doublings = beyond.overflow ? 20 : min(beyond.partialValue - 1, 20)
    return min(min(max(first, 0), 86_400) << doublings, longest)
  }
}

/// The failures of one authenticator in a row.
struct Throttle: Hashable, Sendable {
  var failures = 0
  var lastFailure: UnixTime = 0

  /// The seconds until the next attempt is looked at; `nil` for none.
  func wait(at now: UnixTime, _ policy: DelayPolicy) -> Int? {
    if isDisabled(policy) { return policy.longest }
    let delay = policy.delay(after: failures)
    guard delay > 0 else { return nil }
    // The clock may have gone back: never wait for more than the delay.
    guard lastFailure <= now else { return delay }
    let elapsed = now.seconds(since: lastFailure)
    return elapsed >= delay ? nil : delay - elapsed
  }

  /// Begins the wait again if the clock has gone back behind its start, by
  /// more than the clocks of two servers may be apart.
  ///
  /// Otherwise a clock that was years ahead once would keep a person out for
  /// years.
  mutating func reanchor(at now: UnixTime, tolerance: Int) {
    if lastFailure > now.advanced(by: tolerance) { lastFailure = now }
  }

  /// Counts a failure.
  mutating func fail(at now: UnixTime) {
    failures = min(failures, Account.Bounds.failures - 1) + 1
    lastFailure = now
  }

  func isDisabled(_ policy: DelayPolicy) -> Bool {
    policy.disableAfter.map { failures >= $0 } ?? false
  }
}

/// What failures are counted for, each apart (RFC 4226 section 7.3): a
/// failure of one slows no other.
enum Guarded: String, CaseIterable, Sendable {
  case password, totp, sms, backup
  /// The present password, asked for within a session: a stranger who makes
  /// others wait does not make a session wait.
  case passwordChange
  /// Requests for a recovery code, and recovery codes.
  case recovery
  /// Codes that confirm an enrolment or a new phone number.
  case enrolment
  /// Requests for a password reset, and its tokens.
  case reset

  init(_ kind: FactorKind) {
    switch kind {
    case .totp: self = .totp
    case .sms: self = .sms
    case .backup: self = .backup
    }
  }
}
