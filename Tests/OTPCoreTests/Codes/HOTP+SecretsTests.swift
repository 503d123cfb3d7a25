// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

/// Codes of secrets without prepared keys, and into a buffer.
@Suite struct HOTPSecretsTests {
  @Test(arguments: HashAlgorithm.allCases)
  func oneSecret(algorithm: HashAlgorithm) throws {
    var random = SeededGenerator(seed: 400)
    for count in [1, 20, 63, 64, 65, 127, 128, 129, 200] {
      let key = random.bytes(count)
      let secret = try Secret(key, policy: .permissive)
      let counter = random.counter()
      let digits = random.int(6...9)
      let code = try HOTP.code(
        secret: secret, counter: counter, algorithm: algorithm, digits: digits)
      let expected = ReferenceCode(
        algorithm, key: key, counter: counter, digits: digits)
      #expect(code.description == expected.text, random.comment)
    }
  }

  /// Numbers of secrets around the width of every pass, of mixed lengths.
  @Test(arguments: Backend.tested, HashAlgorithm.allCases)
  func manySecrets(backend: Backend, algorithm: HashAlgorithm) throws {
    var random = SeededGenerator(seed: 401)
    for count in [0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 70] {
      try check(
        (0..<count).map { _ in random.bytes(random.int(1...150)) },
        algorithm, backend, &random)
    }
  }

  /// Secrets of one length, and of lengths that have the beginning in common:
  /// around every word, and around every piece of 16 bytes.
  @Test(arguments: Backend.tested, HashAlgorithm.allCases)
  func manySecretsOfOneLength(
    backend: Backend, algorithm: HashAlgorithm
  ) throws {
    var random = SeededGenerator(seed: 402)
    for length in [1, 15, 16, 17, 20, 24, 31, 32, 33, 48, 63, 64, 65, 128] {
      for more in [0, 1, 4, 17] {
        try check(
          (0..<19).map { _ in random.bytes(length + random.int(0...more)) },
          algorithm, backend, &random)
      }
    }
  }

  /// Whether the codes of `keys` are those of the reference, in order.
  private func check(
    _ keys: [[UInt8]], _ algorithm: HashAlgorithm, _ backend: Backend,
    _ random: inout SeededGenerator
  ) throws {
    let secrets = try keys.map { try Secret($0, policy: .permissive) }
    let counter = random.counter()
    var codes: [(Int, String)] = []
    try HOTP.codes(
      secrets: secrets, counter: counter, algorithm: algorithm, digits: 8,
      backend: backend
    ) { codes.append(($0, $1.description)) }
    #expect(codes.map(\.0) == Array(keys.indices))
    let expected = keys.map {
      ReferenceCode(algorithm, key: $0, counter: counter, digits: 8).text
    }
    #expect(
      codes.map(\.1) == expected,
      "lengths \(keys.map(\.count)), seed \(random.seed)")
  }

  @Test(arguments: [5, 10])
  func digits(digits: Int) throws {
    let secret = try RFC.secret()
    #expect(throws: ParameterError.digits(digits)) {
      try HOTP.code(secret: secret, counter: 0, digits: digits)
    }
    #expect(throws: ParameterError.digits(digits)) {
      try HOTP.codes(secrets: [], counter: 0, digits: digits) { _, _ in }
    }
  }

  @Test(arguments: [0, 1, 10, 130])
  func intoABuffer(count: Int) throws {
    let hotp = try RFC.hotp()
    let filler = hotp.code(at: 99)
    for first in [0, 5, UInt64.max - 2, .max] {
      var buffer = [OneTimeCode](repeating: filler, count: count)
      var span = buffer.mutableSpan
      let written = hotp.codes(from: first, into: &span)
      let codes = try hotp.codes(from: first, count: count)
      #expect(written == codes.count)
      #expect(Array(buffer.prefix(written)) == codes)
      #expect(buffer.dropFirst(written).allSatisfy { $0 == filler })
    }
  }
}
