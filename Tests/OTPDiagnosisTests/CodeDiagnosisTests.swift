// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import OTPDiagnosis
import TestSupport
import Testing

/// Mismatches that are made on purpose, and what is said about them.
struct CodeDiagnosisTests {
  private static let now: Int64 = 1_700_000_000

  /// Kernels that are not optimised take seconds for what takes a tenth of one:
  /// a debug build tries fewer mismatches.
  #if DEBUG
  private static let share = 50
  #else
  private static let share = 1
  #endif

  /// Of 500 mismatches with two codes each nearly all are named, and none
  /// is named wrongly.
  @Test func namesSeededMismatches() throws {
    var generator = SeededGenerator(seed: 13)
    var named = 0
    var wrong: [String] = []
    let count = 500 / Self.share
    for index in 0..<count {
      let mismatch = Mismatch(using: &generator)
      let diagnosis = try mismatch.diagnosis(codes: 2, using: &generator)
      guard case .explained(let explanation) = diagnosis.verdict else {
        continue
      }
      if mismatch.isNamed(by: explanation) {
        named += 1
      } else {
        wrong.append("\(index): \(mismatch), not \(explanation.differences)")
      }
    }
    #expect(wrong == [], generator.comment)
    #expect(20 * named >= 19 * (count - 1), generator.comment)
  }

  /// With one code much is uncertain, but what is said to be certain is right.
  @Test func oneCodeIsNotOverrated() throws {
    var generator = SeededGenerator(seed: 14)
    var wrong: [String] = []
    var (named, listed) = (0, 0)
    let count = 100 / Self.share
    for index in 0..<count {
      let mismatch = Mismatch(using: &generator)
      let diagnosis = try mismatch.diagnosis(codes: 1, using: &generator)
      if diagnosis.explanations.contains(where: mismatch.isNamed) {
        listed += 1
      }
      guard case .explained(let explanation) = diagnosis.verdict else {
        continue
      }
      named += 1
      if !mismatch.isNamed(by: explanation) {
        wrong.append("\(index): \(mismatch), not \(explanation.differences)")
      }
    }
    #expect(wrong == [], generator.comment)
    #expect(5 * named >= count - 3, generator.comment)
    #expect(2 * listed >= count - 3, generator.comment)
  }

  @Test func nothingFitsWhereNothingDoes() throws {
    var generator = SeededGenerator(seed: 15)
    for _ in 0..<max(1, 10 / Self.share) {
      let secret = Secret.generate(for: .sha1, using: &generator)
      let codes = try (0..<2).map { _ in
        try RefusedCode(
          String(generator.int(100_000...999_999)),
          at: UnixTime(Self.now))
      }
      let diagnosis = try CodeDiagnosis(
        of: codes, secret: secret.revealedBase32())
      guard case .unexplained = diagnosis.verdict else {
        Issue.record("\(diagnosis.explanations)")
        continue
      }
      #expect(diagnosis.combinations > 100_000)
      #expect(diagnosis.chanceHits < 0.01)
    }
  }

  @Test func oneCodeOfManyIsFoundByChance() throws {
    let diagnosis = try CodeDiagnosis(
      of: [RefusedCode("123456", at: UnixTime(Self.now))],
      secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    #expect(diagnosis.chanceHits > 0.5)
    if case .explained(let explanation) = diagnosis.verdict {
      Issue.record("\(explanation)")
    }
  }

  // MARK: By hand

  private func explanation(
    _ codes: [String], secret: String, at time: Int64,
    settings: Settings = Settings()
  ) throws -> Explanation? {
    let diagnosis = try CodeDiagnosis(
      of: try codes.map { try RefusedCode($0, at: UnixTime(time)) },
      secret: secret, settings: settings)
    guard case .explained(let explanation) = diagnosis.verdict else {
      return nil
    }
    return explanation
  }

  /// RFC 6238, appendix B: the secret is given in ASCII.
  @Test func readsThePublishedTable() throws {
    let diagnosis = try CodeDiagnosis(
      of: [
        RefusedCode("94287082", at: 59),
        RefusedCode("07081804", at: 1_111_111_109),
      ], secret: "12345678901234567890")
    guard case .explained(let found) = diagnosis.verdict else {
      Issue.record("\(diagnosis.explanations)")
      return
    }
    #expect(found.form == .ascii)
    #expect(
      found.differences == [
        "The secret is read as the characters themselves, not as base32.",
        "A code has 8 digits, not 6.",
      ])
  }

