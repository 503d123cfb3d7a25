// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// A random bearer token as it is stored: SHA-256 of its text.
///
/// A token has 256 random bits (ASVS 5.0 7.2.3 asks for 128), so a plain hash
/// is enough: nobody can try them. Codes that people type are short and have
/// ``CodeDigest`` instead.
struct TokenHash: Hashable, Sendable {
  /// The 32 bytes, eight to a word, so that comparing takes four instructions
  /// and no loop.
  private let words: SIMD4<UInt64>

  private init(_ digest: [UInt8]) {
    var words = SIMD4<UInt64>()
    for (place, byte) in digest.prefix(32).enumerated() {
      words[place / 8] = words[place / 8] << 8 | UInt64(byte)
    }
    self.words = words
  }

  /// The hash of a token's text.
  init(of token: String) {
    self.init(Libcrypto.sha256(Array(token.utf8)))
  }

  /// A new token with its hash; the text is shown to its owner and forgotten.
  static func issue(
    _ random: inout Randomness
  ) -> (text: String, hash: TokenHash) {
    let text = lowerHex(random.bytes(32))
    return (text, TokenHash(of: text))
  }

  /// Whether two hashes are the same.
  ///
  /// Time depends on: nothing in the hashes.
  static func == (a: Self, b: Self) -> Bool {
    // Gathered before the one branch.
    let difference = a.words ^ b.words
    return difference[0] | difference[1] | difference[2] | difference[3] == 0
  }
}

extension TokenHash: Codable {
  /// Reads what ``encode(to:)`` writes.
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard
      let digest = Hex.decode(try container.decode(String.self)),
      digest.count == 32
    else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the hash of a token is malformed")
    }
    self.init(digest)
  }

  /// Writes the hash in hexadecimal digits.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let bytes = (0..<32).map { place in
      UInt8(truncatingIfNeeded: words[place / 8] >> (56 - 8 * (place % 8)))
    }
    try container.encode(lowerHex(bytes))
  }
}

/// Bytes as hexadecimal digits, without the generic code of another module:
/// every sign-in makes a token.
func lowerHex(_ bytes: [UInt8]) -> String {
  var text: [UInt8] = []
  text.reserveCapacity(2 * bytes.count)
  for byte in bytes {
    let (high, low) = (byte >> 4, byte & 15)
    text.append(high < 10 ? 48 + high : 87 + high)
    text.append(low < 10 ? 48 + low : 87 + low)
  }
  return String(decoding: text, as: UTF8.self)
}
