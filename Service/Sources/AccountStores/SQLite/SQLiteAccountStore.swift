// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
public import OTPCore

/// A store in one SQLite file, for a service on one machine.
///
/// Each save is on the disk when it is acknowledged: write-ahead log with
/// `synchronous=FULL`. Several processes may use one file, and write in turn.
public enum SQLiteAccountStore {
  /// Opens a file, or makes it.
  ///
  /// - Parameters:
  ///   - path: The file; its folder must exist. `-wal`, `-shm` and `-turn` lie
  ///     beside.
  ///   - clock: The time, for what ends.
  /// - Throws: ``StoreError``.
  public static func open(
    path: String, clock: @escaping @Sendable () -> UnixTime = { .now }
  ) async throws -> DatabaseStore {
    try await DatabaseStore(engine: SQLiteEngine(path: path), clock: clock)
  }
}

/// SQLite behind GRDB: one writer, readers beside it.
struct SQLiteEngine: SQLEngine {
  private let pool: DatabasePool
  private let writer: SQLiteWriter
  private let finder: SQLiteFinder

  init(path: String) throws {
    var configuration = GRDB.Configuration()
    // Ten seconds in all. SQLite's own waits grow to a tenth of a second each,
    // and somebody else has the lock again by then.
    configuration.busyMode = .callback { tries in
      WriterTurn.pause()
      return tries < 10_000
    }
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
    }
    try makePrivateFile(path)
    do {
      pool = try DatabasePool(path: path, configuration: configuration)
      configuration.readonly = true
      finder = try SQLiteFinder(path: path, configuration)
    } catch {
      throw StoreError(error)
    }
    writer = SQLiteWriter(pool, turn: try WriterTurn(beside: path))
  }

  func read(
    _ statement: String, _ values: [SQLValue]
  ) async throws -> SQLResult {
    do {
      // One statement is a transaction of its own.
      return try await pool.unsafeRead { database in
        try Self.run(database, statement, values)
      }
    } catch {
      throw StoreError(error)
    }
  }

  /// Here and now: to hand it to another thread takes longer than the search.
  func find(
    _ statement: String, _ values: [SQLValue]
  ) async throws -> [SQLValue]? {
    try findNow(statement, values)
  }

  private func findNow(
    _ statement: String, _ values: [SQLValue]
  ) throws -> [SQLValue]? {
    do {
      return try finder.find { database in
        try Self.run(database, statement, values).rows.first
      }
    } catch {
      throw StoreError(error)
    }
  }

  func write<Answer: Sendable>(
    _ work: @escaping @Sendable (SQLRun) throws -> Answer
  ) async throws -> Answer {
    do {
      return try await writer.perform { database in
        try work { statement, values in
          try Self.run(database, statement, values)
        }
      }
    } catch let error as DatabaseError {
      throw StoreError(error)
    }
  }

  func write(
    _ statement: String, _ values: [SQLValue], then inserts: [SQLInsert]
  ) async throws -> Bool {
    try await write { run in
      guard try run(statement, values).changed == 1 else { return false }
      for insert in inserts { _ = try run(insert.text, insert.values) }
      return true
    }
  }

  func close() async {
    finder.close()
    try? pool.close()
  }

  private static func run(
    _ database: Database, _ text: String, _ values: [SQLValue]
  ) throws -> SQLResult {
    let statement = try database.cachedStatement(sql: text)
    // As optionals of any type: GRDB reads an array of one type by a key path,
    // which takes longer than the search.
    let arguments = StatementArguments(
      values.map { $0.databaseValue as (any DatabaseValueConvertible)? })
    guard statement.columnCount > 0 else {
      try statement.execute(arguments: arguments)
      return SQLResult(changed: database.changesCount)
    }
    let rows = try Row.fetchAll(statement, arguments: arguments)
    return SQLResult(
      rows: rows.map { row in row.databaseValues.map(SQLValue.init) },
      changed: database.changesCount)
  }
}

/// Makes a file that is its owner's alone, unless it is there already.
///
/// SQLite gives the files beside it the same rights.
private func makePrivateFile(_ path: String) throws {
  let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
  guard file >= 0 else { throw StoreError.unreachable }
  close(file)
}

extension StoreError {
  fileprivate init(_ error: any Error) {
    guard let error = error as? DatabaseError else {
      self = error as? StoreError ?? .unreachable
      return
    }
    self =
      error.resultCode == .SQLITE_NOTADB
      ? .notDatabase
      : .statement(code: "\(error.extendedResultCode.rawValue)")
  }
}

extension SQLValue {
  fileprivate var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .integer(let value): value.databaseValue
    case .text(let value): value.databaseValue
    case .bytes(let value): Data(value).databaseValue
    }
  }

  fileprivate init(_ value: DatabaseValue) {
    switch value.storage {
    case .null: self = .null
    case .int64(let integer): self = .integer(integer)
    case .double(let number): self = .text("\(number)")
    case .string(let text): self = .text(text)
    case .blob(let data): self = .bytes(Array(data))
    }
  }
}
