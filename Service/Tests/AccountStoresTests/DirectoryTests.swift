// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

@testable import AccountStores
import Foundation
import OTPCore
import Testing
import TwoFactor

/// What the stores do besides loading and saving.
@Suite(.serialized) struct DirectoryTests {
  @Test(arguments: Database.all) func findsPeople(
    _ database: Database
  ) async throws {
    let store = try await database.open(try await database.place())
    let service = try store.service()
    for name in ["alice", "bob", "100%", "o'neil", "ünal"] {
      try await service.register(
        try AccountID(name), mail: "\(name)@Example.org",
        identities: [.init(issuer: "https://idp", subject: name)])
    }
    #expect(try await store.entries().count == 5)
    #expect(try await store.entries(limit: 2).map(\.id) == ["100%", "alice"])
    let next = try await store.entries(after: "alice", limit: 2)
    #expect(next.map(\.id) == ["bob", "o'neil"])
    for (text, expected) in [
      ("ALI", ["alice"]), ("%", ["100%"]), ("_", []), ("'", ["o'neil"]),
      ("ÜNAL", ["ünal"]), ("example.ORG", 5 as Int?),
    ] as [(String, Any?)] {
      let found = try await store.entries(matching: text)
      if let count = expected as? Int {
        #expect(found.count == count)
      } else {
        #expect(found.map(\.id.text) == expected as? [String], "\(text)")
      }
    }
    #expect(try await store.account(mail: "BOB@example.org") == "bob")
    #expect(try await store.account(mail: "nobody@example.org") == nil)
    let bob = ExternalIdentity(issuer: "https://idp", subject: "bob")
    #expect(try await store.account(identity: bob) == "bob")
    #expect(try await store.events(of: "bob").map(\.kind).isEmpty == false)
    #expect(try await store.events(kind: .accountCreated).count == 5)
    await store.close()
  }

  /// Somebody who has not chosen a password yet is listed as invited.
  @Test(arguments: Database.all) func listsInvitations(
    _ database: Database
  ) async throws {
    let store = try await database.open(try await database.place())
    let early = try store.service(),
      later = try store.service(at: 1_700_000_600)
    try await later.register("bea", mail: "bea@example.org")
    try await early.register("abe", mail: "abe@example.org")
    try await early.register("cal", mail: "cal@example.org")
    try await early.register(
      "dot", mail: "dot@example.org", password: "seven blue lanterns at sea")
    #expect(try await store.invitations().map(\.id) == ["abe", "cal", "bea"])
    #expect(try await store.invitations(limit: 1).map(\.id) == ["abe"])
    let end = try #require(try await store.invitations().first?.invitedUntil)
    for (last, next) in [("abe", ["cal", "bea"]), ("cal", ["bea"])] {
      let found = try await store.invitations(after: (end, AccountID(last)))
      #expect(found.map(\.id.text) == next)
    }
    let carol = Administrator("carol")
    try await later.invite("abe", by: carol, reason: "lost")
    try await later.deactivate("cal", by: carol, reason: "left")
    #expect(try await store.invitations().map(\.id) == ["abe", "bea"])
    let moved = try await store.invitations().first?.invitedUntil
    #expect(moved == UnixTime(1_700_000_600 + 7 * 86_400))
    await store.close()
  }

  /// Events of one second are read in the order in which they were recorded.
  @Test(arguments: Database.all) func keepsTheOrderOfOneSecond(
    _ database: Database
  ) async throws {
    let store = try await database.open(try await database.place())
    let events = (0..<40).map {
      AuditEvent(
        account: "alice", at: 1_700_000_000, kind: .passwordAccepted,
        reason: "\($0)")
    }
    try await store.record(Array(events[..<20]))
    for event in events[20...] { try await store.record([event]) }
    let read = try await store.events(of: "alice")
    #expect(read.map(\.reason) == events.reversed().map(\.reason))
    await store.close()
  }

