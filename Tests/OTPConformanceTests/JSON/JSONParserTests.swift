// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct JSONParserTests {
  @Test(
    arguments: [
      ("null", .null), (" true\r\n", true), ("\tfalse ", false),
      ("0", 0), ("-0", 0), ("-12", -12),
      ("9223372036854775807", .integer(.max)),
      ("9223372036854775808", .double(9_223_372_036_854_775_808)),
      ("1.5e2", .double(150)), ("1E-2", .double(0.01)),
      (#""""#, ""), (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{c}\n\r\tz"),
      (#""\u0041\u00e9\u0000""#, "A\u{e9}\u{0}"),
      (#""\uD83D\uDE00""#, "\u{1F600}"), ("\"\u{1F600}é\"", "\u{1F600}é"),
      ("[]", []), ("[ 1 , [ ] ]", [1, []]), ("{}", [:]),
      (#"{ "a" : {"b":[null]} , "c":1}"#, ["a": ["b": [.null]], "c": 1]),
    ] as [(String, JSON)])
  func parses(text: String, value: JSON) throws {
    #expect(try JSON(parsing: text) == value)
  }

  @Test(
    arguments: [
      ("", "1:1: the text ends where a value should stand"),
      ("\n\n  ]", "3:3: no value starts like this"),
      ("tru", "1:1: no value starts like this"),
      ("NaN", "1:1: no value starts like this"),
      ("'a'", "1:1: no value starts like this"),
      ("+1", "1:1: no value starts like this"),
      ("\u{feff}1", "1:1: no value starts like this"),
      ("1 2", "1:3: more text after the value"),
      ("01", "1:2: more text after the value"),
      ("-", "1:2: a digit should stand here"),
      ("1.", "1:3: a digit should stand here"),
      ("1e+", "1:4: a digit should stand here"),
      ("1e999", "1:1: the number is too large"),
      ("[1,]", "1:4: no value starts like this"),
      ("[1 2]", "1:4: \"]\" should stand here"),
      ("[1", "1:3: \"]\" should stand here"),
      ("{1:2}", "1:2: a member's name should stand here"),
      (#"{"a":1,}"#, "1:8: a member's name should stand here"),
      (#"{"a" 1}"#, "1:6: \":\" should stand here"),
      (#"{"a":1"#, "1:7: \"}\" should stand here"),
      ("{\"a\":1,\n \"a\":2}", "2:2: the name \"a\" stands here twice"),
      (#""abc"#, "1:5: the string has no end"),
      (#""abc\"#, "1:6: the string has no end"),
      ("\"a\nb\"", "1:3: a bare control character"),
      (#""\x41""#, "1:2: no such escape"),
      (#""\u12g4""#, "1:4: four hexadecimal digits should stand here"),
      (#""\u12"#, "1:4: four hexadecimal digits should stand here"),
      (#""\u+123""#, "1:4: four hexadecimal digits should stand here"),
      (#""\uD800""#, "1:2: an unpaired surrogate"),
      (#""\uDC00""#, "1:2: an unpaired surrogate"),
      (#""\uD800\u0041""#, "1:2: an unpaired surrogate"),
      (#""\uDC00\uDC00""#, "1:2: an unpaired surrogate"),
    ])
  func refuses(text: String, message: String) {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
    #expect(error?.description == message)
  }

  @Test(
    arguments: [
      [0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
    ] as [[UInt8]])
  func refusesInvalidUTF8(bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let error = #expect(throws: JSONError.self) {
      try JSON(parsing: [quote] + bytes + [quote])
    }
    #expect(error?.message == "invalid UTF-8")
  }

  @Test func boundsNesting() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth)
        + String(repeating: "]", count: depth)
    }
    _ = try JSON(parsing: nested(JSON.nestingLimit))
    let tooDeep = [nested(JSON.nestingLimit + 1), nested(1_000_000)]
    for text in tooDeep + [String(repeating: "{\"a\":", count: 100_000)] {
      let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
      #expect(error?.message == "nested deeper than 64")
    }
  }

  @Test func refusesMoreBytesThanTheLimit() throws {
    let short = [UInt8](repeating: 0x20, count: JSON.byteLimit - 1)
    #expect(try JSON(parsing: short + [0x31]) == 1)
    let error = #expect(throws: JSONError.self) {
      try JSON(parsing: short + [0x31, 0x20])
    }
    #expect(error?.message == "the text is longer than 16777216 bytes")
  }

  /// Four times as much takes four times as long, and not sixteen times.
  @Test(arguments: [#"\n"#, #"\ud83d\ude00"#, #"a\"é"#])
  func escapesTakeLinearTime(unit: String) throws {
    func time(_ count: Int) throws -> Duration {
      let text = "\"" + String(repeating: unit, count: count) + "\""
      let bytes = Array(text.utf8)
      var best = Duration.seconds(1_000)
      for _ in 0..<3 {
        let time = try ContinuousClock().measure {
          _ = try JSON(parsing: bytes)
        }
        best = min(best, time)
      }
      return best
    }
    let (once, fourfold) = (try time(25_000), try time(100_000))
    #expect(fourfold < once * 8, "\(once), \(fourfold)")
    #expect(fourfold < .seconds(10))
  }

  @Test func readsLongLines() throws {
    let long = String(repeating: "x", count: 10_000_000)
    #expect(try JSON(parsing: "\"\(long)\"").string == long)
    let many = (0..<100_000).map { "\"k\($0)\":\($0)" }
    let object = try JSON(parsing: "{\(many.joined(separator: ","))}").object
    #expect(object?.count == 100_000)
    #expect(object?.keys.last == "k99999")
  }
}
