// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@Suite struct TOTPTests {
  /// RFC 6238 appendix B; the seed is as long as the digest (erratum 2866).
  @Test(
    arguments: [
      (59, ["94287082", "46119246", "90693936"]),
      (1_111_111_109, ["07081804", "68084774", "25091201"]),
      (1_111_111_111, ["14050471", "67062674", "99943326"]),
      (1_234_567_890, ["89005924", "91819424", "93441116"]),
      (2_000_000_000, ["69279037", "90698825", "38618901"]),
      (20_000_000_000, ["65353130", "77737706", "47863826"]),
    ] as [(Int64, [String])])
  func appendixB(seconds: Int64, texts: [String]) throws {
    for (algorithm, text) in zip(HashAlgorithm.allCases, texts) {
      let totp = try TOTP(
        secret: RFC.secret(algorithm), algorithm: algorithm, digits: 8)
      let time = UnixTime(seconds)
      #expect(try totp.code(at: time).description == text)
      #expect(
        try totp.code(at: time) == totp.code(forStep: totp.step(at: time)))
      #expect(try totp.verify(text, at: time, window: .strict).isAccepted)
    }
  }

  /// With one 20-byte seed for all, as the prose of the RFC has it, the codes
  /// are these.
  @Test(
    arguments: [(.sha256, "32247374"), (.sha512, "69342147")]
      as [(HashAlgorithm, String)])
  func twentyByteSeed(algorithm: HashAlgorithm, text: String) throws {
    let totp = try TOTP(
      secret: RFC.secret(), algorithm: algorithm, digits: 8)
    #expect(try totp.code(at: 59).description == text)
  }

  /// Past the ends of 31 and 32 bits.
  @Test(
    arguments: [
      (2_147_483_648, "24703886"), (4_294_967_296, "59791428"),
    ] as [(Int64, String)])
  func beyond2038(seconds: Int64, text: String) throws {
    let totp = try RFC.totp(digits: 8)
    #expect(try totp.code(at: UnixTime(seconds)).description == text)
  }

  /// Secrets from the field, of lengths that decoders have got wrong.
  @Test(
    arguments: [
      ("S46SQCPPTCNPROMHWYBDCTBZXV", 1_612_380_872, "100172"),
      ("JBSWY3DPEHPK3PX", 59, "631024"),
      ("o52gwtlyjndekyscoa2xg2sigz3hs2ksgjcdi4cmkn4dmnlrpbfa", 59, "058717"),
    ] as [(String, Int64, String)])
  func secretsFromTheField(
    base32: String, seconds: Int64, text: String
  ) throws {
    let totp = try TOTP(secret: Secret(base32: base32, policy: .permissive))
    #expect(try totp.code(at: UnixTime(seconds)).description == text)
  }

  // MARK: Steps

  @Test(
    arguments: [
      (0, 0), (29, 0), (30, 1), (59, 1), (60, 2),
      (.max, 307_445_734_561_825_860),
    ] as [(Int64, UInt64)])
  func steps(seconds: Int64, step: UInt64) throws {
    #expect(try RFC.totp().step(at: UnixTime(seconds)) == step)
  }

  @Test func theStepHasOneCode() throws {
    let totp = try RFC.totp()
    for second in Int64(30)...59 {
      #expect(try totp.code(at: UnixTime(second)) == totp.code(at: 30))
    }
    #expect(try totp.code(at: 60) != totp.code(at: 59))
  }

  @Test(
    arguments: [
      (100, 60, 100, 0), (100, 60, 159, 0), (100, 60, 160, 1),
      (-100, 30, -100, 0), (-100, 30, -71, 0), (-100, 30, -70, 1),
      (-100, 30, 0, 3), (.min, 1, .max, .max), (.min, 1, .min, 0),
      (.min, 30, .max, .max / 30), (.max, 30, .max, 0),
    ] as [(Int64, Int, Int64, UInt64)])
  func otherT0(t0: Int64, period: Int, seconds: Int64, step: UInt64) throws {
    let totp = try RFC.totp(period: period, t0: UnixTime(t0))
    let time = UnixTime(seconds)
    #expect(try totp.step(at: time) == step)
    #expect(try totp.code(at: time) == totp.code(forStep: step))
  }

  @Test(
    arguments: [
      (0, -1), (0, -30), (0, .min), (100, 99), (.max, .max - 1), (-5, -6),
    ] as [(Int64, Int64)])
  func beforeT0(t0: Int64, seconds: Int64) throws {
    let totp = try RFC.totp(t0: UnixTime(t0))
    let time = UnixTime(seconds)
    let error = ParameterError.time(time)
    #expect(throws: error) { try totp.step(at: time) }
    #expect(throws: error) { try totp.code(at: time) }
    #expect(throws: error) { try totp.verify("755224", at: time) }
    #expect(throws: error) { try totp.verify("junk", at: time) }
    let window = try ResyncWindow(past: 1, future: 1)
    #expect(throws: error) {
      try totp.resynchronize(["755224", "287082"], at: time, window: window)
    }
  }

  // MARK: Parameters

  @Test(arguments: [1, 30, 120])
  func periods(period: Int) throws {
    #expect(try RFC.totp(period: period).period == period)
  }

  @Test(arguments: [Int.min, -30, -1, 0, 121, 86_400, Int.max])
  func otherPeriods(period: Int) throws {
    #expect(throws: ParameterError.period(period)) {
      try RFC.totp(period: period)
    }
  }

  @Test(arguments: [121, 300, 86_400, Int.max])
  func longPeriodsByChoice(period: Int) throws {
    let totp = try TOTP(
      secret: RFC.secret(), period: period, periodLimit: .none)
    #expect(try totp.step(at: UnixTime(Int64(period) - 1)) == 0)
  }

  @Test(arguments: [Int.min, -1, 0])
  func neverWithoutAPeriod(period: Int) throws {
    #expect(throws: ParameterError.period(period)) {
      try TOTP(secret: RFC.secret(), period: period, periodLimit: .none)
    }
  }

  @Test(arguments: [5, 10])
  func otherNumbersOfDigits(digits: Int) {
    #expect(throws: ParameterError.digits(digits)) {
      try RFC.totp(digits: digits)
    }
  }

  @Test func defaults() throws {
    let totp = try TOTP(secret: RFC.secret())
    #expect(totp.algorithm == .sha1)
    #expect(totp.digits == 6)
    #expect(totp.period == 30)
    #expect(totp.t0 == 0)
    #expect(try totp.texts(0, 10) == HOTPTests.table)
  }
}