  /// An identity leads to the first account that linked it, and to the next
  /// one once that has it no more.
  @Test(arguments: Database.all) func identitiesChangeHands(
    _ database: Database
  ) async throws {
    let store = try await database.open(try await database.place())
    let service = try store.service()
    let identity = ExternalIdentity(issuer: "https://idp", subject: "1")
    try await service.register("alice", mail: nil, identities: [identity])
    try await service.register("bob", mail: nil, identities: [identity])
    #expect(try await store.account(identity: identity) == "alice")
    let administrator = Administrator("admin")
    try await service.erase("alice", by: administrator, reason: "left")
    try await service.deactivate("bob", by: administrator, reason: "away")
    #expect(try await store.account(identity: identity) == "bob")
    await store.close()
  }

  /// An identity too long for an index is kept, and found by nobody.
  @Test(arguments: Database.all) func keepsLongIdentities(
    _ database: Database
  ) async throws {
    let store = try await database.open(try await database.place())
    let long = ExternalIdentity(
      issuer: "https://idp", subject: String(repeating: "s", count: 4_000))
    try await store.service().register("carol", mail: nil, identities: [long])
    let entry = try #require(try await store.load("carol")).directoryEntry
    #expect(entry.identities == [long])
    #expect(try await store.account(identity: long) == nil)
    await store.close()
  }

  /// Mail that could not be sent stays due, and is due no more once it was.
  @Test(arguments: Database.all) func listsDueDeliveries(
    _ database: Database
  ) async throws {
    let store = try await database.open(try await database.place())
    try await store.service().register("alice", mail: "alice@example.org")
    #expect(try await store.dueDeliveries(at: 0) == [])
    #expect(try await store.dueDeliveries(at: 1_800_000_000) == ["alice"])
    await store.close()
  }

  @Test(arguments: Database.all) func recordsEnd(
    _ database: Database
  ) async throws {
    let clock = Clock()
    let place = try await database.place()
    let store = try await database.open(place, clock: { clock.now })
    try await store.put([1], as: [0, 255], in: "a", until: 1_000)
    try await store.put([2], as: [0, 255], in: "b")
    try await store.put([3], as: [0, 255], in: "b")
    #expect(try await store.record([0, 255], in: "a") == [1])
    #expect(try await store.record([0, 255], in: "b") == [3])
    clock.now = 1_000
    #expect(try await store.record([0, 255], in: "a") == nil)
    #expect(try await store.sweep(at: 1_000) == 1)
    #expect(try await store.drop([0, 255], in: "b"))
    #expect(try await !store.drop([0, 255], in: "b"))
    await store.close()
  }

  @Test(arguments: Database.all) func anEmptyRecordStaysEmpty(
    _ database: Database
  ) async throws {
    let store = try await database.open(
      try await database.place(), clock: { 1_000 })
    #expect(
      try await store.putUnlessEmpty([1], as: [7], in: "a", until: 2_000))
    #expect(
      try await store.putUnlessEmpty([2], as: [7], in: "a", until: 2_000))
    #expect(try await store.record([7], in: "a") == [2])
    try await store.put([], as: [7], in: "a", until: 2_000)
    #expect(
      try await !store.putUnlessEmpty([3], as: [7], in: "a", until: 2_000))
    #expect(try await store.record([7], in: "a") == [])
    await store.close()
  }

  /// Records of unknown names are dropped after a day, accounts never.
  @Test(arguments: Database.all) func sweepsUnknownNames(
    _ database: Database
  ) async throws {
    let clock = Clock()
    clock.now = 1_700_000_000
    let place = try await database.place()
    let store = try await database.open(place, clock: { clock.now })
    let service = try store.service()
    try await service.register("alice", mail: nil, password: goodPassword)
    _ = try await service.signIn("mallory", password: "guess")
    #expect(try await store.entries().map(\.id) == ["alice"])
    #expect(try await store.sweep(at: 1_700_000_100) == 0)
    #expect(try await store.sweep(at: 1_700_090_000) == 1)
    #expect(try await store.entries().map(\.id) == ["alice"])
    await store.close()
  }

  /// Events before a time are dropped, in several steps; later ones stay.
  @Test(arguments: Database.all) func dropsOldEvents(
    _ database: Database
  ) async throws {
    let store = try await database.open(try await database.place())
    for start in stride(from: Int64(1_000), to: 3_500, by: 500) {
      try await store.record(
        (start..<start + 500).map { second in
          AuditEvent(account: "alice", at: UnixTime(second), kind: .signedIn)
        })
    }
    #expect(try await store.dropEvents(before: 1_000) == 0)
    #expect(try await store.dropEvents(before: 3_498) == 2_498)
    let left = try await store.events().map(\.at)
    #expect(left == [3_499, 3_498])
    #expect(try await store.dropEvents(before: 3_498) == 0)
    await store.close()
  }

  private let goodPassword = "seven grey herons at dusk"
}

