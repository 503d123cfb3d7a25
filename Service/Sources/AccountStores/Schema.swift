// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore
internal import TwoFactor

/// The tables, and how those of an earlier version become those of this one.
///
/// Names are bytes: databases compare text by their locale, and an account's
/// name means its bytes. Times are seconds since 1970.
enum Schema {
  /// What takes the tables one version further.
  enum Migration: Sendable {
    case statements([String])
    case rows(@Sendable (SQLRun) throws -> Void)

    func callAsFunction(_ run: SQLRun) throws {
      switch self {
      case .statements(let texts): for text in texts { _ = try run(text, []) }
      case .rows(let change): try change(run)
      }
    }
  }

  /// None of them changes once it was released.
  static let migrations: [Migration] = [
    .statements([
      """
      CREATE TABLE accounts (
        id bytea PRIMARY KEY, version bigint NOT NULL, body bytea NOT NULL,
        standing text NOT NULL, mail text, search text NOT NULL,
        due bigint, saved_at bigint NOT NULL)
      """,
      "CREATE INDEX accounts_mail ON accounts (mail)",
      "CREATE INDEX accounts_due ON accounts (due)",
      """
      CREATE TABLE identities (
        issuer text NOT NULL, subject text NOT NULL, account bytea NOT NULL,
        PRIMARY KEY (issuer, subject))
      """,
      """
      CREATE TABLE events (
        id bytea PRIMARY KEY, account bytea NOT NULL, kind text NOT NULL,
        body bytea NOT NULL)
      """,
      "CREATE INDEX events_account ON events (account, id)",
      """
      CREATE TABLE records (
        room text NOT NULL, name bytea NOT NULL, body bytea NOT NULL,
        ends_at bigint, PRIMARY KEY (room, name))
      """,
      "CREATE INDEX records_end ON records (ends_at)",
      """
      CREATE TABLE counters (
        name text PRIMARY KEY, start bigint NOT NULL, count bigint NOT NULL,
        ends_at bigint NOT NULL)
      """,
    ]),
    .statements([
      "ALTER TABLE accounts ADD COLUMN invited bigint",
      "CREATE INDEX accounts_invited ON accounts (invited)",
    ]),
    .rows(fillInvited),
  ]

  /// Makes the tables, or takes them to this version.
  ///
  /// - Parameter last: The version to stop at: an earlier one in tests alone.
  /// - Throws: ``StoreError/newerSchema(_:)`` for tables of a later version.
  static func migrate(
    _ run: SQLRun, to last: Int = migrations.count
  ) throws {
    _ = try run(
      "CREATE TABLE IF NOT EXISTS schema_version (version bigint NOT NULL)", [])
    let rows = try run("SELECT max(version) FROM schema_version", []).rows
    let version = rows.first?.first?.integer ?? 0
    guard version <= migrations.count else {
      throw StoreError.newerSchema(version)
    }
    for (index, migration) in migrations.prefix(last).enumerated()
    where index >= version {
      try migration(run)
      _ = try run(
        "INSERT INTO schema_version (version) VALUES ($1)",
        [.integer(Int64(index + 1))])
    }
  }

  /// The column was empty in the rows that were there before it.
  private static func fillInvited(_ run: SQLRun) throws {
    var last = SQLValue.bytes([])
    while true {
      let rows = try run(
        """
        SELECT id, version, body FROM accounts
        WHERE id > $1 AND invited IS NULL ORDER BY id LIMIT 500
        """, [last]
      ).rows
      guard let end = rows.last else { return }
      for row in rows {
        // What cannot be read stays as it is, for whoever asks for it.
        guard let body = row[2].bytes,
          let account = try? Account(decoding: body),
          let until = account.directoryEntry.invitedUntil
        else { continue }
        // A program of the version before may have saved another one since.
        _ = try run(
          "UPDATE accounts SET invited = $1 WHERE id = $2 AND version = $3",
          [.integer(until.seconds), row[0], row[1]])
      }
      last = end[0]
    }
  }
}
