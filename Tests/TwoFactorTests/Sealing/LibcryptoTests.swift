// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

@Suite struct LibcryptoTests {
  /// FIPS 180-4's example for "abc", and the empty message.
  @Test func sha256() {
    #expect(
      Hex.encode(Libcrypto.sha256(Array("abc".utf8)))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      Hex.encode(Libcrypto.sha256([]))
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  /// The GCM specification's test case 16: AES-256 with associated data.
  @Test func aes256GCM() throws {
    let key = try Secret(
      hex: "feffe9928665731c6d6a8f9467308308"
        + "feffe9928665731c6d6a8f9467308308")
    let nonce = try #require(Hex.decode("cafebabefacedbaddecaf888"))
    let plaintext = try #require(
      Hex.decode(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
          + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"))
    let associated = try #require(
      Hex.decode("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
    let sealed = try #require(
      Libcrypto.seal(
        plaintext, key: key, nonce: nonce, associated: associated))
    #expect(
      Hex.encode(sealed)
        == "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        + "76fc6ece0f4e1768cddf8853bb2d551b")
    let opened = Libcrypto.open(
      sealed, key: key, nonce: nonce, associated: associated)
    #expect(opened == plaintext)
    let other = Libcrypto.open(
      sealed, key: key, nonce: nonce, associated: associated + [0])
    #expect(other == nil)
  }

  @Test func wipingLeavesZeros() {
    var bytes: [UInt8] = [1, 2, 3]
    Libcrypto.wipe(&bytes)
    #expect(bytes == [0, 0, 0])
  }
}
