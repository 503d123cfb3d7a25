// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The tables, and how those of an earlier version become those of this one.
///
/// Names are bytes: databases compare text by their locale, and an account's
/// name means its bytes. Times are seconds since 1970.
enum Schema {
  /// Each element takes the tables one version further and never changes
  /// once it was released.
  static let migrations: [[String]] = [
    [
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
    ],
    [
      "ALTER TABLE accounts ADD COLUMN invited bigint",
      "CREATE INDEX accounts_invited ON accounts (invited)",
    ],
  ]

  /// Makes the tables, or takes them to this version.
  ///
  /// - Throws: ``StoreError/newerSchema(_:)`` for tables of a later version.
  static func migrate(_ run: SQLRun) throws {
    _ = try run(
      "CREATE TABLE IF NOT EXISTS schema_version (version bigint NOT NULL)", [])
    let rows = try run("SELECT max(version) FROM schema_version", []).rows
    let version = rows.first?.first?.integer ?? 0
    guard version <= migrations.count else {
      throw StoreError.newerSchema(version)
    }
    for (index, statements) in migrations.enumerated()
    where index >= version {
      for statement in statements { _ = try run(statement, []) }
      _ = try run(
        "INSERT INTO schema_version (version) VALUES ($1)",
        [.integer(Int64(index + 1))])
    }
  }
}
