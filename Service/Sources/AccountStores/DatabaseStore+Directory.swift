// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore
public import TwoFactor

extension DatabaseStore {
  // MARK: - Finding accounts

  /// The accounts whose name or mail address has `text` in it, in the order
  /// of their names; records of unknown names are not among them.
  ///
  /// - Parameters:
  ///   - text: Any text, taken as it is; `nil` or empty for every account.
  ///   - after: Where the last page ended.
  ///   - limit: How many at most.
  public func entries(
    matching text: String? = nil, after: AccountID? = nil, limit: Int = 50
  ) async throws -> [DirectoryEntry] {
    let escaped = (text ?? "").lowercased().storable
      .replacing("!", with: "!!").replacing("%", with: "!%")
      .replacing("_", with: "!_")
    let result = try await engine.read(
      """
      SELECT body FROM accounts
      WHERE id > $1 AND standing NOT IN ('unknown', 'erased') AND search LIKE $2 ESCAPE '!'
      ORDER BY id LIMIT $3
      """,
      [
        after?.value ?? .bytes([]), .text("%\(escaped)%"),
        .integer(Int64(limit)),
      ])
    return try result.rows.map { try account($0).directoryEntry }
  }

  /// The active accounts whose people have not replaced a temporary password,
  /// those that end first at the top.
  ///
  /// - Parameters:
  ///   - last: The last one of the page before: when it ends, and its account.
  ///   - limit: How many at most.
  public func invitations(
    after last: (end: UnixTime, account: AccountID)? = nil, limit: Int = 50
  ) async throws -> [DirectoryEntry] {
    let result = try await engine.read(
      """
      SELECT body FROM accounts
      WHERE invited > $1 OR (invited = $1 AND id > $2)
      ORDER BY invited, id LIMIT $3
      """,
      [
        .integer(last?.end.seconds ?? .min),
        last?.account.value ?? .bytes([]), .integer(Int64(limit)),
      ])
    return try result.rows.map { try account($0).directoryEntry }
  }

  /// The account with a mail address, whatever the case of its letters.
  ///
  /// - Returns: `nil` as well if several accounts have this address.
  public func account(mail: String) async throws -> AccountID? {
    let result = try await engine.read(
      "SELECT body FROM accounts WHERE mail = $1 LIMIT 2",
      [.text(mail.lowercased().storable)])
    guard result.rows.count == 1, let row = result.rows.first else {
      return nil
    }
    return try account(row).id
  }

  /// The account of a person at an identity provider.
  public func account(
    identity: ExternalIdentity
  ) async throws -> AccountID? {
    let result = try await engine.read(
      """
      SELECT accounts.body FROM identities
      JOIN accounts ON accounts.id = identities.account
      WHERE issuer = $1 AND subject = $2
      """, identity.name)
    guard let row = result.rows.first else { return nil }
    let found = try account(row)
    // An identity that an account has unlinked leaves its row behind, until
    // another account links it.
    return found.directoryEntry.identities.contains(identity) ? found.id : nil
  }

  // MARK: - Housekeeping

  /// The accounts with messages that nobody has sent, the oldest first.
  public func dueDeliveries(
    at now: UnixTime, limit: Int = 100
  ) async throws -> [AccountID] {
    let result = try await engine.read(
      "SELECT body FROM accounts WHERE due <= $1 ORDER BY due LIMIT $2",
      [.integer(now.seconds), .integer(Int64(limit))])
    return try result.rows.map { try account($0).id }
  }

  /// Drops what is over: records and counters that have ended, and records of
  /// unknown names that were not saved for a day.
  ///
  /// - Returns: How many rows it dropped.
  @discardableResult
  public func sweep(at now: UnixTime) async throws -> Int {
    let yesterday = SQLValue.integer(now.advanced(by: -86_400).seconds)
    let time = SQLValue.integer(now.seconds)
    return try await engine.write { run in
      let unknown = try run(
        "DELETE FROM accounts WHERE standing = 'unknown' AND saved_at < $1",
        [yesterday])
      let records = try run("DELETE FROM records WHERE ends_at <= $1", [time])
      let counters = try run("DELETE FROM counters WHERE ends_at <= $1", [time])
      return unknown.changed + records.changed + counters.changed
    }
  }
}

