// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

@testable import AccountStores
import OTPCore
import Testing
import TwoFactor

/// Writes that run at the same time, and what is written together.
@Suite(.serialized) struct TransactionTests {
  /// Writes that fail undo themselves, and nothing of the others that were
  /// under way with them.
  @Test(arguments: Database.all) func aFailedWriteUndoesItselfAlone(
    _ database: Database
  ) async throws {
    let store = try await database.open(try await database.place())
    let insert = "INSERT INTO counters VALUES ($1, $2, 1, 1)"
    let errors = await withTaskGroup(of: (any Error)?.self) { group in
      for number in 0..<60 {
        group.addTask {
          do {
            try await store.engine.write { run in
              _ = try run(insert, [.text("\(number)"), .integer(1)])
              if number % 3 == 1 { throw Refused(number: number) }
              // A row that the table refuses.
              if number % 3 == 2 { _ = try run(insert, [.text("a"), .null]) }
            }
            return nil
          } catch {
            return error
          }
        }
      }
      return await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
    }
    let own = errors.compactMap { $0 as? Refused }.map(\.number)
    #expect(own.sorted() == Array(stride(from: 1, to: 60, by: 3)))
    #expect(errors.count { $0 is StoreError } == 20)
    let rows = try await store.engine.read("SELECT name FROM counters", []).rows
    let names = rows.compactMap { $0.first?.text.flatMap { Int($0) } }
    #expect(names.sorted() == Array(stride(from: 0, to: 60, by: 3)))
    await store.close()
  }

  /// Searches by key and reads of whole tables, many more at once than there
  /// are connections and processors, come to an end.
  @Test(.timeLimit(.minutes(2)), arguments: Database.all)
  func readsOfAllKindsEnd(_ database: Database) async throws {
    let store = try await database.open(try await database.place())
    try await store.put([1], as: [1], in: "a")
    let found = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<64 {
        group.addTask {
          var found = 0
          for _ in 0..<50 {
            found +=
              number.isMultiple(of: 2)
              ? (try await store.record([1], in: "a") == [1] ? 1 : 0)
              : (await store.isReady() ? 1 : 0)
          }
          return found
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(found == 64 * 50)
    await store.close()
  }

  /// What is told to be written is there, where the disk is full in between.
  @Test func aFullDiskLosesNothingThatWasTold() async throws {
    let place = try await Database.sqlite.place()
    let store = try await Database.sqlite.open(place)
    let size = [UInt8](repeating: 7, count: 30_000)
    _ = try await store.engine.read("PRAGMA user_version", [])
    try await store.engine.write { run in
      _ = try run("PRAGMA max_page_count = 200", [])
    }
    // One alone: those that are committed at once can all fail.
    try await store.put(size, as: [0], in: "a")
    let told = await withTaskGroup(of: UInt8?.self) { group in
      for number in UInt8(1)..<80 {
        group.addTask {
          let isTold: Void? = try? await store.put(size, as: [number], in: "a")
          return isTold.map { number }
        }
      }
      return await group.reduce(into: [0]) { $0 += [$1].compactMap(\.self) }
    }
    #expect(told.count < 80)
    try await store.engine.write { run in
      _ = try run("PRAGMA max_page_count = 100000", [])
    }
    try await store.put([1], as: [200], in: "a")
    await store.close()
    let again = try await Database.sqlite.open(place)
    let found = try await again.records(in: "a").map(\.name)
    #expect(found == (told.sorted() + [200]).map { [$0] })
    await again.close()
  }

  /// An account and its events are there together, and after a lost race
  /// neither.
  @Test(arguments: Database.all, [false, true]) func recordsWithTheAccount(
    _ database: Database, _ hasIdentity: Bool
  ) async throws {
    let store = try await database.open(try await database.place())
    let identity = ExternalIdentity(issuer: "https://idp", subject: "1")
    try await store.service().register(
      "bob", mail: nil, identities: hasIdentity ? [identity] : [])
    let bob = try #require(try await store.load("bob"))
    let before = try await store.events(of: "bob").count
    let events = (0..<3).map {
      AuditEvent(
        account: "bob", at: 1_700_000_000, kind: .signedIn, reason: "\($0)")
    }
    #expect(
      try await !store.save(
        bob, replacing: bob.version + 1, recording: events))
    #expect(try await store.events(of: "bob").count == before)
    #expect(
      try await store.save(bob, replacing: bob.version, recording: events))
    let found = try await store.events(of: "bob", kind: .signedIn)
    #expect(found.map(\.reason) == ["2", "1", "0"])
    await store.close()
  }
}

private struct Refused: Error {
  let number: Int
}
