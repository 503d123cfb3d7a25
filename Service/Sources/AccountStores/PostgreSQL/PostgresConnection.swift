// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import CLibpq
internal import Dispatch
internal import Glibc

/// A connection with a thread of its own: libpq's calls wait.
final class PostgresConnection: Sendable {
  private let queue = DispatchQueue(label: "otpkit.postgresql")
  private let session: PostgresSession

  init(conninfo: String) { session = PostgresSession(conninfo: conninfo) }

  /// Runs work on the connection's thread.
  func perform<Answer: Sendable>(
    _ work: @escaping @Sendable (PostgresSession) throws -> Answer
  ) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { [session] in
        continuation.resume(with: Result { try work(session) })
      }
    }
  }

  func close() async { try? await perform { $0.disconnect() } }
}

/// A session with the server, opened when it is needed and after a cut again.
///
/// Used by one thread at a time: its connection's.
final class PostgresSession: @unchecked Sendable {
  private let conninfo: String
  private var connection: OpaquePointer?
  /// The names of prepared statements by their text.
  private var prepared: [String: String] = [:]

  init(conninfo: String) { self.conninfo = conninfo }

  deinit { disconnect() }

  func disconnect() {
    if let connection { PQfinish(connection) }
    connection = nil
    prepared = [:]
  }

  /// The open connection.
  private func connected() throws -> OpaquePointer {
    if let connection, PQstatus(connection) == CONNECTION_OK {
      return connection
    }
    disconnect()
    let new = try Self.connect(conninfo)
    connection = new
    for setting in Self.settings { _ = try command(setting, on: new) }
    return new
  }

  /// Connects within five seconds, and gives a connection up after ten without
  /// an answer of the other machine; the connection string may say otherwise.
  private static func connect(_ conninfo: String) throws -> OpaquePointer {
    let settings = [
      ("connect_timeout", "5"), ("tcp_user_timeout", "10000"),
      ("fallback_application_name", "otpkit"), ("dbname", conninfo),
    ]
    let texts = settings.map { (strdup($0.0), strdup($0.1)) }
    defer {
      for (name, value) in texts {
        free(name)
        free(value)
      }
    }
    let names = texts.map { UnsafePointer<CChar>($0.0) } + [nil]
    let values = texts.map { UnsafePointer<CChar>($0.1) } + [nil]
    guard let new = PQconnectdbParams(names, values, 1) else {
      throw StoreError.unreachable
    }
    guard PQstatus(new) == CONNECTION_OK else {
      PQfinish(new)
      throw StoreError.unreachable
    }
    return new
  }

  private static let settings = [
    "SET synchronous_commit = on", "SET statement_timeout = '10s'",
    "SET client_min_messages = warning", "SET bytea_output = hex",
    "SET standard_conforming_strings = on",
  ]

  private func command(
    _ text: String, on connection: OpaquePointer
  ) throws -> SQLResult {
    try PostgresAnswer(PQexec(connection, text), of: connection).result()
  }

  /// Runs statements in one transaction.
  ///
  /// An error while committing leaves open whether it was saved, and says so
  /// by being thrown.
  func transaction<Answer>(_ work: (SQLRun) throws -> Answer) throws -> Answer {
    let connection = try begin()
    do {
      let answer = try work { text, values in
        try run(text, values, on: connection)
      }
      try commit(connection)
      return answer
    } catch {
      if PQtransactionStatus(connection) != PQTRANS_IDLE {
        _ = try? command("ROLLBACK", on: connection)
      }
      throw error
    }
  }

  /// A dead connection is noticed here, where nothing has been done yet.
  private func begin() throws -> OpaquePointer {
    do {
      let connection = try connected()
      _ = try command("BEGIN", on: connection)
      return connection
    } catch let error as StoreError where error == .unreachable {
      let connection = try connected()
      _ = try command("BEGIN", on: connection)
      return connection
    }
  }

  /// Commits on the connection that began.
  ///
  /// After a failed statement the server answers COMMIT with ROLLBACK, as a
  /// success.
  private func commit(_ connection: OpaquePointer) throws {
    let answer = PQexec(connection, "COMMIT")
    let tag = PQcmdStatus(answer).map { String(cString: $0) }
    _ = try PostgresAnswer(answer, of: connection).result()
    guard tag == "COMMIT" else { throw StoreError.statement(code: "25P02") }
  }

  /// Runs a statement by itself.
  func run(_ text: String, _ values: [SQLValue]) throws -> SQLResult {
    try run(text, values, on: connected())
  }

  /// Runs a statement, prepared the first time.
  private func run(
    _ text: String, _ values: [SQLValue], on connection: OpaquePointer
  ) throws -> SQLResult {
    let name = try prepare(text, values, on: connection)
    let parameters = values.map(\.parameter)
    let lengths = parameters.map { Int32(($0 ?? []).count) }
    let formats = values.map { $0.bytes == nil ? Int32(0) : 1 }
    let pointers = parameters.map { bytes -> UnsafeMutablePointer<CChar>? in
      guard let bytes = bytes.map({ $0 + [0] }) else { return nil }
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
      for (place, byte) in bytes.enumerated() {
        copy[place] = CChar(bitPattern: byte)
      }
      return copy
    }
    defer { pointers.forEach { $0?.deallocate() } }
    let values = pointers.map { UnsafePointer<CChar>($0) }
    let answer = PQexecPrepared(
      connection, name, Int32(values.count), values, lengths, formats, 0)
    return try PostgresAnswer(answer, of: connection).result()
  }

  private func prepare(
    _ text: String, _ values: [SQLValue], on connection: OpaquePointer
  ) throws -> String {
    if let name = prepared[text] { return name }
    let name = "s\(prepared.count)"
    let answer = PQprepare(connection, name, text, Int32(values.count), nil)
    _ = try PostgresAnswer(answer, of: connection).result()
    prepared[text] = name
    return name
  }
}

extension SQLValue {
  /// The bytes that libpq sends; `nil` for NULL.
  fileprivate var parameter: [UInt8]? {
    switch self {
    case .null: nil
    case .integer(let value): Array("\(value)".utf8)
    case .text(let value): Array(value.utf8)
    case .bytes(let value): value
    }
  }
}
