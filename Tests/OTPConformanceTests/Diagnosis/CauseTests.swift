// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import OTPConformance

/// Mistakes as they are made in other languages, written out here, and the
/// cause that is named for each.
struct CauseTests {
  private static let key = "3132333435363738393031323334353637383930"

  /// A question for a code; for TOTP if there is a time.
  private func call(
    counter: UInt64? = nil, time: Int64? = nil, digits: Int = 6,
    step: Int = 30, t0: Int = 0
  ) -> Call {
    var input: JSONObject = [
      "algorithm": "SHA1", "key": .string(Self.key),
      "digits": .integer(digits),
    ]
    if let counter { input["counter"] = .string("\(counter)") }
    guard let time else { return Call("hotp.generate", input) }
    input["time"] = .string("\(time)")
    input["step"] = .string("\(step)")
    input["t0"] = .string("\(t0)")
    return Call("totp.generate", input)
  }

  private func code(_ call: Call) throws -> String {
    try #require(CodeQuestion(call)).oracleCode
  }

  private func names(_ call: Call, answering code: String) -> [String] {
    let entry = VectorEntry.asking(call)
    let failure = Failure(
      call: call, step: nil, expected: .value(""),
      actual: .value(.string(code)),
      detail: nil)
    return Diagnosis(failure, of: entry).causes.map(\.name)
  }

  // MARK: Kinds

  /// A member of another kind is named before what it says.
  @Test(
    arguments: [
      (
        ["accepted": "True", "step": "1", "drift": 0],
        "accepted is a string, and should be a boolean"
      ),
      (
        ["accepted": true, "step": 1, "drift": 0],
        "step is a number, and should be a string"
      ),
      (
        ["accepted": true, "step": "2", "drift": 0], "totp.verify gives another"
      ),
      (["accepted": false], "totp.verify rejects a right code"),
    ] as [(JSON, String)])
  func kindsAreNamed(actual: JSON, words: String) {
    let asked = Call("totp.verify", call(time: 59).input)
    let failure = Failure(
      call: asked, step: nil,
      expected: .value(["accepted": true, "step": "1", "drift": 0]),
      actual: .value(actual), detail: nil)
    let cause = Cause.symptom(
      of: failure, Diagnosis(failure, of: VectorEntry.asking(asked)))
    #expect(cause.flaw.hasPrefix(words), "\(cause.flaw)")
  }

  // MARK: Text

