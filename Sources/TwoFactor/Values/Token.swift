// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// A random bearer token as it is stored: SHA-256 of its text.
///
/// A token has 256 random bits (ASVS 5.0 7.2.3 asks for 128), so a plain hash
/// is enough: nobody can try them. Codes that people type are short and have
/// ``CodeDigest`` instead.
struct TokenHash: Hashable, Sendable, Codable {
  private let text: String

  /// The hash of a token's text.
  init(of token: String) {
    text = Hex.encode(Libcrypto.sha256(Array(token.utf8)))
  }

  /// A new token with its hash; the text is shown to its owner and forgotten.
  static func issue(
    _ random: inout Randomness
  ) -> (text: String, hash: TokenHash) {
    let text = Hex.encode(random.bytes(32))
    return (text, TokenHash(of: text))
  }

  /// Reads what ``encode(to:)`` writes.
  init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes the hash in hexadecimal digits.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// Whether two hashes are the same.
  ///
  /// Time depends on: nothing in the hashes.
  static func == (a: Self, b: Self) -> Bool {
    ConstantTime.equal(a.text.utf8, b.text.utf8)
  }
}
