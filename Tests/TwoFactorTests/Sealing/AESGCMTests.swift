// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

@Suite struct AESGCMTests {
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
    let cipher = try #require(AESGCM(key: key))
    let sealed = try #require(
      cipher.seal(plaintext, nonce: nonce, associated: associated))
    #expect(
      Hex.encode(sealed)
        == "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        + "76fc6ece0f4e1768cddf8853bb2d551b")
    let opened = cipher.open(sealed, nonce: nonce, associated: associated)
    #expect(opened == plaintext)
  }

  private static let key = try? Secret([UInt8](repeating: 7, count: 32))
  private static let nonce = [UInt8](repeating: 1, count: 12)

  /// Whatever is changed, nothing is opened and nothing is left behind.
  @Test func changesAreSeen() throws {
    let cipher = try #require(Self.key.flatMap(AESGCM.init))
    let plaintext = Array("a secret of a person".utf8)
    let sealed = try #require(
      cipher.seal(plaintext, nonce: Self.nonce, associated: [1, 2]))
    func opens(
      _ sealed: [UInt8], _ nonce: [UInt8], _ associated: [UInt8]
    ) -> Bool {
      var room = [UInt8](repeating: 0xff, count: plaintext.count)
      let isOpen = unsafe room.withUnsafeMutableBytes {
        unsafe cipher.open(
          sealed, nonce: nonce, associated: associated, into: $0)
      }
      let isCleared = room.allSatisfy { $0 == 0 || $0 == 0xff }
      #expect(isOpen ? room == plaintext : isCleared)
      return isOpen
    }
    #expect(opens(sealed, Self.nonce, [1, 2]))
    for place in sealed.indices {
      var changed = sealed
      changed[place] ^= 1
      #expect(!opens(changed, Self.nonce, [1, 2]), "byte \(place)")
    }
    #expect(!opens(sealed, Self.nonce.map { $0 ^ 1 }, [1, 2]))
    #expect(!opens(sealed, Self.nonce + [1], [1, 2]))
    #expect(!opens(sealed, Self.nonce, [1, 2, 0]))
    #expect(!opens(sealed, Self.nonce, []))
    #expect(!opens(sealed.dropLast(), Self.nonce, [1, 2]))
    #expect(!opens(sealed + [0], Self.nonce, [1, 2]))
    #expect(cipher.open([1, 2], nonce: Self.nonce, associated: []) == nil)
  }

  @Test func aKeyHas32Bytes() throws {
    for count in [16, 24, 31, 33] {
      let key = try Secret([UInt8](repeating: 7, count: count))
      #expect(AESGCM(key: key) == nil)
    }
  }

  /// One value serves many threads: each use has a context of its own.
  @Test func usesDoNotMeet() async throws {
    let cipher = try #require(Self.key.flatMap(AESGCM.init))
    let failures = await withTaskGroup(of: Int.self) { group in
      for task in 0..<8 {
        group.addTask {
          (0..<500).count { round in
            let text = [UInt8](repeating: UInt8(task), count: round % 40)
            let nonce = Self.nonce.map { $0 ^ UInt8(task) }
            let sealed = cipher.seal(text, nonce: nonce, associated: text)
            let opened = sealed.flatMap {
              cipher.open($0, nonce: nonce, associated: text)
            }
            return opened != text
          }
        }
      }
      return await group.reduce(0, +)
    }
    #expect(failures == 0)
  }
}
