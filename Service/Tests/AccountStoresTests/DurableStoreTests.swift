// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import Foundation
import Testing
import TwoFactor
import TwoFactorTesting

/// The contract, and every scenario of the account layer, on real databases.
@Suite(.serialized) struct DurableStoreTests {
  @Test(arguments: Database.all) func keepsTheContract(
    _ database: Database
  ) async throws {
    let places = Places()
    let contract = StoreContract(
      tasks: 24,
      sharing: { old in try await database.open(places.place(of: old)) },
      reopening: { old in
        // No farewell: the first store's connections stay as a crash leaves
        // them.
        try await database.open(places.place(of: old))
      },
      recorded: { store, id in
        try await (store as? DatabaseStore)?.events(of: id, limit: 1_000) ?? []
      },
      make: {
        let place = try await database.place()
        let store = try await database.open(place)
        await places.add(store, place)
        return store
      })
    let violations = await contract.violations()
    #expect(violations == [], "\(violations)")
    await places.closeAll()
  }

  @Test(arguments: Database.all, ServiceCheck.all) func withstands(
    _ database: Database, _ check: ServiceCheck
  ) async throws {
    let store = try await database.open(try await database.place())
    let finding = try await check.finding(on: store)
    await store.close()
    #expect(finding == nil)
  }

  @Test(arguments: Database.all, try Scenario.all()) func passes(
    _ database: Database, _ scenario: Scenario
  ) async throws {
    let store = try await database.open(try await database.place())
    let deviation = try await scenario.deviation(on: { store })
    await store.close()
    #expect(deviation == nil)
  }
}

/// Where the stores of a test lie.
private actor Places {
  private var known: [ObjectIdentifier: (store: DatabaseStore, place: String)] =
    [:]

  func add(_ store: DatabaseStore, _ place: String) {
    known[ObjectIdentifier(store)] = (store, place)
  }

  func place(of store: any AccountStore) throws -> String {
    guard let store = store as? DatabaseStore,
      let place = known[ObjectIdentifier(store)]?.place
    else { throw DatabaseFailed("a store that no test opened") }
    return place
  }

  func closeAll() async {
    for (store, _) in known.values { await store.close() }
  }
}
