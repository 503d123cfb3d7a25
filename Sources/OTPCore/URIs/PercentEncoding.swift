// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Percent-encoding (RFC 3986 section 2.1) of UTF-8.
enum PercentEncoding {
  /// Encodes everything but the unreserved characters (section 2.3).
  static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isUnreserved(byte) {
        bytes.append(byte)
      } else {
        bytes.append(UInt8(ascii: "%"))
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Decodes `text`; `nil` if a percent sign is not followed by two digits, or if
  /// the result is not UTF-8.
  ///
  /// - Parameters:
  ///   - text: Part of a URI.
  ///   - plusIsSpace: Whether to read `+` as a space, as HTML forms write it.
  static func decode(
    _ text: Substring.UTF8View, plusIsSpace: Bool
  ) -> String? {
    var bytes: [UInt8] = []
    let isWellFormed = decode(text, plusIsSpace: plusIsSpace) {
      bytes.append($0)
    }
    return isWellFormed ? String(validating: bytes, as: UTF8.self) : nil
  }

  /// Decodes a secret value to memory that is wiped; `nil` as above.
  ///
  /// Time depends on: the length, the places of percent and plus signs, and
  /// whether all bytes are ASCII; if not, on the bytes too.
  static func decodeSecret(
    _ text: Substring.UTF8View, plusIsSpace: Bool
  ) -> WipedBytes? {
    var isWellFormed = false
    var all: UInt8 = 0
    let bytes = WipedBytes(capacity: text.count) { append in
      isWellFormed = decode(text, plusIsSpace: plusIsSpace) {
        append($0)
        all |= $0
      }
    }
    guard isWellFormed else { return nil }
    // ASCII is UTF-8. Any other text is no base32, so it is not secret.
    guard ConstantTime.decide(UInt32(all & 0x80)) else { return bytes }
    let isUTF8 = unsafe bytes.withUnsafeBytes {
      unsafe String(validating: $0, as: UTF8.self) != nil
    }
    return isUTF8 ? bytes : nil
  }

  /// Passes each byte to `emit`; false if a percent sign is not followed by two
  /// digits.
  private static func decode(
    _ text: Substring.UTF8View, plusIsSpace: Bool, emit: (UInt8) -> Void
  ) -> Bool {
    var rest = text
    while let byte = rest.popFirst() {
      if ConstantTime.isEqual(byte, UInt8(ascii: "%")) {
        guard let high = rest.popFirst().flatMap(Hex.value(of:)),
          let low = rest.popFirst().flatMap(Hex.value(of:))
        else { return false }
        emit(high << 4 | low)
      } else if plusIsSpace, ConstantTime.isEqual(byte, UInt8(ascii: "+")) {
        emit(UInt8(ascii: " "))
      } else {
        emit(byte)
      }
    }
    return true
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
