// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@Suite struct Base32Tests {
  /// RFC 4648 section 10.
  static let published = [
    ("", ""), ("f", "MY======"), ("fo", "MZXQ===="), ("foo", "MZXW6==="),
    ("foob", "MZXW6YQ="), ("fooba", "MZXW6YTB"),
    ("foobar", "MZXW6YTBOI======"),
  ]

  @Test(arguments: published)
  func section10(plain: String, text: String) throws {
    let bytes = Array(plain.utf8)
    let bare = text.filter { $0 != "=" }
    #expect(Base32.encode(bytes) == text)
    #expect(Base32.encode(bytes, padded: false) == bare)
    #expect(try Base32.decode(text) == bytes)
    for form in [text, bare, text.lowercased(), bare.lowercased()] {
      #expect(try Base32.decode(form, form: .forgiving) == bytes)
    }
    if bare != text {
      #expect(throws: Base32Error.padding) { try Base32.decode(bare) }
    }
  }

  @Test(arguments: 0...100)
  func roundTrip(count: Int) throws {
    var random = SeededGenerator(seed: 200 + UInt64(count))
    for bytes in [
      random.bytes(count), Array(repeating: 0, count: count),
      Array(repeating: 255, count: count),
    ] {
      let text = Base32.encode(bytes)
      #expect(text.utf8.count == (count + 4) / 5 * 8)
      #expect(try Base32.decode(text) == bytes, random.comment)
      let bare = Base32.encode(bytes, padded: false)
      #expect(bare.utf8.count == (count * 8 + 4) / 5)
      #expect(!bare.contains("="))
      #expect(
        try Base32.decode(bare.lowercased(), form: .forgiving) == bytes,
        random.comment)
    }
  }

  /// The alphabet of table 3, value by value.
  @Test func alphabet() throws {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    for (value, character) in alphabet.enumerated() {
      let text = "\(character)\(character)AAAAAA"
      let expected = [UInt8(value << 3 | value >> 2), UInt8(value << 6 & 255)]
      #expect(try Base32.decode(text) == expected + [0, 0, 0])
      #expect(Base32.encode(expected + [0, 0, 0]) == text)
    }
  }

  // MARK: Strict and forgiving

  /// A text, and what each of the two forms says of it.
  struct Row: CustomTestStringConvertible {
    let text: String
    let strict: Base32Error?
    let forgiving: Base32Error?

    init(_ text: String, _ strict: Base32Error?, _ forgiving: Base32Error?) {
      self.text = text
      self.strict = strict
      self.forgiving = forgiving
    }

    var testDescription: String { text.debugDescription }
  }

  static func at(_ offset: Int) -> Base32Error { .character(atOffset: offset) }

  static let rows = [
    // Either case.
    Row("MZXW6YTB", nil, nil), Row("mzxw6ytb", at(0), nil),
    Row("MZXW6YTb", at(7), nil),
    // Separators.
    Row("MZXW 6YTB", at(4), nil), Row("MZXW-6YTB", at(4), nil),
    Row(" MZXW6YTB ", at(0), nil), Row("- -", at(0), nil),
    Row("MZXW\t6YTB", at(4), at(4)), Row("MZXW\n6YTB", at(4), at(4)),
    Row("MZXW_6YTB", at(4), at(4)), Row("MZXW.6YTB", at(4), at(4)),
    Row("MY == ====", at(2), nil), Row("MZXW6\u{a0}YTB", at(5), at(5)),
    // Characters that look like others.
    Row("0ZXW6YTB", at(0), at(0)), Row("1ZXW6YTB", at(0), at(0)),
    Row("8ZXW6YTB", at(0), at(0)), Row("9ZXW6YTB", at(0), at(0)),
    Row("MZXW6YT%3D", at(7), at(7)), Row("ＭZXW6YTB", at(0), at(0)),
    Row("MZXW6YTB\0", at(8), at(8)), Row("MZXW6YTÉ", at(7), at(7)),
    Row("ſZXW6YTB", at(0), at(0)), Row("\u{212a}ZXW6YTB", at(0), at(0)),
    // Padding.
    Row("", nil, nil), Row("=", .padding, .padding),
    Row("========", .padding, .padding), Row("MY", .padding, nil),
    Row("MY=", .padding, .padding), Row("MY=====", .padding, .padding),
    Row("MY======", nil, nil), Row("MY=======", .padding, .padding),
    Row("MZXW6YTB=", .padding, .padding),
    Row("MZXW6YTB========", .padding, .padding),
    Row("=MZXW6YTB", .padding, .padding), Row("MY=MY===", .padding, .padding),
    Row("MY======MY======", .padding, .padding),
    Row("MY======A", .padding, .padding), Row("MY====!=", at(6), at(6)),
    // Lengths that no bytes have.
    Row("A", .length(1), .length(1)), Row("AAA", .length(3), .length(3)),
    Row("AAAAAA", .length(6), .length(6)),
    Row("AAAAAAAAA", .length(9), .length(9)),
    Row("A=======", .length(1), .length(1)),
    Row("AAA=====", .length(3), .length(3)),
    Row("AAAAAA==", .length(6), .length(6)),
    Row("A A A", at(1), .length(3)),
    // Bits that belong to no byte.
    Row("MZ======", .trailingBits, nil), Row("MZXR====", .trailingBits, nil),
    Row("MZXW7===", .trailingBits, nil), Row("MZXW6YR=", .trailingBits, nil),
  ]

  @Test(arguments: rows)
  func table(row: Row) {
    #expect(
      thrown { () throws(Base32Error) in try Base32.decode(row.text) }
        == row.strict)
    #expect(
      thrown { () throws(Base32Error) in
        try Base32.decode(row.text, form: .forgiving)
      } == row.forgiving)
  }

  /// The choice about trailing bits is free in either form.
  @Test(arguments: [
    ("MZ======", "MY======"), ("MZXR====", "MZXQ===="),
    ("MZXW7===", "MZXW6==="), ("MZXW6YR=", "MZXW6YQ="),
  ])
  func trailingBits(text: String, canonical: String) throws {
    for form in [Base32.Form.strict, .forgiving] {
      #expect(
        try Base32.decode(text, form: form, trailingBits: .ignored)
          == Base32.decode(canonical))
      #expect(throws: Base32Error.trailingBits) {
        try Base32.decode(text, form: form, trailingBits: .refused)
      }
      #expect(
        try Base32.decode(canonical, form: form, trailingBits: .refused)
          == Base32.decode(canonical))
    }
  }

  /// Every byte as a character.
  @Test func everyByte() {
    for byte in UInt8.min...UInt8.max {
      let scalar = Unicode.Scalar(byte)
      let text = "AAAAAAA" + String(scalar)
      let upper = ("A"..."Z").contains(scalar) || ("2"..."7").contains(scalar)
      let lower = ("a"..."z").contains(scalar)
      let separator = scalar == " " || scalar == "-"
      let padding = scalar == "="
      let strict = try? Base32.decode(text)
      #expect((strict != nil) == (upper || padding), "\(byte)")
      let forgiving = try? Base32.decode(text, form: .forgiving)
      #expect(
        (forgiving != nil) == (upper || lower || separator || padding),
        "\(byte)")
    }
  }

  /// Impossible lengths stay impossible however long the text is.
  @Test func lengths() {
    for count in 0...64 {
      let text = String(repeating: "A", count: count)
      let possible = ![1, 3, 6].contains(count % 8)
      let decoded = try? Base32.decode(text, form: .forgiving)
      #expect((decoded != nil) == possible)
      #expect(
        decoded.map { $0 == [UInt8](repeating: 0, count: count * 5 / 8) }
          ?? true)
    }
  }

  // MARK: Fuzz

  /// Nothing traps, and what the strict form takes is what encoding gives.
  @Test(arguments: [210, 211, 212, 213] as [UInt64])
  func fuzz(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    let odd = Array("=abz018- \0\u{e9}".utf8)
    var strict = 0
    for round in 0..<25_000 {
      var text = random.bytes(random.int(0...24))
      if round % 4 != 0 {
        for place in text.indices {
          let isOdd = random.int(0...40) == 0
          text[place] = random.pick(isOdd ? odd : alphabet)
        }
      }
      if round % 4 == 3 {
        while text.count % 8 != 0 { text.append(0x3d) }
      }
      let string = String(decoding: text, as: UTF8.self)
      if let bytes = try? Base32.decode(string) {
        strict += 1
        #expect(Base32.encode(bytes) == string, random.comment)
      }
      if let bytes = try? Base32.decode(string, form: .forgiving) {
        #expect(
          (try? Base32.decode(Base32.encode(bytes))) == bytes, random.comment)
      }
    }
    #expect(strict > 1_000, "the fuzz reaches the good path")
  }
}
