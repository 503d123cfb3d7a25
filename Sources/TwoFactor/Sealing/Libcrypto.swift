// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CLibcrypto

/// Single calls into OpenSSL's libcrypto; ``AESGCM`` has the others.
enum Libcrypto {
  /// SHA-256 (FIPS 180-4) of a text's UTF-8.
  static func sha256(_ text: String) -> Words {
    var (text, digest) = (text, Words(0, 0, 0, 0))
    let status = text.withUTF8 { text in
      unsafe withUnsafeMutableBytes(of: &digest) { digest in
        unsafe EVP_Digest(
          text.baseAddress, text.count, digest.baseAddress, nil, hash, nil)
      }
    }
    // libcrypto can only fail here for want of memory; a fixed hash would
    // then be equal for any two tokens, a random one is equal to nothing.
    guard status == 1 else {
      var random = Randomness.system
      return random.words()
    }
    return digest
  }

  /// 32 bytes in their order, without an array around them.
  typealias Words = (UInt64, UInt64, UInt64, UInt64)

  /// The hash, looked up once: `EVP_sha256` finds it again each time.
  nonisolated(unsafe) private static let hash = unsafe EVP_MD_fetch(
    nil, "SHA2-256", nil)

  /// Overwrites the bytes with zeros in a way that the optimiser keeps.
  static func wipe(_ bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe OPENSSL_cleanse(bytes.baseAddress, bytes.count)
    }
  }
}
