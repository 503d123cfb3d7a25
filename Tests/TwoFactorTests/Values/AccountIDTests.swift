// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import TwoFactor

@Suite struct AccountIDTests {
  @Test(arguments: [
    "a", "7", "alice@example.org", "6f1c0d52-6d7e-4a6b-9b8e-0d7f0b6f1c3a",
    "Zoë Müller", "李小龙", "Иван", "김철수", "🔑", "a/b", "../a", "'; --",
    String(repeating: "n", count: 255), "otpki:x", "OTPKIT:x",
    "👍\u{1F3FB}", "カ\u{FF9E}",
  ])
  func namesAreTaken(_ text: String) throws {
    #expect(try AccountID(text).text == text)
  }

  @Test(arguments: [
    "", " ", " a", "a ", "a\nb", "a\u{0}", "\u{7f}", "\u{85}", "a\u{200B}b",
    "\u{202E}a", "a\u{2028}b", "\u{FEFF}a", "a\u{A0}b", "e\u{301}",
    "\u{212A}", "\u{1100}\u{1161}", "\u{AC00}\u{11A8}", "\u{0958}", "\u{E000}",
    "\u{3164}", "\u{FFFF}", String(repeating: "n", count: 256),
    String(repeating: "é", count: 128), "otpkit:unknown:0001",
    "\u{1F3FB}x", "\u{FF9E}x", "\u{0E33}x", "\u{0EB3}x",
  ])
  func otherTextsAreRefused(_ text: String) {
    #expect(throws: TwoFactorError.invalidAccountID) { try AccountID(text) }
  }

  /// Names of any characters that are taken are in normalisation form C, so no
  /// two of them are the same by Unicode's rules and not by their bytes.
  @Test func namesAreInNormalizationFormC() {
    let taken = (0x21...0x2_FFFF).compactMap(Unicode.Scalar.init(_:))
      .filter { (try? AccountID(String($0))) != nil }
    #expect(taken.count > 100_000)
    var text = ""
    for (place, character) in taken.enumerated() {
      text.unicodeScalars.append(character)
      guard place % 512 == 511 else { continue }
      let composed = text.precomposedStringWithCanonicalMapping
      #expect(composed.utf8.elementsEqual(text.utf8), "before \(character)")
      text = ""
    }
    // Those that combine do so with a letter before them.
    for character in taken where character.value > 0x2FF {
      for base in ["a", "\u{0B92}", "\u{1025}", "\u{AC00}"] {
        let pair = base + String(character)
        let composed = pair.precomposedStringWithCanonicalMapping
        guard composed.utf8.elementsEqual(pair.utf8) else {
          Issue.record("\(base) and U+\(String(character.value, radix: 16))")
          return
        }
      }
    }
  }

  @Test func storedTextsAreCheckedToo() throws {
    let json = Data("[\"a\\u0301\"]".utf8)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([AccountID].self, from: json)
    }
  }
}
