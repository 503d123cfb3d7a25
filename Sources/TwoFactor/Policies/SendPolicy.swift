// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// How often messages with codes are sent, and how long the codes live.
public struct SendPolicy: Hashable, Sendable {
  /// How long a code by text message lives, in seconds; 600 at most (NIST SP
  /// 800-63B-4 section 3.1.3.2).
  public var codeLifetime: Int

  /// How many wrong codes one sent code outlives.
  public var attempts: Int

  /// The seconds between two text messages of one account.
  public var cooldown: Int

  /// The most text messages within an hour without a success (NIST SP
  /// 800-63B-4 section 3.1.3.2).
  public var limit: Int

  /// The seconds between two reset mails of one account.
  public var resetCooldown: Int

  /// A policy.
  public init(
    codeLifetime: Int = 60, attempts: Int = 5, cooldown: Int = 30,
    limit: Int = 5, resetCooldown: Int = 300
  ) {
    self.codeLifetime = min(codeLifetime, 600)
    self.attempts = attempts
    self.cooldown = cooldown
    self.limit = limit
    self.resetCooldown = resetCooldown
  }

  /// One minute a code, half a minute between two, five an hour.
  public static let `default` = SendPolicy()
}

/// The messages that were sent to an account's phone.
///
/// It is the account's, not the challenge's: who opens another challenge
/// gets no more messages by it.
struct SendLog: Hashable, Sendable, Codable {
  private(set) var count = 0
  private(set) var windowStart: UnixTime = 0
  private(set) var last: UnixTime?

  /// The seconds until the next message may be sent; `nil` for none.
  func wait(at now: UnixTime, _ policy: SendPolicy) -> Int? {
    guard let last, last <= now else { return nil }
    if now < last.advanced(by: policy.cooldown) {
      return last.advanced(by: policy.cooldown).seconds(since: now)
    }
    let end = windowStart.advanced(by: 3_600)
    guard windowStart <= now, now < end, count >= policy.limit
    else { return nil }
    return end.seconds(since: now)
  }

  /// Counts a message.
  mutating func send(at now: UnixTime) {
    if now < windowStart || now >= windowStart.advanced(by: 3_600) || count == 0
    {
      windowStart = now
      count = 0
    }
    count += 1
    last = now
  }

  /// A code was used: what was sent before no longer counts.
  mutating func succeed() { count = 0 }

  /// Begins the wait again if the clock has gone back behind its start.
  mutating func reanchor(at now: UnixTime) {
    if let last, last > now { self.last = now }
    if windowStart > now { windowStart = now }
  }
}
