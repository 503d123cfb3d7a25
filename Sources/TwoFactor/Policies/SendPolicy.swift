// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// How often messages with codes are sent, and how long the codes live.
public struct SendPolicy: Hashable, Sendable {
  /// How long a code by text message lives, in seconds: 10 to 600 (NIST SP
  /// 800-63B-4 section 3.1.3.2).
  public var codeLifetime: Int

  /// How many wrong codes one sent code outlives.
  public var attempts: Int

  /// The seconds between two codes that are sent for one account, by text
  /// message or to a new mail address.
  public var cooldown: Int

  /// The most codes that are sent for one account within any hour (NIST SP
  /// 800-63B-4 section 3.1.3.2).
  ///
  /// Nothing but time gives an account more: no right code, no other factor,
  /// no administrator.
  public var limit: Int

  /// The seconds between two reset mails of one account.
  public var resetCooldown: Int

  /// A policy.
  ///
  /// - Throws: ``PolicyError`` for a number out of its range.
  public init(
    codeLifetime: Int = 60, attempts: Int = 5, cooldown: Int = 30,
    limit: Int = 5, resetCooldown: Int = 300
  ) throws(PolicyError) {
    self.init(
      unchecked: codeLifetime, attempts, cooldown, limit, resetCooldown)
    try check()
  }

  private init(
    unchecked codeLifetime: Int, _ attempts: Int, _ cooldown: Int,
    _ limit: Int, _ resetCooldown: Int
  ) {
    self.codeLifetime = codeLifetime
    self.attempts = attempts
    self.cooldown = cooldown
    self.limit = limit
    self.resetCooldown = resetCooldown
  }

  /// One minute a code, half a minute between two, five an hour.
  public static let `default` = SendPolicy(unchecked: 60, 5, 30, 5, 300)

  /// Refuses numbers out of their ranges.
  func check() throws(PolicyError) {
    let numbers = [
      ("codeLifetime", codeLifetime, 10...600), ("attempts", attempts, 1...10),
      ("cooldown", cooldown, 0...3_600), ("limit", limit, 1...100),
      ("resetCooldown", resetCooldown, 0...86_400),
    ]
    for (name, value, range) in numbers {
      try PolicyError.require(value, "SendPolicy." + name, in: range)
    }
  }
}

/// When codes were sent for an account, within the last hour.
///
/// It is the account's, not the challenge's: who opens another challenge
/// gets no more messages by it.
struct SendLog: Hashable, Sendable {
  /// The times, the oldest first.
  var sent: [UnixTime] = []

  /// How long a message counts, in seconds.
  private static let hour = 3_600

  /// The seconds until the next message may be sent; `nil` for none.
  func wait(at now: UnixTime, _ policy: SendPolicy) -> Int? {
    guard policy.limit > 0 else { return Self.hour }
    guard let last = sent.last else { return nil }
    // The earliest moment that both the cooldown and the limit allow.
    var next = last.advanced(by: policy.cooldown)
    if sent.count >= policy.limit {
      let first = sent[sent.count - policy.limit]
      next = max(next, first.advanced(by: Self.hour))
    }
    return now < next ? next.seconds(since: now) : nil
  }

  /// Counts a message.
  mutating func send(at now: UnixTime) { sent.append(now) }

  /// Forgets messages of more than an hour ago; where the clock has gone back
  /// further than `tolerance` seconds, their hour begins again.
  mutating func reanchor(at now: UnixTime, tolerance: Int) {
    guard let first = sent.first, let last = sent.last else { return }
    if last > now.advanced(by: tolerance) {
      sent = sent.map { min($0, now) }
    }
    if first.advanced(by: Self.hour) <= now {
      sent.removeAll { $0.advanced(by: Self.hour) <= now }
    }
  }
}
