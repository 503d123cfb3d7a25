// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore
public import TwoFactor

/// A store of accounts in a database, with a directory of them, an audit
/// trail, and room for what a service keeps besides.
///
/// ``SQLiteAccountStore`` and ``PostgresAccountStore`` make one.
public final class DatabaseStore: AuditingAccountStore {
  let engine: any SQLEngine
  let clock: @Sendable () -> UnixTime

  /// Opens a store and brings its tables to this version.
  init(
    engine: any SQLEngine, clock: @escaping @Sendable () -> UnixTime
  ) async throws {
    self.engine = engine
    self.clock = clock
    do {
      try await engine.write { run in try Schema.migrate(run) }
    } catch let error as StoreError where error.isRefusal {
      // Another process made the tables in the same moment.
      try await engine.write { run in try Schema.migrate(run) }
    }
  }

  /// Ends every connection.
  public func close() async { await engine.close() }

  /// Whether the database answers.
  public func isReady() async -> Bool {
    (try? await engine.read("SELECT 1", [])) != nil
  }

  // MARK: - Accounts

  /// The account as it was last saved, or `nil`.
  public func load(_ id: AccountID) async throws -> Account? {
    let row = try await engine.find(
      "SELECT body FROM accounts WHERE id = $1", [id.value])
    return try row.map(account)
  }

  /// The accounts of several ids, in one query.
  public func load(_ ids: [AccountID]) async throws -> [Account?] {
    let queries = ids.indices.map {
      "SELECT body FROM accounts WHERE id = $\($0 + 1)"
    }
    return try await findEach(queries, ids.map(\.value))
      .map { $0 == .null ? nil : try account([$0]) }
  }

  /// The value that each of several queries finds, asked for at once.
  func findEach(
    _ queries: [String], _ values: [SQLValue]
  ) async throws -> [SQLValue] {
    guard !queries.isEmpty else { return [] }
    let columns = queries.map { "(\($0))" }.joined(separator: ", ")
    let row = try await engine.find("SELECT \(columns)", values)
    guard let row, row.count == queries.count else {
      throw StoreError.malformedRow
    }
    return row
  }

  /// Saves the account if the stored one has this version, in one statement.
  public func save(
    _ account: Account, replacing version: UInt64
  ) async throws -> Bool {
    try await save(account, replacing: version, recording: [])
  }

  /// Saves the account if the stored one has this version, and the events with
  /// it, in one transaction.
  public func save(
    _ account: Account, replacing version: UInt64,
    recording events: [AuditEvent]
  ) async throws -> Bool {
    let change = try AccountChange(
      account, replacing: version, savedAt: clock())
    let inserts = try inserts(of: events)
    if change.identities.isEmpty, inserts.count <= 1 {
      return try await engine.write(
        change.statement, change.values, then: inserts)
    }
    return try await engine.write { run in
      guard try run(change.statement, change.values).changed == 1 else {
        return false
      }
      for identity in change.identities { try Self.claim(identity, run) }
      for insert in inserts { _ = try run(insert.text, insert.values) }
      return true
    }
  }

  /// Makes an identity lead to an account, unless it leads to another one that
  /// still has it: the first account that linked it keeps it until it unlinks.
  private static func claim(_ identity: [SQLValue], _ run: SQLRun) throws {
    guard try run(AccountChange.identity, identity).changed == 0 else { return }
    let name = Array(identity.prefix(2))
    let holders = try run(AccountChange.holder, name).rows
    guard let holder = holders.first, holder[0] != identity[2] else { return }
    if let body = holder[1].bytes {
      let held = try Account(decoding: body).directoryEntry.identities
      guard !held.contains(where: { $0.name == name }) else { return }
    }
    _ = try run(AccountChange.handOver, [identity[2]] + name)
  }

  func account(_ row: [SQLValue]) throws -> Account {
    guard let body = row.first?.bytes else { throw StoreError.malformedRow }
    return try Account(decoding: body)
  }
}

/// The statement that saves an account, and its values.
private struct AccountChange: Sendable {
  let statement: String
  let values: [SQLValue]
  let identities: [[SQLValue]]

  static let insert = """
    INSERT INTO accounts
      (id, version, body, standing, mail, search, due, invited, saved_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING
    """

  static let update = """
    UPDATE accounts SET version = $1, body = $2, standing = $3, mail = $4,
      search = $5, due = $6, invited = $7, saved_at = $8
    WHERE id = $9 AND version = $10
    """

  static let identity = """
    INSERT INTO identities (issuer, subject, account) VALUES ($1, $2, $3)
    ON CONFLICT (issuer, subject) DO NOTHING
    """

  static let holder = """
    SELECT identities.account, accounts.body FROM identities
    LEFT JOIN accounts ON accounts.id = identities.account
    WHERE issuer = $1 AND subject = $2
    """

  static let handOver = """
    UPDATE identities SET account = $1 WHERE issuer = $2 AND subject = $3
    """

  init(
    _ account: Account, replacing version: UInt64, savedAt now: UnixTime
  ) throws {
    let entry = account.directoryEntry
    let id = account.id.value
    let members: [SQLValue] = [
      .integer(Int64(bitPattern: account.version)),
      .bytes(try account.encoded()), .text(entry.standing.rawValue),
      entry.mail?.lowercased().key ?? .null,
      .text([account.id.text, entry.mail ?? ""].searchText),
      entry.nextDelivery.map { .integer($0.seconds) } ?? .null,
      entry.invitedUntil.map { .integer($0.seconds) } ?? .null,
      .integer(now.seconds),
    ]
    if version == 0 {
      (statement, values) = (Self.insert, [id] + members)
    } else {
      let old = SQLValue.integer(Int64(bitPattern: version))
      (statement, values) = (Self.update, members + [id, old])
    }
    identities = entry.identities.filter(\.isFindable).map { $0.name + [id] }
  }
}

extension ExternalIdentity {
  /// What its row is found by.
  var name: [SQLValue] { [.text(issuer.storable), .text(subject.storable)] }

  /// Whether it has a row to be found by.
  var isFindable: Bool { issuer.key != nil && subject.key != nil }
}

extension AccountID {
  /// The name's bytes.
  var value: SQLValue { .bytes(Array(text.utf8)) }
}

extension String {
  /// Text that PostgreSQL takes: it has no NUL.
  var storable: String {
    utf8.contains(0) ? replacing("\0", with: "\u{fffd}") : self
  }

  /// The most bytes of a text that an account is found by.
  ///
  /// PostgreSQL's indexes take 2,704 bytes a row. Mail addresses have up to
  /// 254 (RFC 5321 section 4.5.3.1.3), names at identity providers up to 255
  /// (OpenID Connect Core section 2).
  static let longestKey = 1_024

  /// The text in a column that accounts are found by.
  ///
  /// `nil` for one that is too long to be a real one; the account itself keeps
  /// it whole.
  var key: SQLValue? {
    let text = storable
    return text.utf8.count <= Self.longestKey ? .text(text) : nil
  }
}

extension [String] {
  /// What a search looks through.
  var searchText: String {
    joined(separator: "\n").lowercased().storable
  }
}