  @Test func saysThatTheCodesAreRight() throws {
    let found = try #require(
      try explanation(
        ["287082"], secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at: 59))
    #expect(found.differences == [])
    #expect(found.advice == [])
  }

  @Test func namesACounter() throws {
    let found = try #require(
      try explanation(
        ["755224", "287082"], secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        at: Self.now))
    #expect(found.source == .counter(0))
    #expect(
      found.differences
        == ["The codes are made from a counter (HOTP), which is 0."])
  }

  @Test func namesATimeZone() throws {
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    let totp = try TOTP(secret: Secret(base32: secret))
    let code = try totp.code(at: UnixTime(Self.now - 7_200)).description
    let found = try #require(
      try explanation([code], secret: secret, at: Self.now))
    #expect(found.source == .clock(period: 30, ahead: -7_200))
    #expect(
      found.differences == [
        "The clock is 2 h (give or take 30 s) behind, as if it showed another"
          + " time zone's time."
      ])
    #expect(
      found.advice == ["Set the clock of the device by the network."])
  }

  @Test func namesLostZeros() throws {
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    let totp = try TOTP(secret: Secret(base32: secret))
    var time = UnixTime(Self.now)
    while !(try totp.code(at: time).description.hasPrefix("0")) {
      time = UnixTime(time.seconds + 30)
    }
    let code = try totp.code(at: time).description.drop { $0 == "0" }
    let found = try #require(
      try explanation([String(code)], secret: secret, at: time.seconds))
    #expect(found.differences == ["Leading zeros of the code were lost."])
  }

  // MARK: Forms

  /// The key 31 32 … 38 39 30 of RFC 4226 in hexadecimal, as programs write
  /// it, where the server expects base32.
  @Test(arguments: [
    "3132333435363738393031323334353637383930",
    "0x3132333435363738393031323334353637383930",
    "0X3132333435363738393031323334353637383930",
    "31:32:33:34:35:36:37:38:39:30:31:32:33:34:35:36:37:38:39:30",
    "31 32 33 34 35 36 37 38 39 30 31 32 33 34 35 36 37 38 39 30",
    "31-32-33-34-35-36-37-38-39-30-31-32-33-34-35-36-37-38-39-30",
    "3132 3334 3536 3738 3930 3132 3334 3536 3738 3930",
    "0x31 0x32 0x33 0x34 0x35 0x36 0x37 0x38 0x39 0x30"
      + " 0x31 0x32 0x33 0x34 0x35 0x36 0x37 0x38 0x39 0x30",
    "0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x30,"
      + " 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x30",
  ])
  func readsHexadecimal(text: String) throws {
    let codes = ["755224", "287082"]
    let found = try #require(
      try explanation(codes, secret: text, at: 29))
    #expect(found.form == .hexadecimal)
    #expect(
      found.differences.first
        == "The secret is read as hexadecimal, not as base32.")
  }

  /// A server that reads such a text refuses codes for another reason.
  @Test(arguments: [
    "ab:CD:ef:01:23:45:67:89:ab:cd:ef:01:23:45:67:89",
    "0xABCDEF0123456789abcdef0123456789",
    "AB-CD-EF-01-23-45-67-89-AB-CD-EF-01-23-45-67-89",
  ])
  func readsHexadecimalAsTheServer(text: String) throws {
    let bytes: [UInt8] = [0xab, 0xcd, 0xef, 0x01, 0x23, 0x45, 0x67, 0x89]
    let totp = try TOTP(secret: Secret(bytes + bytes), period: 60)
    let codes = try ([0, 60] as [Int64]).map { later in
      let time = UnixTime(Self.now + later)
      return try RefusedCode(totp.code(at: time).description, at: time)
    }
    let diagnosis = try CodeDiagnosis(
      of: codes, secret: text, settings: Settings(form: .hexadecimal))
    guard case .explained(let found) = diagnosis.verdict else {
      Issue.record("\(diagnosis.explanations)")
      return
    }
    #expect(found.form == .hexadecimal)
    #expect(
      found.differences == ["A time step has 60 seconds, not 30."])
  }

  /// Single digits between colons are no bytes.
  @Test func halfBytesAreNotPutTogether() throws {
    let code = try RefusedCode("123456", at: UnixTime(Self.now))
    let diagnosis = try CodeDiagnosis(
      of: [code], secret: "1:2:3:4:5:6:7:8",
      settings: Settings(form: .hexadecimal))
    #expect(diagnosis.explanations.allSatisfy { $0.form != .hexadecimal })
  }

  /// Base32 that was decoded by a function for base64; the keys are those
  /// that Python's `base64.b64decode` gives.
  @Test(
    arguments: [
      (
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", .base64,
        "18464318d055198dd340e250" + "18464318d055198dd340e250"
      ),
      // 26 characters and six of padding: four bits are left over.
      (
        "MFRGGZDFMZTWQ2LKNNWG23TPOA======", .base64,
        "3054461990c53194d64362ca34d586db74cf38"
      ),
      // Groups, of which Python leaves the hyphens out.
      (
        "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ", .base64WithoutHyphens,
        "18464318d055198dd340e250" + "18464318d055198dd340e250"
      ),
      (
        "gezd gnbv gy3t qojq gezd gnbv gy3t qojq", .base64UpperCase,
        "18464318d055198dd340e250" + "18464318d055198dd340e250"
      ),
      // A hyphen of base64url is a value.
      (
        "-_-_MTIzNDU2Nzg5MDEyMzQ1", .base64,
        "fbffbf313233343536373839303132333435"
      ),
    ] as [(String, SecretForm, String)])
  func readsBase64(
    text: String, form: SecretForm, key: String
  ) throws {
    let totp = try TOTP(
      secret: Secret(#require(Hex.decode(key)), policy: .permissive))
    let codes = try ([0, 30] as [Int64]).map { later in
      let time = UnixTime(Self.now + later)
      return try RefusedCode(totp.code(at: time).description, at: time)
    }
    let diagnosis = try CodeDiagnosis(of: codes, secret: text)
    guard case .explained(let found) = diagnosis.verdict else {
      Issue.record("\(diagnosis.explanations)")
      return
    }
    #expect(found.form == form)
    #expect(
      found.differences == [
        "The secret is read as \(form.title), not as base32."
      ])
  }

  // MARK: Bad input

  @Test(arguments: ["", "123", "1234567890", "12345x", "١٢٣٤٥٦", "+123456"])
  func refusesWhatIsNoCode(text: String) {
    #expect(throws: DiagnosisError.code) {
      try RefusedCode(text, at: UnixTime(Self.now))
    }
  }

  @Test(arguments: [.min, -1, 253_402_300_800, .max] as [Int64])
  func refusesTimesThatCannotBe(seconds: Int64) {
    #expect(throws: DiagnosisError.time) {
      try RefusedCode("123456", at: UnixTime(seconds))
    }
  }

  @Test func refusesWhatIsNoSecret() throws {
    let code = try RefusedCode("123456", at: UnixTime(0))
    #expect(throws: DiagnosisError.secret) {
      try CodeDiagnosis(of: [code], secret: " \n")
    }
    #expect(throws: DiagnosisError.length) {
      try CodeDiagnosis(
        of: [code], secret: String(repeating: "A", count: 1_025))
    }
    #expect(throws: DiagnosisError.count) {
      try CodeDiagnosis(of: [], secret: "GEZDGNBV")
    }
    for settings in [
      Settings(digits: 5), Settings(digits: 10), Settings(period: 0),
      Settings(period: .max),
    ] {
      #expect(throws: DiagnosisError.settings) {
        try CodeDiagnosis(of: [code], secret: "GEZDGNBV", settings: settings)
      }
    }
  }

  @Test(arguments: [0, 253_402_300_799] as [Int64])
  func edgesOfTimeAreNoTrouble(seconds: Int64) throws {
    for period in [1, 86_400] {
      _ = try CodeDiagnosis(
        of: [RefusedCode("123456", at: UnixTime(seconds))], secret: "GE",
        settings: Settings(digits: 9, period: period))
    }
  }

  /// A dump or a description must not give away what was given.
  @Test func keepsSecretsAndCodes() throws {
    let code = try RefusedCode("755224", at: UnixTime(Self.now))
    var text = "\(code)"
    dump(code, to: &text)
    let diagnosis = try CodeDiagnosis(
      of: [code], secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    dump(diagnosis, to: &text)
    #expect(!text.contains("755224"))
    #expect(!text.contains("GEZDGNBV"))
  }
}
