// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Base 16 (RFC 4648 section 8).
package enum Hex {
  /// The bytes as lower-case digits.
  ///
  /// Time depends on: the number of bytes.
  package static func encode(_ bytes: some Collection<UInt8>) -> String {
    var rest = bytes.makeIterator()
    var byte: UInt8 = 0
    return String(asciiCount: 2 * bytes.count) { place in
      guard place.isMultiple(of: 2) else { return digit(of: byte & 15) }
      byte = rest.next() ?? 0
      return digit(of: byte >> 4)
    }
  }

  /// The digit for four bits, without a table that a secret would index.
  private static func digit(of value: UInt8) -> UInt8 {
    // From 10 on, a…f stand 39 places higher.
    let beyond9 = (9 &- value) >> 7
    return value &+ 48 &+ (beyond9 &* 39)
  }

  /// The bytes that `text` spells in either case, or `nil` if it is not an
  /// even number of hexadecimal digits.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    let wellFormed = decode(text.utf8) { bytes.append($0) }
    return wellFormed ? bytes : nil
  }

  /// Passes each byte to `emit`.
  ///
  /// - Returns: False if `text` is not an even number of hexadecimal digits.
  static func decode(
    _ text: some Sequence<UInt8>, emit: (UInt8) -> Void
  ) -> Bool {
    var high: UInt8?
    for character in text {
      guard let nibble = value(of: character) else { return false }
      if let first = high {
        emit(first << 4 | nibble)
        high = nil
      } else {
        high = nibble
      }
    }
    return high == nil
  }

  /// The value of one digit, or `nil` for any other character.
  ///
  /// Computed without a branch: each line adds the value plus 1 if the
  /// character lies between its two bounds, where both differences are negative.
  package static func value(of character: UInt8) -> UInt8? {
    let c = Int32(character)
    var value: Int32 = -1
    value &+= (((47 &- c) & (c &- 58)) >> 8) & (c &- 47)
    value &+= (((64 &- c) & (c &- 71)) >> 8) & (c &- 54)
    value &+= (((96 &- c) & (c &- 103)) >> 8) & (c &- 86)
    let isForeign = ConstantTime.decide(UInt32(bitPattern: value) >> 31)
    return isForeign ? nil : UInt8(truncatingIfNeeded: value)
  }
}
