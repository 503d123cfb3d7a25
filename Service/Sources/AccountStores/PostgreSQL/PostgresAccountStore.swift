// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore
internal import Synchronization

/// A store in PostgreSQL, for services on many machines.
///
/// Each save is durable when it is acknowledged (`synchronous_commit=on`), and
/// one statement compares the version and sets the account.
public enum PostgresAccountStore {
  /// Connects to a database and makes the tables there.
  ///
  /// - Parameters:
  ///   - conninfo: libpq's connection string or URI (PostgreSQL 15 manual,
  ///     section 34.1.1).
  ///   - connections: How many connections are held at most.
  ///   - clock: The time, for what ends.
  /// - Throws: ``StoreError``.
  public static func open(
    _ conninfo: String, connections: Int = 8,
    clock: @escaping @Sendable () -> UnixTime = { .now }
  ) async throws -> DatabaseStore {
    let engine = try PostgresEngine(
      conninfo: conninfo, connections: connections)
    return try await DatabaseStore(engine: engine, clock: clock)
  }
}

/// PostgreSQL behind a pool of connections.
final class PostgresEngine: SQLEngine {
  private struct Pool {
    var idle: [PostgresConnection]
    var waiting: [CheckedContinuation<PostgresConnection, Never>] = []
  }

  private let pool: Mutex<Pool>
  private let count: Int
  private let reader: PostgresReader

  init(conninfo: String, connections: Int) throws {
    count = max(1, connections)
    reader = try PostgresReader()
    let idle = (0..<count).map { _ in PostgresConnection(conninfo: conninfo) }
    pool = Mutex(Pool(idle: idle))
  }

  deinit { reader.end() }

  func read(
    _ statement: String, _ values: [SQLValue]
  ) async throws -> SQLResult {
    try await withConnection { connection in
      do {
        if let answer = try await connection.ask(
          statement, values, by: reader)
        {
          return answer
        }
      } catch let error as StoreError where error == .unreachable {
        // Below it is asked again, as it only reads.
      }
      return try await connection.perform { session in
        do {
          return try session.run(statement, values)
        } catch let error as StoreError where error == .unreachable {
          // A statement that only reads can be asked again on a new
          // connection, such as after a restart of the server.
          return try session.run(statement, values)
        }
      }
    }
  }

  func write<Answer: Sendable>(
    _ work: @escaping @Sendable (SQLRun) throws -> Answer
  ) async throws -> Answer {
    try await withConnection { connection in
      try await connection.perform { session in
        try session.transaction(work)
      }
    }
  }

  /// One statement, so one round trip and one commit.
  func write(
    _ statement: String, _ values: [SQLValue], then inserts: [SQLInsert]
  ) async throws -> Bool {
    var (values, parts) = (values, ["change AS (\(statement) RETURNING 1)"])
    for (number, insert) in inserts.enumerated() {
      let text = insert.text(forEachOf: "change", from: values.count + 1)
      parts.append("insert\(number) AS (\(text))")
      values += insert.values
    }
    let whole =
      inserts.isEmpty
      ? statement
      : "WITH \(parts.joined(separator: ", ")) SELECT count(*) FROM change"
    let all = values
    let result = try await withConnection { connection in
      if let answer = try await connection.ask(whole, all, by: reader) {
        return answer
      }
      return try await connection.perform { try $0.change(whole, all) }
    }
    return inserts.isEmpty
      ? result.changed == 1 : result.rows.first?.first == .integer(1)
  }

  func close() async {
    // All of them: whoever has one gives it back when its statement is over.
    var connections: [PostgresConnection] = []
    for _ in 0..<count { connections.append(await take()) }
    for connection in connections {
      await connection.close()
      give(connection)
    }
  }

  private func withConnection<Answer: Sendable>(
    _ body: (PostgresConnection) async throws -> Answer
  ) async throws -> Answer {
    let connection = await take()
    do {
      let answer = try await body(connection)
      give(connection)
      return answer
    } catch {
      give(connection)
      throw error
    }
  }

  private func take() async -> PostgresConnection {
    if let connection = pool.withLock({ $0.idle.popLast() }) {
      return connection
    }
    return await withCheckedContinuation { waiter in
      // One may have come back since.
      let connection = pool.withLock { pool in
        if pool.idle.isEmpty { pool.waiting.append(waiter) }
        return pool.idle.popLast()
      }
      if let connection { waiter.resume(returning: connection) }
    }
  }

  private func give(_ connection: PostgresConnection) {
    let waiter = pool.withLock { pool in
      if pool.waiting.isEmpty { pool.idle.append(connection) }
      return pool.waiting.isEmpty ? nil : pool.waiting.removeFirst()
    }
    waiter?.resume(returning: connection)
  }
}

extension SQLInsert {
  /// A statement that inserts the rows once for each row of a query.
  ///
  /// PostgreSQL takes the types of values in such rows not from the columns, so
  /// each is named. A value must not be null: it would have the type `text`.
  ///
  /// - Parameters:
  ///   - source: The query's name.
  ///   - place: That of the first value.
  fileprivate func text(
    forEachOf source: String, from place: Int
  ) -> String {
    let rows = places(from: place) { "CAST($\($0) AS \($1.type))" }
    return
      "\(head) SELECT new.* FROM \(source), (VALUES \(rows)) AS new \(tail)"
  }
}

extension SQLValue {
  fileprivate var type: String {
    switch self {
    case .integer: "bigint"
    case .text, .null: "text"
    case .bytes: "bytea"
    }
  }
}
