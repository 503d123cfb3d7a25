// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// What came of delivering the messages of one account.
public struct DeliveryReport: Hashable, Sendable {
  /// Messages and audit entries that were taken by their gateway or sink.
  public internal(set) var sent = 0
  /// Those that could not be sent, and are tried again later.
  public internal(set) var failed = 0
  /// Those that are still in the outbox: failed ones, and those that
  /// somebody else has a lease on.
  public internal(set) var waiting = 0
  /// When to call again; `nil` if nothing is left.
  public internal(set) var nextAttempt: UnixTime?
}

extension TwoFactorService {
  /// Sends the messages of an account that were left behind, such as after a
  /// crash or an outage: call it from a timer, at ``Account/nextDelivery``.
  ///
  /// A lease on them is saved before anything is sent, so of many concurrent
  /// calls one sends each message. After a failure a message waits for half a
  /// minute, twice as long after each further one, an hour at the longest,
  /// until it ends.
  ///
  /// - Returns: What was sent and what is left.
  /// - Throws: ``TwoFactorError`` if the store fails.
  @discardableResult
  public func deliverMessages(
    _ id: AccountID
  ) async throws(TwoFactorError) -> DeliveryReport {
    var report = DeliveryReport()
    // Each round empties a batch or puts it off, so this ends.
    for _ in 0...(Outbox.limit + Outbox.auditLimit) / Outbox.batch {
      guard let (account, leased) = try await lease(id) else { break }
      var results: [String: Bool] = [:]
      for entry in leased {
        results[entry.id] = await send(entry, of: account)
      }
      report.sent += results.values.count { $0 }
      report.failed += results.values.count { !$0 }
      try await settle(results, of: account)
    }
    let rest = try await load(id)
    report.waiting = rest?.state.outbox.count ?? 0
    report.nextAttempt = rest?.nextDelivery
    return report
  }

  /// Takes the lease on some entries that nobody has one on.
  ///
  /// - Returns: `nil` if there are none, or if others were always faster.
  private func lease(
    _ id: AccountID
  ) async throws(TwoFactorError) -> (Account, [OutboxEntry])? {
    for _ in 0..<max(1, setup.rules.attempts) {
      guard let account = try await load(id) else { return nil }
      let now = clock()
      var next = account.state
      next.outbox.removeAny { $0.expiresAt <= now }
      let due = next.outbox.indices.filter {
        next.outbox[$0].isDue(at: now, tolerance: setup.rules.clockTolerance)
      }.prefix(Outbox.batch)
      for place in due {
        next.outbox[place].leasedUntil = now.advanced(by: Outbox.lease)
      }
      guard next.outbox != account.state.outbox else { return nil }
      next.version += 1
      guard try await save(Account(next, origin: .made(by: setup))) else {
        continue
      }
      return due.isEmpty
        ? nil
        : (Account(next, origin: .made(by: setup)), due.map { next.outbox[$0] })
    }
    return nil
  }

  /// Sends what a turn has put into the outbox, and what others have left
  /// there, and notes it down.
  ///
  /// The answer stands whatever happens here: what could not be sent stays in
  /// the outbox.
  ///
  /// - Parameter known: Entries that were dealt with before.
  func deliver(
    _ messages: [AccountMessage], _ known: [String: Bool], of account: Account,
    at now: UnixTime
  ) async {
    var results = known
    for message in messages { results[message.id] = await send(message) }
    try? await settle(results, of: account)
    let tolerance = setup.rules.clockTolerance
    let isLeftBehind = account.state.outbox.contains { entry in
      results[entry.id] == nil && entry.isDue(at: now, tolerance: tolerance)
    }
    if isLeftBehind { _ = try? await deliverMessages(account.id) }
  }

  /// Notes down what was sent, and what was not.
  private func settle(
    _ results: [String: Bool], of account: Account
  ) async throws(TwoFactorError) {
    guard !results.isEmpty else { return }
    var account: Account? = account
    for _ in 0..<max(1, setup.rules.attempts) {
      guard var next = account?.state else { return }
      let old = next.outbox
      next.outbox.removeAny { results[$0.id] == true }
      let now = clock()
      for place in next.outbox.indices
      where results[next.outbox[place].id] == false {
        next.outbox[place].fail(at: now)
      }
      guard next.outbox != old else { return }
      next.version += 1
      if try await save(Account(next, origin: .made(by: setup))) { return }
      account = try await load(next.id)
    }
  }
}

// MARK: - Sending

extension TwoFactorService {
  private func send(_ entry: OutboxEntry, of account: Account) async -> Bool {
    do {
      if entry.kind == Outbox.audit {
        return await record(
          try setup.keyring.events(entry, of: account.id))
      }
      return await send(try setup.keyring.message(entry, of: account.id))
    } catch {
      // A key is missing: the message waits until it is back, or ends.
      return false
    }
  }

  /// Sends a message; a notice by text message only within the limits across
  /// accounts, which codes were charged to before they were saved.
  private func send(_ message: AccountMessage) async -> Bool {
    do {
      if case .notice = message.content, case .sms(let to) = message.destination
      {
        let charges = setup.rules.messageLimits.charges(for: to)
        guard try await take(charges, at: clock()) == nil else { return false }
      }
    } catch {
      return false
    }
    let watch = Stopwatch(observer)
    do {
      try await sender.send(message)
      watch.tell { .message(failed: false, duration: $0) }
      return true
    } catch {
      watch.tell { .message(failed: true, duration: $0) }
      return false
    }
  }

  /// Records events.
  @inline(__always)
  func record(_ events: [AuditEvent]) async -> Bool {
    do {
      try await audit.record(events)
      return true
    } catch {
      return false
    }
  }

  /// Counts messages.
  ///
  /// - Returns: The seconds to wait if they are too many.
  @inline(__always)
  func take(
    _ charges: [MessageCharge], at now: UnixTime
  ) async throws(TwoFactorError) -> Int? {
    guard !charges.isEmpty else { return nil }
    do { return try await counter.take(charges, at: now) } catch {
      throw .storeUnavailable
    }
  }
}
