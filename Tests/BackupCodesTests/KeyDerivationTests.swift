// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BackupCodes

@Suite struct KeyDerivationTests {
  static let salt = [UInt8](repeating: 7, count: 16)

  // MARK: Presets

  /// ASVS 5.0 appendix C and OWASP's cheat sheet.
  @Test func presetsMeetThePublishedFigures() {
    #expect(KeyDerivation.backupCode.description == "scrypt ln=15,r=8,p=1")
    #expect(KeyDerivation.password.description == "scrypt ln=17,r=8,p=1")
    #expect(KeyDerivation.pbkdf2.description == "pbkdf2-sha256 i=600000")
  }

  /// Presets are made without the check, so they are checked here.
  @Test(arguments: [KeyDerivation.backupCode, .password, .pbkdf2])
  func presetsAreWithinTheLimits(_ preset: KeyDerivation) throws {
    #expect(try KeyDerivation(preset.algorithm) == preset)
  }

  @Test func memory() {
    #expect(KeyDerivation.backupCode.memoryByteCount == 128 * 8 * 32771)
    #expect(KeyDerivation.pbkdf2.memoryByteCount == 0)
  }

  // MARK: Limits

  @Test(arguments: [
    (1, 1, 1), (15, 1, 16), (18, 8, 1), (16, 32, 1), (20, 2, 2), (18, 8, 2),
    (17, 8, 4), (1, 32, 16),
  ])
  func scryptWithinLimits(_ ln: Int, _ r: Int, _ p: Int) throws {
    let derivation = try KeyDerivation.scrypt(ln: ln, r: r, p: p)
    #expect(derivation.memoryByteCount <= 256 << 20 + 128 << 10)
  }

  @Test(arguments: [
    (0, 8, 1), (-1, 8, 1), (21, 1, 1), (.max, 8, 1), (.min, 8, 1),
    (15, 0, 1), (15, 33, 1), (15, .max, 1), (15, -8, 1),
    (15, 8, 0), (15, 8, 17), (15, 8, .max), (15, 8, -1),
    // ln < 16·r, or libcrypto refuses (RFC 7914 section 2).
    (16, 1, 1),
    // Memory: 2^ln·r ≤ 2^21.
    (19, 8, 1), (20, 8, 1), (17, 17, 1), (20, 3, 1),
    // Work: 2^ln·r·p ≤ 2^22.
    (18, 8, 3), (17, 8, 5), (20, 2, 3),
  ])
  func scryptOutsideLimits(_ ln: Int, _ r: Int, _ p: Int) {
    #expect(throws: KeyDerivationError.scryptParameters) {
      try KeyDerivation.scrypt(ln: ln, r: r, p: p)
    }
  }

  @Test func iterationLimits() throws {
    #expect(try KeyDerivation.pbkdf2SHA256(iterations: 1) != .pbkdf2)
    #expect(try KeyDerivation.pbkdf2SHA256(iterations: 2_000_000) != .pbkdf2)
    for iterations in [0, -1, 2_000_001, .max, .min] {
      #expect(throws: KeyDerivationError.iterations) {
        try KeyDerivation.pbkdf2SHA256(iterations: iterations)
      }
    }
  }

  @Test func lengthLimits() throws {
    let derivation = try cheap()
    for count in [8, 64] {
      let salt = [UInt8](repeating: 1, count: count)
      #expect(try derivation.derive(from: [], salt: salt).count == 32)
    }
    for count in [0, 7, 65] {
      let salt = [UInt8](repeating: 1, count: count)
      #expect(throws: KeyDerivationError.saltLength) {
        try derivation.derive(from: [], salt: salt)
      }
    }
    for count in [-1, 0, 15, 65, .max] {
      #expect(throws: KeyDerivationError.keyLength) {
        try derivation.derive(from: [], salt: Self.salt, byteCount: count)
      }
    }
  }

  // MARK: Values

  /// RFC 7914 section 12, through the public call.
  @Test func scryptValue() throws {
    let key = try KeyDerivation.scrypt(ln: 14, r: 8, p: 1).derive(
      from: Array("pleaseletmein".utf8), salt: Array("SodiumChloride".utf8),
      byteCount: 64)
    let expected = """
      7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2\
      d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
      """
    #expect(try key == bytes(hex: expected))
  }

  /// Secret, salt and each parameter count.
  @Test func everythingCounts() throws {
    let secret = Array("secret".utf8)
    var salt = Self.salt
    var keys: Set<[UInt8]> = []
    for (ln, r, p) in [(4, 8, 1), (5, 8, 1), (4, 9, 1), (4, 8, 2)] {
      let derivation = try KeyDerivation.scrypt(ln: ln, r: r, p: p)
      keys.insert(try derivation.derive(from: secret, salt: salt))
    }
    let derivation = try KeyDerivation.scrypt(ln: 4, r: 8, p: 1)
    keys.insert(try derivation.derive(from: secret + [1], salt: salt))
    salt[0] ^= 1
    keys.insert(try derivation.derive(from: secret, salt: salt))
    for iterations in [1, 2] {
      let derivation = try KeyDerivation.pbkdf2SHA256(iterations: iterations)
      keys.insert(try derivation.derive(from: secret, salt: salt))
    }
    #expect(keys.count == 8)
  }

  /// A property of HMAC that the documentation warns of.
  @Test func trailingZeroBytesDoNotCount() throws {
    let keys = try [[1, 2], [1, 2, 0]].map {
      try cheap().derive(from: $0, salt: Self.salt)
    }
    #expect(keys[0] == keys[1])
  }
}
