// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Writes the stored form of an account: numbered fields in ascending order,
/// a zero at the end of each structure.
///
/// There is one text for one value: numbers are as short as they can be, an
/// empty list and a missing value are not written, sets and dictionaries are
/// sorted.
struct RecordWriter {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  /// Seven bits a byte, the lowest first (LEB128).
  mutating func number(_ value: UInt64) {
    var rest = value
    while rest > 0x7f {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Bytes whose number the reader knows.
  mutating func raw(_ bytes: some Collection<UInt8>) { self.bytes += bytes }

  /// Bytes after their number.
  mutating func counted(_ bytes: [UInt8]) {
    number(UInt64(bytes.count))
    self.bytes += bytes
  }

  /// A field.
  mutating func field(_ number: UInt8, _ value: some RecordValue) {
    bytes.append(number)
    value.write(to: &self)
  }

  /// A field, if it has a value.
  mutating func field(_ number: UInt8, ifAny value: (some RecordValue)?) {
    if let value { field(number, value) }
  }

  /// A field of several values, if there are any.
  mutating func fields(_ number: UInt8, _ values: [some RecordValue]) {
    guard !values.isEmpty else { return }
    bytes.append(number)
    self.number(UInt64(values.count))
    for value in values { value.write(to: &self) }
  }

  /// Ends a structure.
  mutating func end() { bytes.append(0) }
}

/// Something that a record has in a field.
///
/// A structure writes its fields in ascending order and reads them in the same
/// order; ``Account/State`` says how to add one.
protocol RecordValue {
  /// Reads what ``write(to:)`` writes, and nothing else.
  init(from record: inout RecordReader) throws(TwoFactorError)

  /// Writes the value.
  func write(to record: inout RecordWriter)
}
