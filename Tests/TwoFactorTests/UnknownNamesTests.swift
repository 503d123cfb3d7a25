// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// Names without an account leave a bounded number of rows, and wait as long
/// as others.
@Suite struct UnknownNamesTests {
  @Test func theRowsAreBounded() async throws {
    let store = MemoryAccountStore()
    let world = try World(store: store) { $0.unknownNameRows = 16 }
    for number in 0..<1_000 {
      let name = try AccountID("nobody-\(number)")
      try await world.service.requestReset(name)
      _ = try await world.service.signIn(name, password: "x")
    }
    let rows = store.all
    #expect(rows.count <= 16)
    #expect(rows.allSatisfy { $0.isUnknown })
    #expect(rows.allSatisfy { $0.state.strangers.count <= 16 })
    let sizes = try rows.map { try $0.encoded().count }
    #expect(try #require(sizes.max()) < 2_048)
  }

  /// The waits of one name are its own, however many share its row.
  @Test func eachNameHasItsOwnWait() async throws {
    let world = try World { $0.unknownNameRows = 16 }
    _ = try await world.register("known")
    let names: [AccountID] = ["known", "a", "b", "c", "d", "e", "f", "g"]
    for round in 1...4 {
      for name in names {
        let answer = try await world.service.signIn(name, password: "x")
        let wait = 1 << (round - 1)
        #expect(answer == .refused(retryAfter: wait), "\(name), \(round)")
      }
      world.advance(60)
    }
  }

  /// The same store calls for known and unknown names, first and later ones.
  @Test func theStoreIsAskedAlike() async throws {
    let store = CountingStore()
    let world = try World(store: store)
    _ = try await world.register("known")
    var counts: [[Int]] = []
    for name in ["known", "nobody", "known", "nobody"] as [AccountID] {
      world.advance(3_600)
      await store.reset()
      _ = try await world.service.signIn(name, password: "x")
      try await world.service.requestReset(name)
      counts.append(await store.counts)
    }
    // What was sent is noted down by a save of its own, after the answer.
    #expect(Set(counts.map { $0[0] }) == [4])
  }

  @Test func ofManyTriesAtOnceEachIsCounted() async throws {
    let world = try World {
      $0.passwordDelay = try DelayPolicy(free: 1_000, longest: 60)
      $0.attempts = 1_000
    }
    let service = world.service
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          _ = try await service.signIn("nobody", password: "x")
        }
      }
      try await group.waitForAll()
    }
    let account = try await service.loadForStranger("nobody")
    #expect(account?.state.throttles[.password]?.failures == 50)
  }

  /// Nobody can name the library's own rows.
  @Test func theRowsCannotBeNamed() throws {
    let row = AccountID(slot: 7).text
    #expect(throws: TwoFactorError.invalidAccountID) { try AccountID(row) }
  }
}
