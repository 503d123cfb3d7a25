// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@Suite struct HMACTests {
  /// A message in random parts, empty ones too, gives what one part gives.
  @Test(arguments: HashAlgorithm.allCases)
  func partsEqualTheWhole(algorithm: HashAlgorithm) {
    var random = SeededGenerator(seed: 10)
    let key = HMACKey(bytes: random.bytes(40), algorithm: algorithm)
    for _ in 0..<400 {
      let message = random.bytes(random.int(0...700))
      var hmac = HMAC(key)
      var rest = message[...]
      while !rest.isEmpty {
        let count = random.int(0...min(rest.count, 200))
        hmac.update(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
      #expect(
        hmac.finalize() == key.authenticationCode(for: message),
        random.comment)
    }
  }

  /// Every way to cut two blocks in two, byte by byte.
  @Test(arguments: HashAlgorithm.allCases)
  func everyCut(algorithm: HashAlgorithm) {
    let key = HMACKey(bytes: [1, 2, 3], algorithm: algorithm)
    let message = Array(UInt8(0)...255)
    let whole = Libcrypto.hmac(algorithm, key: [1, 2, 3], message: message)
    for cut in 0...message.count {
      var hmac = HMAC(key)
      hmac.update(message[..<cut])
      hmac.update(message[cut...])
      #expect(hmac.finalize() == whole, "cut at \(cut)")
    }
  }

  /// A collection without contiguous storage takes another path.
  @Test func sequencesWithoutStorage() {
    let key = HMACKey(bytes: [7], algorithm: .sha1)
    var hmac = HMAC(key)
    hmac.update((UInt8(0)..<200).lazy.map { $0 })
    #expect(
      hmac.finalize() == key.authenticationCode(for: Array(UInt8(0)..<200)))
  }

  @Test func copiesGoTheirOwnWay() {
    let key = HMACKey(bytes: [7], algorithm: .sha256)
    var one = HMAC(key)
    one.update(Array("common ".utf8))
    var two = one
    one.update(Array("one".utf8))
    two.update(Array("two".utf8))
    #expect(
      one.finalize() == key.authenticationCode(for: Array("common one".utf8)))
    #expect(
      two.finalize() == key.authenticationCode(for: Array("common two".utf8)))
  }

  /// After the end it stands before the first byte of a new message.
  @Test func startsAgainAfterTheEnd() {
    let key = HMACKey(bytes: [7], algorithm: .sha512)
    var hmac = HMAC(key)
    hmac.update(Array("old".utf8))
    _ = hmac.finalize()
    hmac.update(Array("new".utf8))
    #expect(hmac.finalize() == key.authenticationCode(for: Array("new".utf8)))
  }
}
