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
  static let scenarios: [Scenario] = {
    let folder = URL(filePath: #filePath).appending(
      path: "../../../../Tests/TwoFactorTests/Scenarios"
    ).standardizedFileURL
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.path)
    return (names ?? []).sorted().filter { $0.hasSuffix(".json") }.flatMap {
      name in
      let bytes =
        (try? Data(contentsOf: folder.appending(path: name))) ?? Data()
      return (try? Scenario.all(parsing: Array(bytes), named: name)) ?? []
    }
  }()

  @Test func scenariosAreFound() {
    #expect(Self.scenarios.count > 90)
  }

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

  @Test(arguments: Database.all) func passesEveryScenario(
    _ database: Database
  ) async throws {
    var deviations: [String] = []
    for scenario in Self.scenarios {
      let store = try await database.open(try await database.place())
      if let deviation = try await scenario.deviation(on: { store }) {
        deviations.append("\(scenario.id): \(deviation)")
      }
      await store.close()
    }
    #expect(deviations == [], "\(deviations)")
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
