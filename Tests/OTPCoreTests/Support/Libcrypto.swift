// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CLibcrypto
import OTPCore

/// The independent implementation that tests compare with.
enum Libcrypto {
  static func hmac(
    _ algorithm: HashAlgorithm, key: [UInt8], message: [UInt8]
  ) -> [UInt8] {
    var mac = [UInt8](repeating: 0, count: 64)
    var count: UInt32 = 0
    _ = unsafe HMAC(
      digest(algorithm), key, Int32(key.count), message, message.count, &mac,
      &count)
    return Array(mac.prefix(Int(count)))
  }

  private static func digest(_ algorithm: HashAlgorithm) -> OpaquePointer? {
    switch algorithm {
    case .sha1: unsafe EVP_sha1()
    case .sha256: unsafe EVP_sha256()
    case .sha512: unsafe EVP_sha512()
    }
  }
}

/// RFC 4226 section 5.3, written a second time: HMAC by libcrypto, bytes by
/// index, a division.
struct ReferenceCode {
  let offset: Int
  let binary: UInt32
  let value: UInt32
  let text: String

  init(
    _ algorithm: HashAlgorithm, key: [UInt8], counter: UInt64, digits: Int
  ) {
    let message = (0..<8).map { UInt8(counter >> (56 - 8 * $0) & 0xff) }
    let mac = Libcrypto.hmac(algorithm, key: key, message: message)
    offset = Int(mac[mac.count - 1] & 15)
    var binary: UInt32 = 0
    for byte in mac[offset..<offset + 4] {
      binary = binary << 8 | UInt32(byte)
    }
    binary &= 0x7fff_ffff
    self.binary = binary
    value = binary % (0..<digits).reduce(1) { power, _ in power * 10 }
    let plain = String(value)
    text = String(repeating: "0", count: digits - plain.count) + plain
  }
}
