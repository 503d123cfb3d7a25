// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@testable import OCRA

struct OCRAQuestionTests {
  private func bytes(
    _ question: OCRAQuestion, _ format: String
  ) throws -> String {
    let suite = try OCRASuite("OCRA-1:HOTP-SHA1-4:Q" + format)
    let bytes = try question.bytes(for: suite)
    #expect(bytes.count == 128)
    let end = bytes.lastIndex { $0 != 0 } ?? -1
    return Hex.encode(bytes[...end])
  }

  @Test(arguments: [
    ("00000000", ""), ("0001", "10"), ("0255", "ff"), ("0256", "10"),
    ("4095", "fff0"), ("4096", "10"), ("11111111", "a98ac7"),
    ("22222222", "153158e0"), ("18446744073709551616", "10"),
    ("18446744073709551617", "10000000000000001" + "0"),
  ])
  func numbersFillBytesFromTheLeft(text: String, hex: String) throws {
    #expect(try bytes(OCRAQuestion(text), "N64") == hex)
  }

  @Test func longestNumberIsRight() throws {
    // 10^64 − 1, by the arithmetic of another program.
    let nines = String(repeating: "9", count: 64)
    #expect(
      try bytes(OCRAQuestion(nines), "N64")
        == "184f03e93ff9f4daa797ed6e38ed64bf6a1f00ffffffffffffffff".padded)
  }

  @Test(arguments: [
    ("ABCDEF12", "abcdef12"), ("abcdef12", "abcdef12"), ("ABCDE", "abcde0"),
    ("00001", "000010"),
  ])
  func hexadecimalIsPacked(text: String, hex: String) throws {
    #expect(try bytes(OCRAQuestion(text), "H40") == hex)
  }

  @Test func lettersAreASCII() throws {
    #expect(try bytes(OCRAQuestion("aZ09"), "A08") == "615a3039")
    #expect(
      try bytes(OCRAQuestion("SRV1", own: "CLI2"), "A04")
        == "53525631434c4932")
  }

  @Test func bothQuestionsFitExactly() throws {
    let question = OCRAQuestion(
      String(repeating: "a", count: 64), own: String(repeating: "b", count: 64))
    #expect(
      try bytes(question, "A64")
        == String(repeating: "61", count: 64)
        + String(repeating: "62", count: 64))
  }

  @Test(
    arguments: [
      ("N08", "", nil, .questionTooShort),
      ("N08", "123", nil, .questionTooShort),
      ("N08", "1234", "123", .questionTooShort),
      ("N08", "123456789", nil, .questionTooLong),
      ("N08", "1234", "123456789", .questionTooLong),
      ("N08", "1234567a", nil, .questionCharacter),
      ("N08", "1234", "-123", .questionCharacter),
      ("N08", "１２", nil, .questionCharacter),
      ("H08", "1234567g", nil, .questionCharacter),
      ("A08", "SIG-0000", nil, .questionCharacter),
      ("A08", "SIG\u{0}0000", nil, .questionCharacter),
    ] as [(String, String, String?, OCRAError.Kind)])
  func refuses(
    format: String, other: String, own: String?, kind: OCRAError.Kind
  ) throws {
    let error = #expect(throws: OCRAError.self) {
      try bytes(OCRAQuestion(other, own: own), format)
    }
    #expect(error?.kind == kind)
  }

  // MARK: Generating

  @Test(arguments: ["N08", "A20", "H40", "N64", "A04"])
  func generatesWhatItAccepts(format: String) throws {
    let suite = try OCRASuite("OCRA-1:HOTP-SHA1-4:Q" + format)
    let questions = (0..<50).map { _ in OCRAQuestion.generate(for: suite) }
    for question in questions {
      #expect(question.utf8.count == suite.questionLimit)
      #expect(throws: Never.self) {
        try OCRAQuestion(question).bytes(for: suite)
      }
    }
    #expect(Set(questions).count > 45)
  }

  @Test func generatesFromTheGivenNumbers() throws {
    let suite = try OCRASuite("OCRA-1:HOTP-SHA1-6:QN10")
    var one = SeededGenerator(seed: 1)
    var again = SeededGenerator(seed: 1)
    let question = OCRAQuestion.generate(for: suite, using: &one)
    #expect(question == OCRAQuestion.generate(for: suite, using: &again))
    #expect(question != OCRAQuestion.generate(for: suite, using: &one))
  }

  @Test(arguments: [
    ("7992739871", "3"), ("0", "0"), ("1", "8"), ("00000000", "0"),
    ("18", "2"), ("", nil), ("12a", nil), ("１", nil),
  ])
  func hasCheckDigits(text: String, digit: Character?) {
    #expect(OCRAQuestion.checkDigit(for: text) == digit)
  }
}

extension String {
  /// The text, with a zero behind it if it ends in the middle of a byte.
  fileprivate var padded: String { utf8.count % 2 == 0 ? self : self + "0" }
}
