// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OCRA
import OTPCore
import TestSupport
import Testing

struct OCRASuiteTests {
  private static let function = "OCRA-1:HOTP-SHA1-6:"

  @Test func readsTheFirstExample() throws {
    let suite = try OCRASuite("OCRA-1:HOTP-SHA512-8:C-QN08-PSHA1")
    #expect(suite.algorithm == .sha512)
    #expect(suite.digits == 8)
    #expect(suite.usesCounter)
    #expect(suite.questionFormat == .numeric)
    #expect(suite.questionLimit == 8)
    #expect(suite.pinHash == .sha1)
    #expect(suite.sessionByteCount == nil)
    #expect(suite.period == nil)
    #expect(suite.description == "OCRA-1:HOTP-SHA512-8:C-QN08-PSHA1")
  }

  @Test func readsTheSecondExample() throws {
    let suite = try OCRASuite("OCRA-1:HOTP-SHA256-6:QA10-T1M")
    #expect(suite.algorithm == .sha256)
    #expect(!suite.usesCounter)
    #expect(suite.questionFormat == .alphanumeric)
    #expect(suite.questionLimit == 10)
    #expect(suite.pinHash == nil)
    #expect(suite.period == 60)
  }

  @Test func readsTheThirdExample() throws {
    let suite = try OCRASuite("OCRA-1:HOTP-SHA1-4:QH8-S512")
    #expect(suite.digits == 4)
    #expect(suite.questionFormat == .hexadecimal)
    #expect(suite.questionLimit == 8)
    #expect(suite.sessionByteCount == 512)
    #expect(!suite.isBoundToCounterOrTime)
  }

  @Test func bareLettersHaveDefaults() throws {
    let suite = try OCRASuite(Self.function + "Q-P-S-T")
    #expect(suite.questionFormat == .numeric)
    #expect(suite.questionLimit == 8)
    #expect(suite.pinHash == .sha1)
    #expect(suite.sessionByteCount == 64)
    #expect(suite.period == 60)
    #expect(suite != (try OCRASuite(Self.function + "QN08-PSHA1-S064-T1M")))
  }

  @Test(arguments: 0...11)
  func readsDigits(digits: Int) {
    let suite = try? OCRASuite("OCRA-1:HOTP-SHA1-\(digits):QN10")
    let isRight = digits == 0 || (4...10).contains(digits)
    #expect(suite?.digits == (isRight ? digits : nil))
  }

  @Test(arguments: ["A", "N", "H"], [3, 4, 9, 10, 63, 64, 65, 99])
  func readsQuestions(format: String, limit: Int) {
    let text = (limit < 10 ? "0" : "") + "\(limit)"
    let suite = try? OCRASuite(Self.function + "Q\(format)\(text)")
    #expect(suite?.questionLimit == ((4...64).contains(limit) ? limit : nil))
    #expect(suite.map { "\($0.questionFormat.rawValue)" == format } ?? true)
  }

  @Test(arguments: [
    ("1S", 1), ("59S", 59), ("60S", nil), ("0S", nil), ("1M", 60),
    ("59M", 3_540), ("60M", nil), ("0M", nil), ("1H", 3_600), ("24H", 86_400),
    ("48H", 172_800), ("49H", nil), ("0H", nil), ("01M", nil), ("1m", nil),
    ("M", nil), ("-1M", nil), ("+1M", nil), ("1MM", nil), ("1", nil),
    ("100S", nil), ("1D", nil),
  ])
  func readsTimeSteps(text: String, period: Int?) {
    let suite = try? OCRASuite(Self.function + "QN08-T" + text)
    #expect(suite?.period == period)
  }

  @Test(arguments: [
    ("S064", 64), ("S128", 128), ("S256", 256), ("S512", 512), ("S001", 1),
    ("S000", nil), ("S513", nil), ("S64", nil), ("S0064", nil), ("S0a4", nil),
  ])
  func readsSessionLengths(text: String, count: Int?) {
    let suite = try? OCRASuite(Self.function + "QN08-" + text)
    #expect(suite?.sessionByteCount == count)
  }

