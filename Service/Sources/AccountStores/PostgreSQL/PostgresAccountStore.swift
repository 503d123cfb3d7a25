// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

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
    let engine = PostgresEngine(conninfo: conninfo, connections: connections)
    return try await DatabaseStore(engine: engine, clock: clock)
  }
}

/// PostgreSQL behind a pool of connections.
actor PostgresEngine: SQLEngine {
  private var idle: [PostgresConnection]
  private var waiting: [CheckedContinuation<PostgresConnection, Never>] = []

  init(conninfo: String, connections: Int) {
    idle = (0..<max(1, connections)).map { _ in
      PostgresConnection(conninfo: conninfo)
    }
  }

  nonisolated func read(
    _ statement: String, _ values: [SQLValue]
  ) async throws -> SQLResult {
    try await withConnection { connection in
      try await connection.perform { session in
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

  nonisolated func write<Answer: Sendable>(
    _ work: @escaping @Sendable (SQLRun) throws -> Answer
  ) async throws -> Answer {
    try await withConnection { connection in
      try await connection.perform { session in
        try session.transaction(work)
      }
    }
  }

  func close() async {
    for connection in idle { await connection.close() }
  }

  private nonisolated func withConnection<Answer: Sendable>(
    _ body: (PostgresConnection) async throws -> Answer
  ) async throws -> Answer {
    let connection = await take()
    do {
      let answer = try await body(connection)
      await give(connection)
      return answer
    } catch {
      await give(connection)
      throw error
    }
  }

  private func take() async -> PostgresConnection {
    if let connection = idle.popLast() { return connection }
    return await withCheckedContinuation { waiting.append($0) }
  }

  private func give(_ connection: PostgresConnection) {
    if waiting.isEmpty {
      idle.append(connection)
    } else {
      waiting.removeFirst().resume(returning: connection)
    }
  }
}
