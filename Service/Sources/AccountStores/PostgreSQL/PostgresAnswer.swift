// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import CLibpq

/// What the server answered; it is released with the value.
@safe struct PostgresAnswer: ~Copyable {
  private let pointer: OpaquePointer?
  private let link: PostgresLink

  init(_ pointer: OpaquePointer?, of link: PostgresLink) {
    unsafe self.pointer = unsafe pointer
    self.link = link
  }

  deinit { unsafe PQclear(pointer) }

  /// The rows.
  ///
  /// - Throws: ``StoreError``.
  borrowing func result() throws -> SQLResult {
    switch unsafe PQresultStatus(pointer) {
    case PGRES_COMMAND_OK: return SQLResult(changed: changed)
    case PGRES_TUPLES_OK: return SQLResult(rows: try rows(), changed: changed)
    default: throw error
    }
  }

  /// The word for what was done, such as `COMMIT`.
  var tag: String? {
    unsafe PQcmdStatus(pointer).map { unsafe String(cString: $0) }
  }

  private var changed: Int {
    guard let text = unsafe PQcmdTuples(pointer) else { return 0 }
    return unsafe Int(String(cString: text)) ?? 0
  }

  private var error: StoreError {
    guard link.isOpen else { return .unreachable }
    // 57P01 and its like: the server is going down.
    let state =
      unsafe PQresultErrorField(pointer, Int32(UInt8(ascii: "C")))
      .map { unsafe String(cString: $0) } ?? ""
    return state.hasPrefix("57P") ? .unreachable : .statement(code: state)
  }

  private func rows() throws -> [[SQLValue]] {
    let columns = unsafe PQnfields(pointer)
    return try unsafe (0..<PQntuples(pointer)).map { row in
      try (0..<columns).map { column in try value(row, column) }
    }
  }

  /// Binary values (PostgreSQL 15 manual, 34.3.1); the object ids of types are
  /// fixed (pg_type.dat).
  private func value(_ row: Int32, _ column: Int32) throws -> SQLValue {
    guard unsafe PQgetisnull(pointer, row, column) == 0,
      let start = unsafe PQgetvalue(pointer, row, column)
    else { return .null }
    let bytes = unsafe UnsafeRawBufferPointer(
      start: start, count: Int(PQgetlength(pointer, row, column)))
    switch unsafe PQftype(pointer, column) {
    case 17: return .bytes(unsafe Array(bytes))
    case 20, 21, 23: return .integer(try Self.integer(unsafe Array(bytes)))
    default: return .text(unsafe String(decoding: bytes, as: UTF8.self))
    }
  }

  /// A number of two, four or eight bytes, the most significant first.
  private static func integer(_ bytes: [UInt8]) throws -> Int64 {
    guard let first = bytes.first else { throw StoreError.malformedRow }
    let sign: Int64 = first < 0x80 ? 0 : -1
    return bytes.reduce(sign) { $0 << 8 | Int64($1) }
  }
}
