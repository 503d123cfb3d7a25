// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@Suite struct HOTPTests {
  /// RFC 4226 appendix D.
  static let table = [
    "755224", "287082", "359152", "969429", "338314", "254676", "287922",
    "162583", "399871", "520489",
  ]

  @Test(arguments: Backend.tested)
  func appendixD(backend: Backend) throws {
    let key = HMACKey(try RFC.secret(), backend: backend)
    let hotp = try HOTP(key: key)
    #expect(try hotp.texts(0, 10) == HOTPTests.table)
    for (counter, text) in HOTPTests.table.enumerated() {
      #expect(hotp.text(UInt64(counter)) == text)
    }
  }

  /// Counters around the widths that implementations have got wrong.
  @Test(
    arguments: [
      (127, "307470"), (128, "425216"), (255, "865784"), (256, "620188"),
      (32_767, "915589"), (32_768, "971751"), (65_535, "954590"),
      (65_536, "011303"), (16_777_216, "765235"), (2_147_483_647, "223505"),
      (2_147_483_648, "197202"), (4_294_967_295, "117190"),
      (4_294_967_296, "999456"), (9_007_199_254_740_991, "891307"),
      (9_007_199_254_740_992, "860690"), (9_007_199_254_740_993, "354518"),
      (9_223_372_036_854_775_807, "181742"),
      (9_223_372_036_854_775_808, "959616"),
      (18_446_744_073_709_551_615, "094451"),
    ] as [(UInt64, String)])
  func counterWidths(counter: UInt64, text: String) throws {
    #expect(try RFC.hotp().text(counter) == text)
  }

  @Test(
    arguments: [
      (30, "026920"), (36, "003784"), (44, "000152"), (25_193, "000039"),
      (226_500, "000007"), (349_495, "000000"),
    ] as [(UInt64, String)])
  func leadingZeros(counter: UInt64, text: String) throws {
    #expect(try RFC.hotp().text(counter) == text)
  }

  @Test(arguments: [
    (6, "755224"), (7, "4755224"), (8, "84755224"), (9, "284755224"),
  ])
  func numbersOfDigits(digits: Int, text: String) throws {
    #expect(try RFC.hotp(digits: digits).text(0) == text)
  }

  @Test(arguments: [Int.min, -1, 0, 1, 5, 10, 262, Int.max])
  func otherNumbersOfDigits(digits: Int) throws {
    let secret = try RFC.secret()
    #expect(
      thrown { () throws(ParameterError) in
        try HOTP(secret: secret, digits: digits)
      } == .digits(digits))
  }

  /// The first and the last offset, each with the top bit clear and set.
  @Test(
    arguments: [
      (.sha1, 58, "83964363"), (.sha1, 0, "84755224"), (.sha1, 34, "33749439"),
      (.sha1, 55, "49478026"), (.sha256, 43, "53266258"),
      (.sha256, 30, "17709797"), (.sha256, 28, "71750011"),
      (.sha256, 46, "43269420"), (.sha512, 6, "30383831"),
      (.sha512, 4, "03977270"), (.sha512, 8, "77504704"),
      (.sha512, 9, "56467051"),
    ] as [(HashAlgorithm, UInt64, String)])
  func truncation(
    algorithm: HashAlgorithm, counter: UInt64, text: String
  ) throws {
    let secret = try RFC.secret(algorithm)
    for backend in Backend.tested {
      let key = HMACKey(secret, algorithm: algorithm, backend: backend)
      let hotp = try HOTP(key: key, digits: 8)
      #expect(try hotp.texts(counter, 2)[0] == text, "\(backend)")
    }
  }

  @Test func zeroByteAtTheEndOfAKeyChangesNothing() throws {
    let hotp = try HOTP(secret: Secret(RFC.key() + [0]))
    #expect(try hotp.texts(0, 10) == HOTPTests.table)
  }

  // MARK: Runs

  /// Runs of 1 to 70 codes, on every backend and hash: whole passes, the rest
  /// of a pass, and more than one chunk.
  @Test(arguments: Backend.tested, HashAlgorithm.allCases)
  func runsEqualSingleCodes(
    backend: Backend, algorithm: HashAlgorithm
  ) throws {
    var random = SeededGenerator(seed: 30)
    let key = HMACKey(
      bytes: random.bytes(20), algorithm: algorithm, backend: backend)
    let hotp = try HOTP(key: key, digits: 9)
    let first = UInt64(1) << 32 - 35
    let singles = (0..<70).map { hotp.code(at: first + $0) }
    for count in 1...70 {
      #expect(
        try hotp.codes(from: first, count: count)
          == Array(singles.prefix(count)),
        "\(count) codes, seed \(random.seed)")
    }
  }

  @Test(arguments: Backend.tested)
  func runsEndAtTheLastCounter(backend: Backend) throws {
    let hotp = try HOTP(key: HMACKey(try RFC.secret(), backend: backend))
    for before in UInt64(0)...70 {
      let first = UInt64.max - before
      let codes = try hotp.codes(from: first, count: 71)
      #expect(codes.count == Int(before) + 1)
      #expect(codes.first == hotp.code(at: first))
      #expect(codes.last?.description == "094451")
      #expect(try hotp.codes(from: first, count: Int(before) + 1) == codes)
      #expect(
        try hotp.codes(from: first, count: Int(before)) == codes.dropLast())
    }
    #expect(try hotp.codes(from: .max, count: 1_000_000).count == 1)
  }

  /// A count that memory does not hold is an error, before anything is
  /// reserved.
  @Test(arguments: [
    -1, Int.min, 1_000_001, 1 << 32, 1 << 60, 1 << 61, .max - 1, .max,
  ])
  func countsOutOfRange(count: Int) throws {
    let (hotp, totp) = (try RFC.hotp(), try RFC.totp())
    for first in [0, 5, UInt64.max - 2, .max] {
      #expect(throws: ParameterError.count(count)) {
        try hotp.codes(from: first, count: count)
      }
      #expect(throws: ParameterError.count(count)) {
        try totp.codes(fromStep: first, count: count)
      }
    }
  }

  @Test func noCodes() throws {
    #expect(try RFC.hotp().codes(from: 0, count: 0).isEmpty)
    #expect(try RFC.hotp().codes(from: .max, count: 0).isEmpty)
  }

  @Test func longRuns() throws {
    let hotp = try RFC.hotp()
    let codes = try hotp.codes(from: 7, count: 20_000)
    #expect(codes.count == 20_000)
    #expect(codes.last == hotp.code(at: 20_006))
  }
}
