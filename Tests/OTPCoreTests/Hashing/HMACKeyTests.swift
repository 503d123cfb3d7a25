// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@Suite struct HMACKeyTests {
  @Test(arguments: HMACRows.all)
  func published(row: HMACRows.Row) {
    let expected = bytes(hex: row.code)
    #expect(expected.count >= 16)
    for backend in Backend.tested {
      let key = HMACKey(
        bytes: row.key, algorithm: row.algorithm, backend: backend)
      let code = key.authenticationCode(for: row.message)
      #expect(code.count == row.algorithm.digestByteCount)
      #expect(Array(code.prefix(expected.count)) == expected, "\(backend)")
    }
  }

  /// Every length of a key, those around a block among them.
  @Test(arguments: HashAlgorithm.allCases)
  func everyKeyLength(algorithm: HashAlgorithm) {
    var random = SeededGenerator(seed: 20)
    for count in 0...300 {
      let bytes = random.bytes(count)
      let message = random.bytes(8)
      let expected = Libcrypto.hmac(algorithm, key: bytes, message: message)
      for backend in Backend.tested {
        let key = HMACKey(
          bytes: bytes, algorithm: algorithm, backend: backend)
        #expect(
          key.authenticationCode(for: message) == expected,
          "\(count) bytes, \(backend), seed \(random.seed)")
      }
    }
  }

  @Test(arguments: HashAlgorithm.allCases)
  func everyMessageLength(algorithm: HashAlgorithm) {
    var random = SeededGenerator(seed: 21)
    let bytes = random.bytes(20)
    let key = HMACKey(bytes: bytes, algorithm: algorithm)
    for count in 0...300 {
      let message = random.bytes(count)
      #expect(
        key.authenticationCode(for: message)
          == Libcrypto.hmac(algorithm, key: bytes, message: message),
        "\(count) bytes, seed \(random.seed)")
    }
  }

  /// Lengths of key and message around the edges of one and two blocks, each
  /// with each.
  @Test(arguments: HashAlgorithm.allCases)
  func edgesOfBlocks(algorithm: HashAlgorithm) {
    var random = SeededGenerator(seed: 22)
    let block = algorithm.blockByteCount
    let length = block / 8
    let edges = [1, 2].flatMap { blocks in
      [-length - 1, -length, -length + 1, -1, 0, 1].map { blocks * block + $0 }
    }
    for keyCount in edges {
      let bytes = random.bytes(keyCount)
      let key = HMACKey(bytes: bytes, algorithm: algorithm)
      for messageCount in edges {
        let message = random.bytes(messageCount)
        #expect(
          key.authenticationCode(for: message)
            == Libcrypto.hmac(algorithm, key: bytes, message: message),
          "\(keyCount) and \(messageCount) bytes, seed \(random.seed)")
      }
    }
  }

  @Test func secretsAndBytesAreTheSameKey() throws {
    let secret = try RFC.secret(.sha256)
    let message = Array("message".utf8)
    #expect(
      HMACKey(secret, algorithm: .sha256).authenticationCode(for: message)
        == HMACKey(bytes: RFC.key(.sha256), algorithm: .sha256)
        .authenticationCode(for: message))
  }

  /// The key outlives the secret, and the original of a copy.
  @Test func copiesShareTheKey() throws {
    var key: HMACKey? = HMACKey(try RFC.secret())
    let copy = try #require(key)
    key = nil
    #expect(try HOTP(key: copy).text(0) == "755224")
  }
}
