// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import CLibpq
internal import Glibc

/// An open connection to the server; it is closed with the value.
///
/// Everything that holds libpq's pointer is here and in ``PostgresAnswer``.
@safe final class PostgresLink {
  private let pointer: OpaquePointer
  /// The part of an answer that has come.
  private var received: Result<SQLResult, any Error>?

  /// Connects within five seconds, and gives a connection up when the other
  /// machine has acknowledged nothing for ten, or has shown no life for twenty;
  /// the connection string may say otherwise.
  init(_ conninfo: String) throws {
    let settings = [
      ("connect_timeout", "5"), ("tcp_user_timeout", "10000"),
      ("keepalives_idle", "10"), ("keepalives_interval", "5"),
      ("keepalives_count", "2"),
      ("fallback_application_name", "otpkit"), ("dbname", conninfo),
    ]
    let new = unsafe Self.withTexts(settings.map { Array($0.0.utf8) }) {
      names in
      unsafe Self.withTexts(settings.map { Array($0.1.utf8) }) { values in
        unsafe PQconnectdbParams(names + [nil], values + [nil], 1)
      }
    }
    guard let new = unsafe new else { throw StoreError.unreachable }
    unsafe pointer = unsafe new
    guard isOpen else { throw StoreError.unreachable }
  }

  deinit { unsafe PQfinish(pointer) }

  /// Whether the connection was not cut, as far as is known.
  var isOpen: Bool { unsafe PQstatus(pointer) == CONNECTION_OK }

  /// Whether the other side has not ended the connection, as far as has
  /// arrived.
  ///
  /// A server that ends says so first: nothing else is to be read while no
  /// statement runs.
  var isAlive: Bool {
    var socket = unsafe pollfd(
      fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0)
    for _ in 0..<4 {
      guard unsafe poll(&socket, 1, 0) > 0 else { break }
      guard unsafe PQconsumeInput(pointer) == 1 else { return false }
    }
    return isOpen
  }

  /// Whether no transaction is open.
  var isIdle: Bool { unsafe PQtransactionStatus(pointer) == PQTRANS_IDLE }

  /// Runs a statement without values.
  func execute(_ text: String) -> PostgresAnswer {
    unsafe PostgresAnswer(PQexec(pointer, text), of: self)
  }

  /// Prepares a statement with so many values under a name.
  func prepare(_ text: String, as name: String, count: Int) -> PostgresAnswer {
    unsafe PostgresAnswer(
      PQprepare(pointer, name, text, Int32(count), nil), of: self)
  }

  /// Runs a prepared statement.
  func execute(prepared name: String, _ values: [SQLValue]) -> PostgresAnswer {
    let answer = unsafe Self.withParameters(values) { parameters in
      unsafe PQexecPrepared(
        pointer, name, Int32(values.count), parameters.texts,
        parameters.lengths, parameters.formats, 1)
    }
    return unsafe PostgresAnswer(answer, of: self)
  }

  /// The socket of the connection.
  var socket: Int32 { unsafe PQsocket(pointer) }

  /// Sends a prepared statement, whose answer ``receive()`` gives.
  ///
  /// - Throws: ``StoreError/unreachable``, with nothing sent.
  func send(prepared name: String, _ values: [SQLValue]) throws {
    received = nil
    let isSent = unsafe Self.withParameters(values) { parameters in
      unsafe PQsendQueryPrepared(
        pointer, name, Int32(values.count), parameters.texts,
        parameters.lengths, parameters.formats, 1)
    }
    guard isSent == 1 else { throw StoreError.unreachable }
  }

  /// What there is of the answer to a statement that was sent.
  ///
  /// - Returns: `nil` until the answer is whole.
  func receive() throws -> SQLResult? {
    // TLS can hold bytes back that the socket no longer has.
    for _ in 0..<(unsafe PQsslInUse(pointer) == 1 ? 2 : 1) {
      guard unsafe PQconsumeInput(pointer) == 1 else {
        throw StoreError.unreachable
      }
      if let answer = try arrived() { return answer }
    }
    return nil
  }

  private func arrived() throws -> SQLResult? {
    while unsafe PQisBusy(pointer) == 0 {
      guard let part = unsafe PQgetResult(pointer) else {
        defer { received = nil }
        return try received?.get() ?? SQLResult()
      }
      let answer = unsafe PostgresAnswer(part, of: self)
      // The first one that is an error is what is told.
      if case .failure = received { continue }
      do {
        received = .success(try answer.result())
      } catch {
        received = .failure(error)
      }
    }
    return nil
  }

  private typealias Parameters = (
    texts: [UnsafePointer<CChar>?], lengths: [Int32], formats: [Int32]
  )

  private static func withParameters<Answer>(
    _ values: [SQLValue], _ body: (Parameters) -> Answer
  ) -> Answer {
    let parameters = values.map(\.parameter)
    let lengths = parameters.map { Int32(($0 ?? []).count) }
    let formats = values.map { $0.bytes == nil ? Int32(0) : 1 }
    return unsafe withTexts(parameters) { texts in
      unsafe body((texts, lengths, formats))
    }
  }

  /// Lends copies of texts, each with a zero behind it.
  private static func withTexts<Answer>(
    _ texts: [[UInt8]?], _ body: ([UnsafePointer<CChar>?]) -> Answer
  ) -> Answer {
    let copies = unsafe texts.map { bytes -> UnsafeMutablePointer<CChar>? in
      guard let bytes else { return nil }
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
      for (place, byte) in bytes.enumerated() {
        unsafe copy[place] = CChar(bitPattern: byte)
      }
      unsafe copy[bytes.count] = 0
      return unsafe copy
    }
    defer { unsafe copies.forEach { unsafe $0?.deallocate() } }
    return unsafe body(copies.map { unsafe UnsafePointer($0) })
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
