// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@Suite struct OneTimeCodeTests {
  @Test(
    arguments: [
      ("026920", 6, 26_920), ("000000", 6, 0), ("999999", 6, 999_999),
      ("0000000", 7, 0), ("94287082", 8, 94_287_082),
      ("999999999", 9, 999_999_999), ("000000001", 9, 1),
    ] as [(String, Int, UInt32)])
  func codes(text: String, digits: Int, value: UInt32) throws {
    let code = try #require(OneTimeCode(text, digits: digits))
    #expect(code.value == value)
    #expect(code.digits == digits)
    #expect(code.description == text)
    #expect("\(code)" == text)
  }

  /// What other implementations have taken for 026920.
  static let notCodes = [
    "", "0", "26920", "0026920", "02692", "0269201", "+26920", "-26920",
    " 026920", "026920 ", " 26920", "026920\n", "\t026920", "0_2_6_9_2_0",
    "02692o", "0x6928", "2692e1", "26920.", "0.2692", "０２６９２０", "０26920",
    "٠٢٦٩٢٠", "۰۲۶۹۲۰", "०२६९२०", "⁰²⁶⁹²⁰", "₀₂₆₉₂₀", "𝟎𝟐𝟔𝟗𝟐𝟎", "②⑥⑨②⓪",
    "026920\0",
    "02692\0", "\0", "026920\u{301}", "0️⃣26920", "🔑", "🔑🔑🔑🔑🔑🔑", "02692é",
    "\u{feff}026920", "026\u{200b}920", "026\u{a0}920", "--------", "null",
    "nan", "ABCDEF", "/26920", ":26920", "026,920", "\u{202e}026920",
  ]

  @Test(arguments: notCodes)
  func notACode(text: String) throws {
    #expect(OneTimeCode(text, digits: 6) == nil)
    let hotp = try RFC.hotp()
    #expect(hotp.text(30) == "026920")
    #expect(try hotp.verify(text, counter: 30) == .rejected(.malformed))
    let totp = try RFC.totp()
    #expect(try totp.verify(text, at: 900) == .rejected(.malformed))
  }

  /// Every byte but the ten digits, in every place.
  @Test(arguments: 0..<6)
  func everyByte(place: Int) {
    for byte in UInt8.min...UInt8.max {
      var bytes = Array("135790".utf8)
      bytes[place] = byte
      let text = String(decoding: bytes, as: UTF8.self)
      let isDigit = (0x30...0x39).contains(byte)
      #expect((OneTimeCode(text, digits: 6) != nil) == isDigit, "\(byte)")
      #expect(
        OneTimeCode(text, digits: 6)?.description == (isDigit ? text : nil))
    }
  }

  /// Every scalar below U+3000 as a digit, also where its UTF-8 is as long as
  /// the digits that it stands in for.
  @Test func everyScalar() {
    for value in UInt32(0)..<0x3000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let tail = "123456".dropFirst(String(scalar).utf8.count)
      let taken = OneTimeCode(String(scalar) + tail, digits: 6) != nil
      #expect(taken == (0x30...0x39).contains(value), "U+\(value)")
    }
  }

  @Test(arguments: [Int.min, -1, 0, 1, 5, 10, 11, 262, Int.max])
  func otherNumbersOfDigits(digits: Int) {
    for text in ["", "12345", "123456", "1234567890", "12345678901"] {
      #expect(OneTimeCode(text, digits: digits) == nil)
    }
  }

  /// The number of digits comes from the configuration, never from the input.
  @Test func digitsAreFixed() throws {
    let totp = try RFC.totp(digits: 8)
    #expect(try totp.verify("94287082", at: 59).isAccepted)
    for text in ["287082", "4287082", "094287082", "0094287082"] {
      #expect(try totp.verify(text, at: 59) == .rejected(.malformed))
    }
  }

  @Test func overlong() {
    for count in [63, 64, 65, 100_000] {
      let text = String(repeating: "1", count: count)
      #expect(OneTimeCode(text, digits: 6) == nil)
      #expect(OneTimeCode(text, digits: 6, separators: .ignored) == nil)
    }
    // A sum that comes to the right value by wrapping is no code either.
    #expect(OneTimeCode("4294967296123456", digits: 6) == nil)
  }

  // MARK: Separators

  @Test(arguments: [
    "123456", "123 456", "123-456", "12 34 56", " 123456", "123456 ", "-123456",
    "1-2-3-4-5-6", "123 - 456", "1 2 3 4 5 6      ",
  ])
  func separated(text: String) {
    #expect(
      OneTimeCode(text, digits: 6, separators: .ignored)?.value == 123_456)
    let plain = text == "123456"
    #expect((OneTimeCode(text, digits: 6) != nil) == plain)
    #expect(
      (OneTimeCode(text, digits: 6, separators: .refused) != nil) == plain)
  }

  @Test(arguments: [
    "", " ", "-", "      ", "12345", "12345 ", "123 4567", "123_456", "123.456",
    "123\u{0b}456", "123\0456", "123\u{3000}456", "１23456", "+123456",
    "123 456\u{301}", "123\u{2212}456",
  ])
  func notSeparated(text: String) {
    #expect(OneTimeCode(text, digits: 6, separators: .ignored) == nil)
  }

  @Test func separatorsCountAgainstTheLength() {
    let spaces = String(repeating: " ", count: 58)
    #expect(
      OneTimeCode(spaces + "123456", digits: 6, separators: .ignored) != nil)
    #expect(
      OneTimeCode(spaces + " 123456", digits: 6, separators: .ignored) == nil)
  }

  /// Random codes come back from their texts.
  @Test(arguments: 6...9)
  func roundTrip(digits: Int) throws {
    var random = SeededGenerator(seed: 60)
    for _ in 0..<500 {
      let text = String(
        (0..<digits).map { _ in
          random.pick(Array("0123456789"))
        })
      let code = try #require(
        OneTimeCode(text, digits: digits), random.comment)
      #expect(code.description == text, random.comment)
      #expect(UInt32(text) == code.value, random.comment)
    }
  }

  @Test func codesOfOtherLengthsDiffer() {
    #expect(
      OneTimeCode("000001", digits: 6) != OneTimeCode("0000001", digits: 7))
    #expect(
      OneTimeCode("000001", digits: 6) == OneTimeCode("000001", digits: 6))
  }
}
