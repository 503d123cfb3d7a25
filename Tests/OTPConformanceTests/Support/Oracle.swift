// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CLibcrypto
import OTPCore

@testable import OTPConformance

/// One-time passwords by libcrypto's HMAC and a truncation written here:
/// nothing of the core is used but its names for hashes and its hexadecimal.
enum Oracle {
  /// HMAC (RFC 2104).
  static func hmac(
    _ algorithm: HashAlgorithm, key: [UInt8], message: [UInt8]
  ) -> [UInt8] {
    let method =
      switch algorithm {
      case .sha1: unsafe EVP_sha1()
      case .sha256: unsafe EVP_sha256()
      case .sha512: unsafe EVP_sha512()
      }
    var digest = [UInt8](repeating: 0, count: 64)
    var count: UInt32 = 0
    // An empty key needs a pointer all the same.
    let padded = key + [0]
    _ = unsafe HMAC(
      method, padded, Int32(key.count), message, message.count, &digest,
      &count)
    return Array(digest.prefix(Int(count)))
  }

  /// The four bytes at an offset as a number, the first byte highest.
  static func number(in hmac: [UInt8], at offset: Int) -> UInt64 {
    hmac[offset..<offset + 4].reduce(0) { $0 * 256 + UInt64($1) }
  }

  /// A counter as eight bytes, the highest first.
  static func bytes(_ counter: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(counter >> (56 - 8 * $0) & 0xff) }
  }

  /// The last digits of a number, with leading zeros.
  static func lastDigits(_ number: UInt64, _ digits: Int) -> String {
    var text = ""
    var rest = number
    for _ in 0..<digits {
      text = "\(rest % 10)" + text
      rest /= 10
    }
    return text
  }

  /// HOTP (RFC 4226 section 5.3).
  static func code(
    _ algorithm: HashAlgorithm, key: [UInt8], counter: UInt64, digits: Int
  ) -> String {
    let hmac = hmac(algorithm, key: key, message: bytes(counter))
    let offset = Int(hmac[hmac.count - 1] % 16)
    return lastDigits(number(in: hmac, at: offset) % 0x8000_0000, digits)
  }
}

extension CodeQuestion {
  /// The code, by the oracle.
  var oracleCode: String {
    Oracle.code(algorithm, key: key, counter: counter, digits: digits)
  }
}
