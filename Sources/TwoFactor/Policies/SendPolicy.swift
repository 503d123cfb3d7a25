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

  /// The most text messages of one account within any hour (NIST SP 800-63B-4
  /// section 3.1.3.2).
  ///
  /// Nothing but time gives an account more: no right code, no other factor,
  /// no administrator.
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

/// When text messages were sent for an account, within the last hour.
///
/// It is the account's, not the challenge's: who opens another challenge
/// gets no more messages by it.
struct SendLog: Hashable, Sendable {
  /// The times, the oldest first.
  private(set) var sent: [UnixTime] = []

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

extension SendLog: Codable {
  private enum CodingKeys: String, CodingKey {
    case sent, count, windowStart, last
  }

  /// Reads the times, or the counter that earlier versions wrote.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let sent = try container.decodeIfPresent([UnixTime].self, forKey: .sent)
    {
      self.sent = sent
      return
    }
    let count = try container.decode(Int.self, forKey: .count)
    _ = try container.decode(UnixTime.self, forKey: .windowStart)
    let last = try container.decodeIfPresent(UnixTime.self, forKey: .last)
    sent = last.map { Array(repeating: $0, count: min(max(count, 0), 5)) } ?? []
  }

  /// Writes the times.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    guard !sent.isEmpty else {
      try container.encode(0, forKey: .count)
      try container.encode(0 as UnixTime, forKey: .windowStart)
      return
    }
    try container.encode(sent, forKey: .sent)
  }
}