/// A store whose server was restarted, or whose transaction failed.
@Suite(.serialized) struct ReconnectTests {
  /// A statement fails in a transaction and the work goes on: nothing of it is
  /// kept, and the writer hears so.
  @Test(arguments: Database.all) func aFailedStatementIsNoSuccess(
    _ database: Database
  ) async throws {
    let store = try await database.open(try await database.place())
    let insert = "INSERT INTO counters VALUES ($1, 1, 1, 1)"
    let failure = await #expect(throws: StoreError.self) {
      try await store.engine.write { run in
        _ = try run(insert, [.text("a")])
        _ = try? run("SELECT nothing FROM nowhere", [])
        throw StoreError.malformedRow
      }
    }
    #expect(failure != nil)
    if database == .postgreSQL {
      await #expect(throws: StoreError.self) {
        try await store.engine.write { run in
          _ = try run(insert, [.text("a")])
          _ = try? run("SELECT nothing FROM nowhere", [])
        }
      }
    }
    let rows = try await store.engine.read("SELECT name FROM counters", []).rows
    #expect(rows.isEmpty)
    await store.close()
  }

  @Test func aRestartedServerIsFoundAgain() async throws {
    let place = try await PostgresServer.restarted.schema("restarted")
    let store = try await Database.postgreSQL.open(place)
    try await store.put([1], as: [1], in: "a")
    try await PostgresServer.restarted.restart()
    #expect(try await store.record([1], in: "a") == [1])
    try await PostgresServer.restarted.restart()
    try await store.put([2], as: [1], in: "a")
    #expect(try await store.record([1], in: "a") == [2])
    await store.close()
  }
}

private final class Clock: @unchecked Sendable {
  private let lock = NSLock()
  private var time: UnixTime = 0

  var now: UnixTime {
    get { lock.withLock { time } }
    set { lock.withLock { time = newValue } }
  }
}

/// Counters that servers share.
@Suite(.serialized) struct CounterTests {
  /// Of many charges at once exactly as many pass as the limit has room for.
  @Test(arguments: Database.all) func holdsUnderConcurrency(
    _ database: Database
  ) async throws {
    let store = try await database.open(try await database.place())
    let charges = [
      MessageCharge(key: "b", limit: 7, window: 60),
      MessageCharge(key: "a", limit: 100, window: 60),
    ]
    let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<40 {
        group.addTask { try await store.take(charges, at: 1_000) == nil }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(taken == 7)
    #expect(try await store.take(charges, at: 1_010) == 50)
    // What was refused was not counted under the other key either.
    let eighth = MessageCharge(key: "a", limit: 8, window: 60)
    #expect(try await store.take([eighth], at: 1_010) == nil)
    #expect(try await store.take([eighth], at: 1_010) == 50)
    #expect(try await store.take(charges, at: 1_060) == nil)
    await store.close()
  }
}
