// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import TwoFactor

/// A store that is the audit as well.
@Suite struct AuditingStoreTests {
  /// What a command did is recorded once, in the step that saves it; what
  /// saves nothing is recorded all the same.
  @Test func savesAndRecordsInOneStep() async throws {
    let store = Ledger()
    let world = try World(store: store, sink: store)
    try await world.service.register(
      "alice", mail: "a@example.org", password: World.password)
    #expect(store.saved.map(\.kind) == [.accountCreated])
    #expect(store.recorded.isEmpty)
    await #expect(throws: TwoFactorError.alreadyExists) {
      try await world.service.register("alice", mail: "a@example.org")
    }
    _ = try await world.service.signIn("alice", password: World.password)
    #expect(
      store.saved.map(\.kind) == [
        .accountCreated, .passwordAccepted, .signedIn,
      ])
    let refusals = store.recorded.count
    _ = try? await world.service.signIn("nobody", password: World.password)
    // What was tried on a name without an account is saved in a row as well.
    #expect(store.saved.contains { $0.account == "nobody" })
    #expect(store.recorded.count == refusals)
  }

  /// Who loses a race decides again: only what was saved in the end is
  /// recorded.
  @Test func aLostRaceRecordsNothing() async throws {
    let store = Ledger()
    let world = try World(store: store, sink: store)
    store.losses.withLock { $0 = 2 }
    try await world.service.register(
      "alice", mail: "a@example.org", password: World.password)
    #expect(store.losses.current == 0)
    #expect(store.saved.map(\.kind) == [.accountCreated])
    #expect(store.recorded.isEmpty)
  }

  /// A store that fails keeps neither.
  @Test func aFailedSaveRecordsNothing() async throws {
    let store = Ledger()
    let world = try World(store: store, sink: store)
    store.fails.withLock { $0 = true }
    await #expect(throws: TwoFactorError.storeUnavailable) {
      try await world.service.register(
        "alice", mail: "a@example.org", password: World.password)
    }
    #expect(store.saved.isEmpty && store.recorded.isEmpty)
  }

  /// Another audit gets the events, and the store none.
  @Test func anotherAuditIsGivenThem() async throws {
    let store = Ledger()
    let world = try World(store: store)
    try await world.service.register(
      "alice", mail: "a@example.org", password: World.password)
    #expect(world.audit.kinds == [.accountCreated])
    #expect(store.saved.isEmpty && store.recorded.isEmpty)
  }

  /// Events that leave through the outbox are recorded from there, with ids.
  @Test func theOutboxGoesOnByItself() async throws {
    let store = Ledger()
    let world = try World(store: store, sink: store) {
      $0.auditsThroughOutbox = true
    }
    try await world.service.register(
      "alice", mail: "a@example.org", password: World.password)
    #expect(store.saved.isEmpty)
    #expect(store.recorded.map(\.kind) == [.accountCreated])
    #expect(store.recorded.allSatisfy { $0.id != nil })
  }
}

/// Accounts and events in memory; it can lose races and fail.
private final class Ledger: AuditingAccountStore {
  struct Failure: Error {}

  let losses = Locked(0)
  let fails = Locked(false)
  private let accounts = MemoryAccountStore()
  private let events = Locked<(saved: [AuditEvent], recorded: [AuditEvent])>(
    ([], []))

  /// The events that were recorded with an account, and the others.
  var saved: [AuditEvent] { events.current.saved }
  var recorded: [AuditEvent] { events.current.recorded }

  func load(_ id: AccountID) async -> Account? { accounts.load(id) }

  func save(
    _ account: Account, replacing version: UInt64
  ) async throws -> Bool {
    try await save(account, replacing: version, recording: [])
  }

  func save(
    _ account: Account, replacing version: UInt64,
    recording events: [AuditEvent]
  ) async throws -> Bool {
    if fails.current { throw Failure() }
    let isLost = losses.withLock { losses in
      defer { losses = max(0, losses - 1) }
      return losses > 0
    }
    guard !isLost, accounts.save(account, replacing: version) else {
      return false
    }
    self.events.withLock { $0.saved += events }
    return true
  }

  func record(_ events: [AuditEvent]) async {
    self.events.withLock { $0.recorded += events }
  }
}