// MARK: - What a service keeps besides

extension DatabaseStore {
  /// The record of a name, unless it has ended.
  public func record(
    _ name: [UInt8], in room: String
  ) async throws -> [UInt8]? {
    try await records([(room, name)])[0]
  }

  /// The records of names in their rooms, unless they have ended, read in one
  /// query and in the order of the names.
  public func records(
    _ names: [(room: String, name: [UInt8])]
  ) async throws -> [[UInt8]?] {
    let queries = names.indices.map { index in
      let first = 3 * index + 1
      return """
        SELECT body FROM records WHERE room = $\(first) AND name = $\(first + 1)
          AND (ends_at IS NULL OR ends_at > $\(first + 2))
        """
    }
    let now = SQLValue.integer(clock().seconds)
    return try await findEach(
      queries, names.flatMap { [.text($0.room), .bytes($0.name), now] }
    ).map(\.bytes)
  }

  /// Every record of a room, by its name.
  public func records(
    in room: String
  ) async throws -> [(name: [UInt8], body: [UInt8])] {
    let result = try await engine.read(
      "SELECT name, body FROM records WHERE room = $1 ORDER BY name",
      [.text(room)])
    return result.rows.compactMap { row in
      guard row.count == 2, let name = row[0].bytes, let body = row[1].bytes
      else { return nil }
      return (name, body)
    }
  }

  /// Puts a record in the place of the one of its name.
  public func put(
    _ body: [UInt8], as name: [UInt8], in room: String,
    until end: UnixTime? = nil
  ) async throws {
    try await engine.write(
      """
      INSERT INTO records (room, name, body, ends_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (room, name)
      DO UPDATE SET body = excluded.body, ends_at = excluded.ends_at
      """,
      [
        .text(room), .bytes(name), .bytes(body),
        end.map { .integer($0.seconds) } ?? .null,
      ])
  }

  /// Puts a record where there is none, or one that has ended.
  ///
  /// - Returns: Whether it did: of many calls one gets `true`.
  public func claim(
    _ body: [UInt8], as name: [UInt8], in room: String, until end: UnixTime
  ) async throws -> Bool {
    let now = SQLValue.integer(clock().seconds)
    return try await engine.write { run in
      _ = try run(
        "DELETE FROM records WHERE room = $1 AND name = $2 AND ends_at <= $3",
        [.text(room), .bytes(name), now])
      return try run(
        """
        INSERT INTO records (room, name, body, ends_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (room, name) DO NOTHING
        """,
        [.text(room), .bytes(name), .bytes(body), .integer(end.seconds)]
      ).changed == 1
    }
  }

  /// Puts a record in the place of the one of its name, unless that is empty.
  ///
  /// An empty record closes its name: whoever changes the record at the same
  /// time does not open it again.
  ///
  /// - Returns: Whether it did.
  @discardableResult
  public func putUnlessEmpty(
    _ body: [UInt8], as name: [UInt8], in room: String, until end: UnixTime
  ) async throws -> Bool {
    try await engine.write(
      """
      INSERT INTO records (room, name, body, ends_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (room, name)
      DO UPDATE SET body = excluded.body, ends_at = excluded.ends_at
      WHERE length(records.body) > 0
      """,
      [.text(room), .bytes(name), .bytes(body), .integer(end.seconds)])
  }

  /// Drops a record.
  ///
  /// - Returns: Whether there was one: of many calls one gets `true`.
  @discardableResult
  public func drop(_ name: [UInt8], in room: String) async throws -> Bool {
    try await engine.write(
      "DELETE FROM records WHERE room = $1 AND name = $2",
      [.text(room), .bytes(name)])
  }
}