  /// Counter 0 has the number 1284755224: modulo 10^6 it is 755224.
  @Test func namesAFixedModulus() {
    #expect(
      names(call(counter: 0, digits: 8), answering: "00755224")
        == ["fixed-modulus"])
    #expect(
      names(call(counter: 0, digits: 9), answering: "084755224")
        == ["fixed-modulus"])
  }

  @Test func doesNotTakeLostZerosForSixDigits() throws {
    let counter = try #require(
      try (0...10_000).first { counter in
        let code = try self.code(call(counter: UInt64(counter), digits: 8))
        return code.hasPrefix("00") && !code.hasPrefix("000")
      })
    let asked = call(counter: UInt64(counter), digits: 8)
    let code = try self.code(asked)
    let found = names(asked, answering: String(code.suffix(6)))
    #expect(found.first == "no-padding")
  }

  @Test func namesOctalCodes() throws {
    let counter = try #require(
      try (0...1_000).first { counter in
        let code = try self.code(call(counter: UInt64(counter)))
        return code.hasPrefix("0") && !code.contains { "89".contains($0) }
      })
    let asked = call(counter: UInt64(counter))
    let octal = try #require(Int(try code(asked), radix: 8))
    #expect(names(asked, answering: "\(octal)") == ["octal-code"])
  }

  // MARK: Truncation

  /// Bytes of Java, or `char` of C, put together without `& 0xff`.
  @Test(arguments: ["or", "sum"], ["masked", "absolute", "remainder"])
  func namesSignedBytes(joined: String, finished: String) throws {
    var wrong = 0
    for counter in 0..<10 as Range<UInt64> {
      let asked = call(counter: counter)
      let mac = try #require(CodeQuestion(asked)).mac.map(
        Int8.init(bitPattern:))
      let offset = Int(mac[19] & 15)
      let bytes = (0..<4).map { Int32(mac[offset + $0]) }
      let first = (bytes[0] & 0x7f) << 24
      let rest = [bytes[1] << 16, bytes[2] << 8, bytes[3]]
      let number = rest.reduce(first) { joined == "or" ? $0 | $1 : $0 &+ $1 }
      let code =
        switch finished {
        case "masked": (number & 0x7fff_ffff) % 1_000_000
        case "absolute": abs(number % 1_000_000)
        default: (number % 1_000_000 + 1_000_000) % 1_000_000
        }
      let text = String("\(code + 1_000_000)".suffix(6))
      guard text != (try self.code(asked)) else { continue }
      wrong += 1
      #expect(names(asked, answering: text).first == "bytes-signed")
    }
    #expect(wrong >= 3)
  }

  // MARK: Counter and time

  @Test func namesAClockOnTheWall() throws {
    for hours in [-11, -8, 1, 2, 5, 14] as [Int64] {
      let right = call(time: 1_700_000_000)
      let wrong = call(time: 1_700_000_000 + hours * 3_600)
      let code = try self.code(wrong)
      #expect(names(right, answering: code) == ["local-time"])
    }
    // India: five hours and a half.
    let wrong = call(time: 1_700_000_000 + 19_800)
    let code = try self.code(wrong)
    #expect(
      names(call(time: 1_700_000_000), answering: code) == ["local-time"])
  }

  @Test func namesMistakesInTime() throws {
    let right = call(time: 1_700_000_000, step: 60, t0: 1_000)
    let wrong: [(String, Call)] = [
      ("t0-ignored", call(time: 1_700_000_000, step: 60)),
      ("step-ignored", call(time: 1_700_000_000, step: 30, t0: 1_000)),
      ("time-not-divided", call(counter: 1_699_999_000)),
      ("time-not-divided", call(counter: 1_700_000_000)),
      ("milliseconds", call(counter: 1_699_999_000_000 / 60)),
      ("thousandth-of-time", call(counter: 1_700_000 / 60)),
    ]
    for (name, call) in wrong {
      let code = try self.code(call)
      #expect(names(right, answering: code) == [name])
    }
  }

  @Test func namesCountersInOtherForms() throws {
    let asked = try #require(CodeQuestion(call(counter: 4_711)))
    let messages: [(String, [UInt8])] = [
      ("counter-as-text", Array("4711".utf8)),
      ("counter-as-text", Array("0000000000001267".utf8)),
      ("counter-padded-right", [0x12, 0x67, 0, 0, 0, 0, 0, 0]),
      ("counter-not-padded", [0x12, 0x67]),
      ("little-endian-counter", [0x67, 0x12, 0, 0, 0, 0, 0, 0]),
    ]
    for (name, message) in messages {
      let code = asked.with { $0.message = message }.code
      #expect(names(call(counter: 4_711), answering: code) == [name])
    }
  }

  /// Accepting a right code of five digits is no mistake of a window.
  ///
  /// It is to be refused, but not because of how codes are compared.
  @Test(arguments: ["totp.verify", "hotp.verify"])
  func theRightCheckIsNoMistake(operation: String) throws {
    let call = Call(
      operation,
      [
        "algorithm": "SHA1", "key": .string(Self.key), "digits": 5,
        "time": "5", "step": "30", "t0": "0", "counter": "0", "past": 1,
        "future": 1, "lookAhead": 1, "code": "55224",
      ])
    let right = try #require(CheckModel(call)).answer
    #expect(right.object?["accepted"] == true)
    let named = Hypothesis.all.filter {
      $0.answers(to: call).contains(right)
    }
    #expect(named.map(\.cause.name) == [])
  }

  // MARK: Key

  /// The key of RFC 4226 as base32, decoded by Python's `base64.b64decode`.
  @Test func namesBase32ReadAsBase64() throws {
    let key = try #require(
      Hex.decode("18464318d055198dd340e25018464318d055198dd340e250"))
    for counter in 0..<5 as Range<UInt64> {
      let asked = call(counter: counter)
      let code = try #require(CodeQuestion(asked)).with { $0.key = key }.code
      #expect(names(asked, answering: code) == ["base32-read-as-base64"])
    }
  }

  /// Codes of Python's `hashlib.sha1(key + counter)` and the other way round.
  @Test(
    arguments: [
      (0, "312251"), (1, "506554"), (0, "798921"), (1, "372245"),
    ] as [(UInt64, String)])
  func namesHashesWithoutHMAC(counter: UInt64, code: String) throws {
    #expect(
      names(call(counter: counter), answering: code) == ["hash-without-hmac"])
  }

  // MARK: Limits

  /// Numbers from a vector file may be anything.
  @Test(arguments: [Int.min, -1, 0, 20, 21, 180_014_769, .max])
  func anyNumberOfDigitsWillDo(digits: Int) {
    for code in ["", "1", "755224", String(repeating: "9", count: 300)] {
      for time in [nil, .min, -1, 59, .max] as [Int64?] {
        let asked = call(
          counter: time == nil ? .max : nil, time: time, digits: digits)
        _ = names(asked, answering: code)
      }
    }
  }

  @Test(arguments: [0, 1, 1_101, Int.max, -1, Int.min])
  func anyWindowWillDo(size: Int) {
    for name in ["past", "future", "lookAhead"] {
      for time in ["0", "59", "\(Int64.max)"] {
        let input: JSONObject = [
          "algorithm": "SHA1", "key": .string(Self.key), "digits": 6,
          "time": .string(time), "step": "1", "t0": "0", "code": "755224",
          "codes": ["755224"], "counter": .string("\(UInt64.max)"),
          name: .integer(size),
        ]
        for operation in CheckModel.operations {
          let call = Call(operation, input)
          for hypothesis in Hypothesis.all {
            _ = hypothesis.answers(to: call)
            _ = hypothesis.answersByWrongCodes(to: call)
          }
        }
      }
    }
  }

  @Test func hintsAreOneSentence() {
    for hypothesis in Hypothesis.all {
      let cause = hypothesis.cause
      #expect(cause.hint.hasSuffix("."), "\(cause.name)")
      #expect(!cause.hint.dropLast().contains(". "), "\(cause.name)")
      #expect(cause.clause != nil, "\(cause.name)")
    }
    let names = Hypothesis.all.map(\.cause.name)
    #expect(Set(names).count == names.count)
    #expect(Vocabulary.causes.subtracting(names) == [])
  }
}

extension VectorEntry {
  /// A case of one call.
  fileprivate static func asking(_ call: Call) -> VectorEntry {
    let vector = VectorCase(
      id: "a.b", since: "1.0.0", reason: "a", input: call.input,
      expectation: .definite(.value("")), trace: nil, mistakes: [])
    let group = VectorGroup(
      id: "a", operation: call.operation, level: .must, requirements: [],
      specifications: [], defaults: [:], cases: [vector])
    let file = VectorFile(
      path: "a.json", suite: "a", title: "a",
      source: .init(name: "a", kind: "a"), groups: [group])
    return VectorEntry(file: file, group: group, vector: vector)
  }
}
