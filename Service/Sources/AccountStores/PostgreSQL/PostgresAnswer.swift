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

  /// The object ids of types are fixed (pg_type.dat).
  private func value(_ row: Int32, _ column: Int32) throws -> SQLValue {
    guard unsafe PQgetisnull(pointer, row, column) == 0,
      let start = unsafe PQgetvalue(pointer, row, column)
    else { return .null }
    let text = unsafe String(cString: start)
    switch unsafe PQftype(pointer, column) {
    case 17: return .bytes(try Self.bytes(hex: text))
    case 20, 21, 23:
      guard let integer = Int64(text) else { throw StoreError.malformedRow }
      return .integer(integer)
    default: return .text(text)
    }
  }

  /// `\x` and two hexadecimal digits a byte.
  private static func bytes(hex text: String) throws -> [UInt8] {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2), digits.starts(with: "\\x".utf8)
    else { throw StoreError.malformedRow }
    return try stride(from: 2, to: digits.count, by: 2).map { place in
      try nibble(digits[place]) << 4 | nibble(digits[place + 1])
    }
  }

  private static func nibble(_ digit: UInt8) throws -> UInt8 {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: throw StoreError.malformedRow
    }
  }
}
