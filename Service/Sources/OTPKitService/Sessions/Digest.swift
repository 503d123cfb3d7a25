// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CServiceCrypto
import Foundation

/// SHA-256 and HMAC-SHA-256 of texts, in hexadecimal digits or bytes.
enum Digest {
  static func sha256(_ text: String) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    let bytes = Array(text.utf8)
    _ = unsafe SHA256(bytes, bytes.count, &digest)
    return digest
  }

  static func hmac(_ text: String, key: [UInt8]) -> String {
    hmac(Array(text.utf8), key: key).hex
  }

  static func hmac(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    var count: UInt32 = 32
    _ = unsafe HMAC(
      EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &digest, &count)
    return digest
  }

  /// Whether two texts are the same; the time tells only their lengths.
  static func areEqual(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// 256 random bits as 64 hexadecimal digits.
  static func token() -> String {
    (0..<4).flatMap { _ in
      let random = UInt64.random(in: 0 ... .max)
      return stride(from: 0, to: 64, by: 8).map {
        UInt8(truncatingIfNeeded: random >> $0)
      }
    }.hex
  }
}

extension [UInt8] {
  /// The bytes in base64url without padding (RFC 4648 section 5).
  var base64URL: String {
    let standard = Data(self).base64EncodedString().utf8
    return String(
      decoding: standard.compactMap { byte in
        switch byte {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        case UInt8(ascii: "="): nil
        default: byte
        }
      }, as: UTF8.self)
  }

  /// The bytes of such a text; `nil` for any other.
  init?(base64URL text: some StringProtocol) {
    var standard = text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "-"): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      default: byte
      }
    }
    standard += Array(
      repeating: UInt8(ascii: "="), count: (4 - standard.count % 4) % 4)
    guard let data = Data(base64Encoded: Data(standard)) else { return nil }
    self.init(data)
  }

  /// Two digits a byte.
  var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * count)
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
