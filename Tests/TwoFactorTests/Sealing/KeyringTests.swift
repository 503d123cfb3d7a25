// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

@Suite struct KeyringTests {
  private let purpose = Sealed.Purpose.totp("alice", enrolment: "1")

  @Test func whatWasSealedOpensForItsPurposeAlone() throws {
    let keyring = try Keyring(current: .test("k1"))
    var random = seeded(5)
    let sealed = try keyring.seal([1, 2, 3], for: purpose, &random)
    #expect(try keyring.open(sealed, for: purpose) == [1, 2, 3])
    let others: [Sealed.Purpose] = [
      .totp("bob", enrolment: "1"), .totp("alice", enrolment: "2"),
      .message("alice", id: "1"), .totp("alic", enrolment: "e1"),
    ]
    for other in others {
      #expect(throws: TwoFactorError.sealing) {
        try keyring.open(sealed, for: other)
      }
    }
  }

  @Test func anyChangeIsFound() throws {
    let keyring = try Keyring(current: .test("k1"))
    var random = seeded(6)
    let sealed = try keyring.seal([1, 2, 3], for: purpose, &random)
    for place in sealed.ciphertext.indices {
      var bytes = sealed.ciphertext
      bytes[place] ^= 1
      let changed = Sealed(
        keyID: "k1", nonce: sealed.nonce, ciphertext: bytes)
      #expect(throws: TwoFactorError.sealing) {
        try keyring.open(changed, for: purpose)
      }
    }
    for bad in [
      Sealed(keyID: "k1", nonce: [], ciphertext: sealed.ciphertext),
      Sealed(keyID: "k1", nonce: sealed.nonce, ciphertext: []),
    ] {
      #expect(throws: TwoFactorError.sealing) {
        try keyring.open(bad, for: purpose)
      }
    }
  }

  @Test func keysAreRotated() throws {
    let old = try Keyring(current: .test("k1"))
    var random = seeded(7)
    let sealed = try old.seal([9], for: purpose, &random)
    let new = try Keyring(current: .test("k2"), former: [.test("k1")])
    #expect(try new.open(sealed, for: purpose) == [9])
    #expect(try new.seal([9], for: purpose, &random).keyID == "k2")
    let without = try Keyring(current: .test("k2"))
    #expect(throws: TwoFactorError.unknownKey(id: "k1")) {
      try without.open(sealed, for: purpose)
    }
  }

  @Test func keysHaveNamesOfTheirOwnAndThirtyTwoBytes() throws {
    let short = try Secret([UInt8](repeating: 1, count: 31))
    let right = try Secret([UInt8](repeating: 1, count: 32))
    #expect(throws: TwoFactorError.invalidKey) {
      try Keyring.Key(id: "a", secret: short)
    }
    for id in ["", "a.b", "ä", String(repeating: "a", count: 33)] {
      #expect(throws: TwoFactorError.invalidKey) {
        try Keyring.Key(id: id, secret: right)
      }
    }
    #expect(throws: TwoFactorError.invalidKey) {
      try Keyring(current: .test("a"), former: [.test("a")])
    }
    #expect("\(try Keyring(current: .test("a")))" == "Keyring(a)")
  }

  @Test func aDigestFitsItsCodeAndPurposeAlone() throws {
    let keyring = try Keyring(current: .test("k1"))
    let code = try #require(OneTimeCode("012345", digits: 6))
    let other = try #require(OneTimeCode("012346", digits: 6))
    let digest = CodeDigest(of: code, for: "signIn|alice", keyring)
    #expect(try digest.matches(code, for: "signIn|alice", keyring))
    #expect(try !digest.matches(other, for: "signIn|alice", keyring))
    #expect(try !digest.matches(code, for: "signIn|bob", keyring))
    #expect(try !digest.matches(code, for: "recovery|alice", keyring))
  }
}
