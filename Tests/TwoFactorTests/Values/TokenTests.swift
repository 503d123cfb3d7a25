// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import Testing

@testable import TwoFactor

@Suite struct TokenTests {
  /// The text against Foundation's base64, with RFC 4648's other alphabet and
  /// without its padding.
  @Test func theTextIsBase64URL() {
    var random = seeded(5)
    var seen: Set<Character> = []
    for _ in 0..<200 {
      let words = random.words()
      let bytes = unsafe withUnsafeBytes(of: words) { unsafe Data($0) }
      let expected = bytes.base64EncodedString()
        .replacingOccurrences(of: "+", with: "-")
        .replacingOccurrences(of: "/", with: "_")
        .replacingOccurrences(of: "=", with: "")
      let text = tokenText(words)
      #expect(text == expected)
      seen.formUnion(text)
    }
    #expect(seen.count == 64)
  }

  @Test func theHashIsThatOfTheText() throws {
    var random = Randomness.system
    let (text, hash) = TokenHash.issue(&random)
    #expect(text.utf8.count == 43)
    #expect(TokenHash(of: text) == hash)
    #expect(TokenHash(of: text + " ") != hash)
  }

  /// FIPS 180-4's example for "abc", as it is stored.
  @Test func theStoredFormIsTheHash() throws {
    let hash = TokenHash(of: "abc")
    var writer = RecordWriter(capacity: 32)
    hash.write(to: &writer)
    #expect(
      Hex.encode(writer.bytes)
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(TokenHash(stored: writer.bytes) == hash)
    for bytes in [[], [0], writer.bytes + [0]] as [[UInt8]] {
      #expect(TokenHash(stored: bytes) == nil)
    }
  }

  @Test func theSystemDrawsWholeWords() {
    var random = Randomness.system
    let drawn = (0..<50).map { _ in random.words() }
    let words = drawn.flatMap { [$0.0, $0.1, $0.2, $0.3] }
    #expect(Set(words).count == 200)
  }
}
