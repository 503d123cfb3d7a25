// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

@testable import AccountStores
import OTPCore
import Testing
import TwoFactor

/// Databases that earlier versions made.
@Suite(.serialized) struct MigrationTests {
  /// People who were invited under the first schema, which had no column for
  /// it, are found as invited under this one.
  @Test(arguments: Database.all) func fillsInWhoIsInvited(
    _ database: Database
  ) async throws {
    let rows = try await accounts(database)
    let place = try await database.place()
    let old = try database.engine(place)
    // More than are read at once; and one that nobody can read.
    let ann = try #require(rows.first { $0[0] == .bytes(Array("ann".utf8)) })
    let copies = (0..<1_100).map { number -> [SQLValue] in
      [.bytes([0x7a, UInt8(number / 256), UInt8(number % 256)])]
        + ann.dropFirst()
    }
    let damaged = [.bytes([1]), ann[1], .bytes([1, 2, 3])] + ann.dropFirst(3)
    try await old.write { run in
      try Schema.migrate(run, to: 1)
      for row in rows + copies + [damaged] { _ = try run(Self.insert, row) }
    }
    await old.close()

    let store = try await database.open(place)
    let filled = try await store.engine.read(
      "SELECT id FROM accounts WHERE invited IS NOT NULL", [])
    let isFilled = Set(filled.rows.compactMap { $0[0].bytes })
    #expect(isFilled.isSuperset(of: (copies + [ann]).compactMap(\.[0].bytes)))
    #expect(isFilled.count == 1_101)
    let found = try await store.invitations(limit: 2_000)
    #expect(found.count == 1_101)
    #expect(found.allSatisfy { $0.id == "ann" && $0.invitedUntil != nil })
    await store.close()
  }

  private static let insert = """
    INSERT INTO accounts
      (id, version, body, standing, mail, search, due, saved_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    """

  /// The rows of somebody who is invited, and of two who are not.
  private func accounts(_ database: Database) async throws -> [[SQLValue]] {
    let store = try await database.open(try await database.place())
    let service = try store.service()
    let identity = ExternalIdentity(issuer: "https://idp", subject: "1")
    try await service.register("ida", mail: nil, identities: [identity])
    try await service.register("ann", mail: "ann@example.org")
    try await service.register("bob", mail: "bob@example.org")
    try await service.deactivate("bob", by: Administrator("root"), reason: "-")
    #expect(try await store.invitations().map(\.id) == ["ann"])
    let result = try await store.engine.read(
      """
      SELECT id, version, body, standing, mail, search, due, saved_at
      FROM accounts
      """, [])
    await store.close()
    #expect(result.rows.count == 3)
    return result.rows
  }
}