  @Test(
    arguments: [
      ("", .form), ("OCRA-1", .form), ("OCRA-1:HOTP-SHA1-6", .form),
      ("OCRA-1:HOTP-SHA1-6:QN08:", .form),
      ("OCRA-2:HOTP-SHA1-6:QN08", .version),
      ("ocra-1:HOTP-SHA1-6:QN08", .version),
      (" OCRA-1:HOTP-SHA1-6:QN08", .version),
      ("OCRA-1:TOTP-SHA1-6:QN08", .function),
      ("OCRA-1:HOTP-SHA224-6:QN08", .function),
      ("OCRA-1:HOTP-sha1-6:QN08", .function),
      ("OCRA-1:HOTP-SHA1:QN08", .function),
      ("OCRA-1:HOTP-SHA1-6-6:QN08", .function),
      ("OCRA-1:HOTP-SHA1-:QN08", .digits),
      ("OCRA-1:HOTP-SHA1-06:QN08", .digits),
      ("OCRA-1:HOTP-SHA1-00:QN08", .digits),
      ("OCRA-1:HOTP-SHA1-+6:QN08", .digits),
      ("OCRA-1:HOTP-SHA1-6:", .inputs), ("OCRA-1:HOTP-SHA1-6:C", .inputs),
      ("OCRA-1:HOTP-SHA1-6:QN08-", .inputs),
      ("OCRA-1:HOTP-SHA1-6:QN08-C", .inputs),
      ("OCRA-1:HOTP-SHA1-6:C-C-QN08", .inputs),
      ("OCRA-1:HOTP-SHA1-6:QN08-QN08", .inputs),
      ("OCRA-1:HOTP-SHA1-6:QN08-S064-PSHA1", .inputs),
      ("OCRA-1:HOTP-SHA1-6:QN08-T1M-S064", .inputs),
      ("OCRA-1:HOTP-SHA1-6:QN08-X", .inputs),
      ("OCRA-1:HOTP-SHA1-6:C1-QN08", .inputs),
      ("OCRA-1:HOTP-SHA1-6:QB08", .questionFormat),
      ("OCRA-1:HOTP-SHA1-6:Qn08", .questionFormat),
      ("OCRA-1:HOTP-SHA1-6:QN", .questionFormat),
      ("OCRA-1:HOTP-SHA1-6:QN008", .questionFormat),
      ("OCRA-1:HOTP-SHA1-6:QN08 ", .questionFormat),
      ("OCRA-1:HOTP-SHA1-6:QN08-PMD5", .pinHash),
      ("OCRA-1:HOTP-SHA1-6:QN08-S6", .sessionLength),
      ("OCRA-1:HOTP-SHA1-6:QN08-T0H", .timeStep),
    ] as [(String, OCRAError.Kind)])
  func refuses(text: String, kind: OCRAError.Kind) {
    let error = #expect(throws: OCRAError.self) { try OCRASuite(text) }
    #expect(error?.kind == kind)
    #expect(error?.description.hasPrefix("suite: ") == true)
  }

  /// Any text is refused or read, and what is read has the text's parts.
  @Test func readsWhatItWrites() {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "OCRA-1", ":", ":", "HOTP", "-", "-", "SHA1", "SHA256", "SHA512", "6",
      "10", "C", "QN08", "QA64", "Q", "PSHA1", "S064", "T1M", "T48H", "\u{0}",
      "é", "0",
    ]
    var read = 0
    for round in 0..<20_000 {
      let text =
        round % 2 == 0
        ? (0..<Int.random(in: 0...14, using: &generator)).map { _ in
          pieces.randomElement(using: &generator) ?? ""
        }.joined() : mutated(Self.function + "C-QN08-PSHA1-T1M", &generator)
      guard let suite = try? OCRASuite(text) else { continue }
      read += 1
      #expect(rebuilt(suite) == normal(text), "seed \(seed)")
    }
    #expect(read > 100, "seed \(seed)")
  }

  /// A text with one character changed, left out or put in.
  private func mutated(
    _ text: String, _ generator: inout SeededGenerator
  ) -> String {
    var bytes = Array(text.utf8)
    let place = Int.random(in: bytes.indices, using: &generator)
    let byte = UInt8.random(in: 0x20...0x7e, using: &generator)
    switch Int.random(in: 0...3, using: &generator) {
    case 0: bytes[place] = byte
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(byte, at: place)
    default: break
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text that a suite's parts make.
  private func rebuilt(_ suite: OCRASuite) -> String {
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
    var inputs = suite.usesCounter ? ["C"] : []
    inputs.append(
      "Q\(suite.questionFormat.rawValue)" + two(suite.questionLimit))
    if let hash = suite.pinHash { inputs.append("P" + hash.rawValue) }
    if let count = suite.sessionByteCount {
      inputs.append("S" + String("00\(count)".suffix(3)))
    }
    if let period = suite.period {
      inputs.append(
        period % 3_600 == 0
          ? "T\(period / 3_600)H"
          : period % 60 == 0 ? "T\(period / 60)M" : "T\(period)S")
    }
    let digits = "\(suite.digits)"
    return "OCRA-1:HOTP-\(suite.algorithm.rawValue)-\(digits):"
      + inputs.joined(separator: "-")
  }

  /// The text with its defaults and limits written out.
  private func normal(_ text: String) -> String {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let inputs = parts[2].split(separator: "-").map { input -> String in
      switch input {
      case "Q": "QN08"
      case "P": "PSHA1"
      case "S": "S064"
      case "T": "T1M"
      case let input where input.first == "Q" && input.count == 3:
        "\(input.prefix(2))0\(input.suffix(1))"
      default: String(input)
      }
    }
    return "\(parts[0]):\(parts[1]):" + inputs.joined(separator: "-")
  }
}
