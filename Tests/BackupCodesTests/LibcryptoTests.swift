// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BackupCodes

@Suite struct LibcryptoTests {
  struct Scrypt: CustomTestStringConvertible {
    let password, salt: String
    let n, r, p: UInt64
    let key: String
    var testDescription: String { "N=\(n) r=\(r) p=\(p)" }

    func derive() throws -> [UInt8] {
      try Libcrypto.scrypt(
        password: Array(password.utf8), salt: Array(salt.utf8), n: n, r: r,
        p: p, memoryLimit: 128 * r * (n + p + 2), byteCount: 64)
    }
  }

  /// RFC 7914 section 12.
  @Test(arguments: [
    Scrypt(
      password: "", salt: "", n: 16, r: 1, p: 1,
      key: """
        77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442\
        fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906
        """),
    Scrypt(
      password: "password", salt: "NaCl", n: 1024, r: 8, p: 16,
      key: """
        fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162\
        2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
        """),
    Scrypt(
      password: "pleaseletmein", salt: "SodiumChloride", n: 16384, r: 8, p: 1,
      key: """
        7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2\
        d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
        """),
  ])
  func scrypt(_ vector: Scrypt) throws {
    #expect(try vector.derive() == bytes(hex: vector.key))
  }

  /// RFC 7914 section 12, the last value: 1 GiB and 4 to 5 seconds.
  @Test(.enabled(if: runsSlowTests, "set OTPKIT_SLOW_TESTS: needs 1 GiB"))
  func largeScrypt() throws {
    let vector = Scrypt(
      password: "pleaseletmein", salt: "SodiumChloride", n: 1 << 20, r: 8,
      p: 1,
      key: """
        2101cb9b6a511aaeaddbbe09cf70f881ec568d574a2ffd4dabe5ee9820adaa47\
        8e56fd8f4ba5d09ffa1c6d927c40f4c337304049e8a952fbcbf45c6fa77a41a4
        """)
    #expect(try vector.derive() == bytes(hex: vector.key))
  }

  struct PBKDF2: CustomTestStringConvertible {
    let password, salt: String
    let iterations: Int
    let digest: Libcrypto.Digest
    let key: String
    var testDescription: String { "\(digest), \(iterations) iterations" }
  }

  @Test(arguments: [
    // RFC 7914 section 11.
    PBKDF2(
      password: "passwd", salt: "salt", iterations: 1, digest: .sha256,
      key: """
        55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc\
        49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783
        """),
    PBKDF2(
      password: "Password", salt: "NaCl", iterations: 80000, digest: .sha256,
      key: """
        4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56\
        a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d
        """),
    // RFC 6070 section 2.
    PBKDF2(
      password: "password", salt: "salt", iterations: 1, digest: .sha1,
      key: "0c60c80f961f0e71f3a9b524af6012062fe037a6"),
    PBKDF2(
      password: "password", salt: "salt", iterations: 2, digest: .sha1,
      key: "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"),
    PBKDF2(
      password: "password", salt: "salt", iterations: 4096, digest: .sha1,
      key: "4b007901b765489abead49d926f721d065a429c1"),
    PBKDF2(
      password: "passwordPASSWORDpassword",
      salt: "saltSALTsaltSALTsaltSALTsaltSALTsalt", iterations: 4096,
      digest: .sha1,
      key: "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"),
    PBKDF2(
      password: "pass\0word", salt: "sa\0lt", iterations: 4096, digest: .sha1,
      key: "56fa6aa75548099dcc37d7f03425e0c3"),
  ])
  func pbkdf2(_ vector: PBKDF2) throws { try check(vector) }

  /// RFC 6070 section 2, the row of 16 777 216 iterations: over 5 seconds.
  @Test(.enabled(if: runsSlowTests, "set OTPKIT_SLOW_TESTS: over 5 s"))
  func longPBKDF2() throws {
    try check(
      PBKDF2(
        password: "password", salt: "salt", iterations: 16_777_216,
        digest: .sha1, key: "eefe3d61cd4da4e4e9945b3d6ba2158c2634e984"))
  }

