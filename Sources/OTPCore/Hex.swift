// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Base 16 (RFC 4648 section 8), as the vectors and the command line use it.
package enum Hex {
  /// The bytes as lower-case digits.
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that `text` spells in either case, or `nil` if it is not an
  /// even number of hexadecimal digits.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    let wellFormed = decode(text.utf8) { bytes.append($0) }
    return wellFormed ? bytes : nil
  }

  /// Gives each byte to `emit` as soon as it is known; false if `text` is not
  /// an even number of hexadecimal digits.
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

  /// The value of one digit.
  static func value(of character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character &- 48
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character &- 87
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character &- 55
    default: nil
    }
  }
}
