// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension UInt8 {
  /// Whether this is an ASCII digit.
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  /// Whether this is an ASCII hexadecimal digit of either case.
  var isHexDigit: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
  }
}

private let base64Letters = Array(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

extension String {
  /// The bytes that the letters of base64 in it stand for (RFC 4648 section 4);
  /// bits that do not fill a byte, and other characters, are left out.
  var bytesOfBase64: [UInt8] {
    let values = utf8.compactMap { base64Letters.firstIndex(of: $0) }
    let bits = values.flatMap { value in
      (0..<6).map { UInt8(truncatingIfNeeded: value >> (5 - $0) & 1) }
    }
    return stride(from: 0, through: bits.count - 8, by: 8).map { start in
      bits[start..<start + 8].reduce(0) { $0 << 1 | $1 }
    }
  }
}

extension [UInt8] {
  /// The bytes in base64 with padding (RFC 4648 section 4).
  var base64: String {
    let letters = base64Letters.map { Character(Unicode.Scalar($0)) }
    var text = ""
    for start in stride(from: 0, to: count, by: 3) {
      let group = self[start..<Swift.min(start + 3, count)]
      let bits =
        group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0...3 {
        text.append(
          place <= group.count ? letters[bits >> (18 - 6 * place) & 63] : "=")
      }
    }
    return text
  }
}