  private func check(_ vector: PBKDF2) throws {
    let key = try bytes(hex: vector.key)
    let derived = try Libcrypto.pbkdf2(
      password: Array(vector.password.utf8), salt: Array(vector.salt.utf8),
      iterations: vector.iterations, digest: vector.digest,
      byteCount: key.count)
    #expect(derived == key)
  }
}

// MARK: - Failures

extension LibcryptoTests {
  private func scrypt(
    n: UInt64, limit: UInt64, byteCount: Int = 32
  ) throws(KeyDerivationError) -> [UInt8] {
    try Libcrypto.scrypt(
      password: [1], salt: [2], n: n, r: 8, p: 1, memoryLimit: limit,
      byteCount: byteCount)
  }

  /// The limit that `KeyDerivation` passes is the exact need of libcrypto.
  @Test func memoryLimitIsExact() throws {
    let need: UInt64 = 128 * 8 * (1024 + 1 + 2)
    #expect(try scrypt(n: 1024, limit: need).count == 32)
    #expect(throws: KeyDerivationError.memoryLimit) {
      try scrypt(n: 1024, limit: need - 1)
    }
  }

  /// 2^50 bytes are more than an address space has.
  ///
  /// A sanitizer ends the process for such a request, unless
  /// `ASAN_OPTIONS` or `TSAN_OPTIONS` has `allocator_may_return_null=1`.
  @Test func allocationFailureIsAnError() {
    #expect(throws: KeyDerivationError.outOfMemory) {
      try scrypt(n: 1 << 40, limit: .max)
    }
  }

  @Test func otherFailuresCarryACode() throws {
    // N is no power of two.
    let error = try #require(throws: KeyDerivationError.self) {
      try scrypt(n: 1000, limit: .max)
    }
    #expect(error.description.hasPrefix("libcrypto failed with error "))
  }

  /// What failed before must not be reported for what fails later.
  @Test func failureLeavesNoErrorBehind() {
    #expect(throws: KeyDerivationError.memoryLimit) {
      try scrypt(n: 1024, limit: 1)
    }
    #expect(Libcrypto.pendingErrorCode == 0)
  }

  @Test func lengthsThatDoNotFit() {
    #expect(throws: KeyDerivationError.unsupportedLength) {
      try scrypt(n: 1024, limit: .max, byteCount: 0)
    }
    #expect(throws: KeyDerivationError.unsupportedLength) {
      try Libcrypto.pbkdf2(
        password: [], salt: [], iterations: .max, digest: .sha256,
        byteCount: 32)
    }
  }
}

// MARK: - Comparing and wiping

extension LibcryptoTests {
  @Test func maskSeesEveryBit() {
    let a = (0..<32).map(UInt8.init)
    #expect(Libcrypto.mask(equal: a, a) == 0xFF)
    for bit in 0..<256 {
      var b = a
      b[bit / 8] ^= 1 << (bit % 8)
      #expect(Libcrypto.mask(equal: a, b) == 0, "bit \(bit)")
    }
  }

  @Test func maskOfUnequalLengthsIsZero() {
    #expect(Libcrypto.mask(equal: [1, 2], [1, 2, 3]) == 0)
    #expect(Libcrypto.mask(equal: [], []) == 0xFF)
  }

  @Test func wipeOverwritesInPlace() {
    var secret: [UInt8] = [1, 2, 3]
    let before = unsafe secret.withUnsafeBytes { $0.baseAddress }
    Libcrypto.wipe(&secret)
    let after = unsafe secret.withUnsafeBytes { $0.baseAddress }
    #expect(secret == [0, 0, 0])
    // In place, and not in a copy.
    #expect(unsafe before == after)
  }
}
