// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A value in a database.
enum SQLValue: Sendable, Equatable {
  case null
  case integer(Int64)
  case text(String)
  case bytes([UInt8])

  var integer: Int64? {
    if case .integer(let value) = self { value } else { nil }
  }

  var text: String? {
    if case .text(let value) = self { value } else { nil }
  }

  var bytes: [UInt8]? {
    if case .bytes(let value) = self { value } else { nil }
  }

  var byteCount: Int {
    switch self {
    case .null: 0
    case .integer: 8
    case .text(let value): value.utf8.count
    case .bytes(let value): value.count
    }
  }
}

/// What a statement came to.
struct SQLResult: Sendable {
  var rows: [[SQLValue]] = []
  /// How many rows it inserted, updated or deleted.
  var changed = 0
}

/// Rows to insert, except those whose key there is already.
struct SQLInsert: Sendable {
  let table: String
  let columns: [String]
  /// At least one, each with a value for every column.
  let rows: [[SQLValue]]

  var values: [SQLValue] { rows.flatMap(\.self) }

  /// The statement.
  var text: String {
    "\(head) VALUES \(places(from: 1) { place, _ in "$\(place)" }) \(tail)"
  }

  /// What comes before the rows.
  var head: String {
    "INSERT INTO \(table) (\(columns.joined(separator: ", ")))"
  }

  /// What comes after them.
  var tail: String { "ON CONFLICT DO NOTHING" }

  /// The rows, with a text for each value, which is told the value's place.
  func places(
    from first: Int, _ text: (Int, SQLValue) -> String
  ) -> String {
    var place = first - 1
    return rows.map { row in
      let row = row.map { value in
        place += 1
        return text(place, value)
      }
      return "(\(row.joined(separator: ", ")))"
    }.joined(separator: ", ")
  }
}

/// A statement, `$1` and so on in it, each used first in this order.
typealias SQLRun =
  (_ statement: String, _ values: [SQLValue]) throws -> SQLResult

/// A database that speaks the part of SQL that PostgreSQL and SQLite share.
///
/// The stores keep their statements to that part, so that both engines run
/// the same ones.
protocol SQLEngine: Sendable {
  /// Runs one statement that only reads.
  func read(
    _ statement: String, _ values: [SQLValue]
  ) async throws -> SQLResult

  /// The first row that a statement finds by a key.
  ///
  /// It takes microseconds, where ``read(_:_:)`` may look through a table.
  func find(
    _ statement: String, _ values: [SQLValue]
  ) async throws -> [SQLValue]?

  /// Runs statements in one transaction, all or none. It is durable when
  /// this returns. The work may not be run twice.
  ///
  /// - Parameter work: Throws to undo everything.
  func write<Answer: Sendable>(
    _ work: @escaping @Sendable (SQLRun) throws -> Answer
  ) async throws -> Answer

  /// Runs one statement that changes a row at most and, if it does, inserts
  /// rows; all in one transaction. It is durable when this returns.
  ///
  /// - Returns: Whether it changed a row.
  func write(
    _ statement: String, _ values: [SQLValue], then inserts: [SQLInsert]
  ) async throws -> Bool

  /// Ends every connection.
  func close() async
}

extension SQLEngine {
  func find(
    _ statement: String, _ values: [SQLValue]
  ) async throws -> [SQLValue]? {
    try await read(statement, values).rows.first
  }

  /// Runs one statement that changes a row at most.
  @discardableResult
  func write(
    _ statement: String, _ values: [SQLValue] = []
  ) async throws -> Bool {
    try await write(statement, values, then: [])
  }
}

/// Why a store could not be opened or used; no text of a row is in it.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  enum Code: Hashable {
    case unreachable, statement(String), newerSchema(Int64), malformedRow
    case notDatabase
  }

  let code: Code

  init(_ code: Code) { self.code = code }

  /// The database cannot be reached, or the connection was cut.
  public static let unreachable = Self(.unreachable)

  /// The database refused a statement, with this SQLSTATE or result code.
  public static func statement(code: String) -> Self { Self(.statement(code)) }

  /// The tables were made by a later version.
  public static func newerSchema(_ version: Int64) -> Self {
    Self(.newerSchema(version))
  }

  /// A row is not what this version writes.
  public static let malformedRow = Self(.malformedRow)

  /// The file is there, and SQLite did not write it.
  public static let notDatabase = Self(.notDatabase)

  /// Whether the database answered and said no.
  var isRefusal: Bool {
    if case .statement = code { true } else { false }
  }

  /// One sentence.
  public var description: String {
    switch code {
    case .unreachable: "the database cannot be reached"
    case .statement(let code): "the database refused a statement (\(code))"
    case .newerSchema(let version):
      "the tables have version \(version), later than this program's"
    case .malformedRow: "a row of the database is malformed"
    case .notDatabase: "the file is no SQLite database"
    }
  }
}
