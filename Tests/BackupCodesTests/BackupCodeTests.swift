// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BackupCodes

@Suite struct BackupCodeTests {
  static let text = "23456-789AB-CDEFG"

  @Test func alphabet() {
    #expect((0..<32).map { BackupCode.symbol(of: $0) } == BackupCode.alphabet)
  }

  // MARK: Parsing

  @Test(arguments: [
    "23456-789AB-CDEFG", "23456789ABCDEFG", "23456 789AB CDEFG",
    "23456-789ab-cdefg", "  23456--789AB - CDEFG-",
    "2 3 4 5 6 7 8 9 A B C D E F G",
    "23456789abcdefg" + String(repeating: " ", count: 49),
    "23456-789AB-CDEFG\n", "23456\t789AB\tCDEFG\r\n",
    "23456\u{2013}789AB\u{2013}CDEFG", "23456\u{A0}789AB\u{A0}CDEFG",
    "\u{FEFF}23456\u{2011}789AB\u{202F}CDEFG\u{200B}",
  ])
  func forgiving(_ text: String) {
    #expect(BackupCode(text)?.revealedText == Self.text)
  }

  @Test(arguments: [
    // Empty, too short, too long.
    "", " ", "-----", "23456-789AB-CDEF", "23456-789AB-CDEFGH",
    "23456-789AB-CDEFG-HJKLM",
    "23456789ABCDEFG" + String(repeating: " ", count: 50),
    // Look-alikes are no symbols.
    "03456-789AB-CDEFG", "13456-789AB-CDEFG", "I3456-789AB-CDEFG",
    "O3456-789AB-CDEFG", "i3456-789AB-CDEFG", "o3456-789AB-CDEFG",
    // Other separators and white space.
    "23456_789AB_CDEFG", "23456.789AB.CDEFG", "23456\u{3000}789ABCDEFG",
    "23456\u{2212}789AB\u{2212}CDEFG", "23456-789AB-CDEFG\0",
    // Digits and letters of other scripts, combining marks.
    "２3456-789AB-CDEFG", "٢3456-789AB-CDEFG", "23456-789АB-CDEFG",
    "²3456-789AB-CDEFG", "23456-789A\u{301}B-CDEFG", "ß3456-789AB-CDEFG",
    "[3456-789AB-CDEFG", "@3456-789AB-CDEFG", "{3456-789AB-CDEFG",
    "😀",
  ])
  func refused(_ text: String) {
    #expect(BackupCode(text) == nil)
  }

  /// Each of the 128 ASCII characters, in the first and in the last place.
  @Test func everyASCIICharacter() {
    let symbols = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjklmnpqrstuvwxyz"
    for byte in UInt8(0)...127 {
      let character = Character(UnicodeScalar(byte))
      let accepted = symbols.contains(character)
      #expect((BackupCode("\(character)3456789ABCDEFG") != nil) == accepted)
      #expect((BackupCode("23456789ABCDEF\(character)") != nil) == accepted)
    }
  }

  @Test func veryLongTextsAreRefused() {
    #expect(BackupCode(String(repeating: "-", count: 10_000_000)) == nil)
    #expect(BackupCode(String(repeating: "A", count: 10_000_000)) == nil)
  }

  @Test func substrings() {
    #expect(BackupCode(("x" + Self.text).dropFirst()) == BackupCode(Self.text))
  }

  @Test func roundTrip() {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<1000 {
      let code = BackupCode.random(using: &generator)
      let text = code.revealedText
      #expect(BackupCode(text) == code, "seed \(seed)")
      #expect(BackupCode(text.lowercased()) == code, "seed \(seed)")
      #expect(text.split(separator: "-").map(\.count) == [5, 5, 5])
    }
  }

  // MARK: Equality and silence

  @Test func everySymbolCounts() throws {
    let code = try #require(BackupCode(Self.text))
    for place in 0..<15 {
      var symbols = code.symbols.bytes
      symbols[place] = UInt8(ascii: "Z")
      #expect(BackupCode(unchecked: symbols) != code)
    }
  }

  @Test func nothingIsGivenAway() throws {
    let code = try #require(BackupCode(Self.text))
    var dumped = ""
    dump(code, to: &dumped)
    dump([code], to: &dumped)
    for text in ["\(code)", String(reflecting: code), "\([code])", dumped] {
      #expect(text.contains("redacted"))
      #expect(!text.contains("789") && !text.contains("50"))
    }
  }
}
