// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// A random bearer token as it is stored: SHA-256 of its text.
///
/// A token has 256 random bits (ASVS 5.0 7.2.3 asks for 128), so a plain hash
/// is enough: nobody can try them. Codes that people type are short and have
/// ``CodeDigest`` instead.
struct TokenHash: Equatable, Sendable {
  private let words: Libcrypto.Words

  /// The hash of a token's text.
  init(of token: String) { words = Libcrypto.sha256(token) }

  /// A new token with its hash; the text is shown to its owner and forgotten.
  static func issue(
    _ random: inout Randomness
  ) -> (text: String, hash: TokenHash) {
    let text = tokenText(random.words())
    return (text, TokenHash(of: text))
  }

  /// Whether two hashes are the same.
  ///
  /// Time depends on: nothing in the hashes.
  static func == (a: Self, b: Self) -> Bool {
    let (a, b) = (a.words, b.words)
    let difference =
      (a.0 ^ b.0) | (a.1 ^ b.1) | (a.2 ^ b.2) | (a.3 ^ b.3)
    return !ConstantTime.decide(
      UInt32(truncatingIfNeeded: difference | difference >> 32))
  }
}

extension TokenHash: RecordValue {
  private static let byteCount = 32

  /// A stored hash; `nil` if it has not 32 bytes.
  init?(stored bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var words: Libcrypto.Words = (0, 0, 0, 0)
    unsafe withUnsafeMutableBytes(of: &words) {
      unsafe $0.copyBytes(from: bytes)
    }
    self.words = words
  }

  init(from record: inout RecordReader) throws(TwoFactorError) {
    guard let hash = TokenHash(stored: try record.raw(Self.byteCount)) else {
      throw .unreadableState
    }
    self = hash
  }

  func write(to record: inout RecordWriter) {
    unsafe withUnsafeBytes(of: words) { unsafe record.raw($0) }
  }
}

/// 32 bytes in base64url without padding (RFC 4648 section 5): 43 characters,
/// short enough for a cookie, and for one block of SHA-256.
///
/// Time depends on: nothing.
func tokenText(_ words: Libcrypto.Words) -> String {
  unsafe withUnsafeBytes(of: words) { bytes in
    var bits: Int32 = 0
    return String(asciiCount: 43) { place in
      if place.isMultiple(of: 4) {
        bits = 0
        // The last group has two bytes.
        for byte in place / 4 * 3..<place / 4 * 3 + 3 {
          bits = bits << 8 | (byte < 32 ? Int32(unsafe bytes[byte]) : 0)
        }
      }
      return base64URL(bits >> Int32(18 - 6 * (place % 4)) & 63)
    }
  }
}

/// The character of six bits, by arithmetic alone: each line moves on to the
/// next range where the value is past the last one.
private func base64URL(_ value: Int32) -> UInt8 {
  var character = value &+ 65
  character &+= (25 &- value) >> 8 & 6
  character &-= (51 &- value) >> 8 & 75
  character &-= (61 &- value) >> 8 & 13
  character &+= (62 &- value) >> 8 & 49
  return UInt8(truncatingIfNeeded: character)
}
