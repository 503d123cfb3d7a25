// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Reads what ``RecordWriter`` wrote, and nothing else.
///
/// Every read throws ``TwoFactorError/unreadableState`` for bytes that the
/// writer would not have written: a field out of order, twice, or unknown; a
/// number with superfluous bytes; a text that is not UTF-8.
struct RecordReader {
  private let bytes: [UInt8]
  private(set) var position = 0
  /// The format of the record: which fields a structure may have.
  var format = Account.format

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether everything was read.
  var isAtEnd: Bool { position == bytes.count }

  /// The next byte.
  mutating func byte() throws(TwoFactorError) -> UInt8 {
    guard position < bytes.count else { throw .unreadableState }
    defer { position += 1 }
    return bytes[position]
  }

  /// The next number.
  mutating func number() throws(TwoFactorError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      let byte = try byte()
      let bits = UInt64(byte & 0x7f)
      // The tenth byte has the last bit; a last byte of zero is superfluous.
      guard shift < 63 || bits < 2, byte != 0 || shift == 0 else { break }
      value |= bits << shift
      if byte < 0x80 { return value }
    }
    throw .unreadableState
  }

  /// So many bytes.
  mutating func raw(
    _ count: Int
  ) throws(TwoFactorError) -> ArraySlice<UInt8> {
    guard 0...(bytes.count - position) ~= count else {
      throw .unreadableState
    }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// Bytes after their number.
  mutating func counted() throws(TwoFactorError) -> ArraySlice<UInt8> {
    try raw(try count())
  }

  /// How many bytes or values follow: no more than there are bytes.
  private mutating func count() throws(TwoFactorError) -> Int {
    let count = try number()
    guard count <= UInt64(bytes.count - position) else {
      throw .unreadableState
    }
    return Int(count)
  }
}

// MARK: - Fields

extension RecordReader {
  /// The field of a number, if it is the next one.
  mutating func find<Value: RecordValue>(
    _ number: UInt8
  ) throws(TwoFactorError) -> Value? {
    guard try next(is: number) else { return nil }
    return try Value(from: &self)
  }

  /// The field of a number, which must be within a range if it is there.
  mutating func find<Value: RecordValue & Comparable>(
    _ number: UInt8, in range: ClosedRange<Value>
  ) throws(TwoFactorError) -> Value? {
    let value: Value? = try find(number)
    if let value, !range.contains(value) { throw .unreadableState }
    return value
  }

  /// The field of a number, which must be the next one.
  mutating func field<Value: RecordValue>(
    _ number: UInt8
  ) throws(TwoFactorError) -> Value {
    guard try next(is: number) else { throw .unreadableState }
    return try Value(from: &self)
  }

  /// The field of a number, which must be within a range.
  mutating func field<Value: RecordValue & Comparable>(
    _ number: UInt8, in range: ClosedRange<Value>
  ) throws(TwoFactorError) -> Value {
    let value: Value = try field(number)
    guard range.contains(value) else { throw .unreadableState }
    return value
  }

  /// The values of a field; none if it is not the next one.
  mutating func fields<Value: RecordValue>(
    _ number: UInt8
  ) throws(TwoFactorError) -> [Value] {
    guard try next(is: number) else { return [] }
    let count = try count()
    guard count > 0 else { throw .unreadableState }
    var values: [Value] = []
    values.reserveCapacity(min(count, 64))
    for _ in 0..<count { values.append(try Value(from: &self)) }
    return values
  }

  /// The end of a structure: a field that was not asked for is an error.
  mutating func end() throws(TwoFactorError) {
    guard try byte() == 0 else { throw .unreadableState }
  }

  private mutating func next(
    is number: UInt8
  ) throws(TwoFactorError) -> Bool {
    guard position < bytes.count else { throw .unreadableState }
    guard bytes[position] == number else { return false }
    position += 1
    return true
  }
}
