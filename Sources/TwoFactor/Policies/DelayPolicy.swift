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
  /// Failures in a row without a wait.
  public var free: Int

  /// The first wait in seconds.
  public var first: Int

  /// The longest wait in seconds.
  public var longest: Int

  /// Failures in a row after which the authenticator is of no more use until
  /// it is bound again (NIST SP 800-63B-4 section 3.2.2: 100 at most); `nil`
  /// for never.
  ///
  /// ASVS 5.0 6.1.1 asks that nobody can lock another person out, so `nil` is
  /// the default and NIST's figure a profile; see
  /// ``Configuration/nist(issuer:)``.
  public var disableAfter: Int?

  /// A policy.
  public init(
    free: Int, first: Int = 1, longest: Int, disableAfter: Int? = nil
  ) {
    self.free = free
    self.first = first
    self.longest = longest
    self.disableAfter = disableAfter
  }

  /// For passwords: every failure counts, and a minute at the longest.
  ///
  /// That keeps guesses below 100 an hour (ASVS 4.0.3 2.2.1) and never keeps
  /// a person out for long, whoever else tries.
  public static let password = DelayPolicy(free: 0, longest: 60)

  /// For second factors: two mistakes are free, an hour at the longest.
  ///
  /// Only who knows the password gets here.
  public static let factor = DelayPolicy(free: 2, longest: 3_600)

  /// The wait after so many failures in a row, in seconds.
  public func delay(after failures: Int) -> Int {
    guard failures > free else { return 0 }
    // 2^20 s is more than anybody waits and shifts without overflow.
    let doublings = min(failures - free - 1, 20)
    return min(max(first, 0) << doublings, longest)
  }
}

/// The failures of one authenticator in a row.
struct Throttle: Hashable, Sendable, Codable {
  private(set) var failures = 0
  private(set) var lastFailure: UnixTime = 0

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
    failures += 1
    lastFailure = now
  }

  func isDisabled(_ policy: DelayPolicy) -> Bool {
    policy.disableAfter.map { failures >= $0 } ?? false
  }
}

/// What failures are counted for, each apart (RFC 4226 section 7.3): a
/// failure of one slows no other.
enum Guarded: String, Codable, CodingKeyRepresentable, Sendable {
  case password, totp, sms, backup
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
