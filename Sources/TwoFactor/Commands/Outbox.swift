// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The messages and audit events that are saved with an account until they
/// are sent.
///
/// Whoever saves a message holds a lease on it and sends it. If they die in
/// between, the lease ends, and the next one to look at the account takes it,
/// by compare-and-set, before sending: nothing is lost, and twice is possible
/// only after a crash or where a gateway takes longer than the lease.
enum Outbox {
  /// How long whoever holds a lease has to send, in seconds.
  static let lease = 30

  /// The longest pause after failures, in seconds.
  static let longestPause = 3_600

  /// The most entries that are leased at once.
  static let batch = 4

  /// The most messages that wait in one account.
  static let limit = 48

  /// The most turns whose audit events wait in one account; further commands
  /// are refused.
  static let auditLimit = 64

  /// The kind of entries with audit events.
  static let audit = "audit"

  /// The pause after so many failures, which doubles with each.
  static func pause(after failures: Int) -> Int {
    min(lease << min(max(failures - 1, 0), 10), longestPause)
  }
}

extension OutboxEntry {
  /// Whether anybody may send it now.
  ///
  /// A lease that ends later than any that is given is of a clock that was
  /// ahead.
  func isDue(at now: UnixTime, tolerance: Int) -> Bool {
    let longest = now.advanced(by: Outbox.longestPause)
    return leasedUntil <= now || leasedUntil > longest.advanced(by: tolerance)
  }

  /// Notes a failure: it is tried again later, and later each time.
  mutating func fail(at now: UnixTime) {
    let count = min(max(failures ?? 0, 0), 1_000) + 1
    failures = count
    leasedUntil = now.advanced(by: Outbox.pause(after: count))
  }
}

extension Account {
  /// When the outbox has something to send; `nil` if it is empty.
  ///
  /// Call ``TwoFactorService/deliverMessages(_:)`` then.
  public var nextDelivery: UnixTime? {
    state.outbox.map(\.leasedUntil).min()
  }
}

// MARK: - Sealing

extension Keyring {
  /// Seals a message: it may hold a code.
  func seal(
    _ message: AccountMessage, of account: AccountID, _ random: inout Randomness
  ) throws(TwoFactorError) -> Sealed {
    let body = Body(
      destination: message.destination, content: message.content)
    return try seal(body, .message(account, id: message.id), &random)
  }

  /// Seals audit events: they name addresses.
  func seal(
    _ events: [AuditEvent], of account: AccountID, id: String,
    _ random: inout Randomness
  ) throws(TwoFactorError) -> Sealed {
    try seal(events, .audit(account, id: id), &random)
  }

  /// Opens a sealed message.
  func message(
    _ entry: OutboxEntry, of account: AccountID
  ) throws(TwoFactorError) -> AccountMessage {
    let body: Body = try open(entry, .message(account, id: entry.id))
    return AccountMessage(
      id: entry.id, account: account, destination: body.destination,
      content: body.content)
  }

  /// Opens sealed audit events.
  func events(
    _ entry: OutboxEntry, of account: AccountID
  ) throws(TwoFactorError) -> [AuditEvent] {
    try open(entry, .audit(account, id: entry.id))
  }

  private func seal(
    _ body: some Encodable, _ purpose: Sealed.Purpose,
    _ random: inout Randomness
  ) throws(TwoFactorError) -> Sealed {
    do {
      var bytes = Array(try JSONEncoder().encode(body))
      defer { Libcrypto.wipe(&bytes) }
      return try seal(bytes, for: purpose, &random)
    } catch {
      throw .sealing
    }
  }

  private func open<Body: Decodable>(
    _ entry: OutboxEntry, _ purpose: Sealed.Purpose
  ) throws(TwoFactorError) -> Body {
    do {
      var bytes = try open(entry.content, for: purpose)
      defer { Libcrypto.wipe(&bytes) }
      return try JSONDecoder().decode(Body.self, from: Data(bytes))
    } catch let error as TwoFactorError {
      throw error
    } catch {
      throw .sealing
    }
  }

  private struct Body: Codable {
    var destination: AccountMessage.Destination
    var content: AccountMessage.Content
  }
}
