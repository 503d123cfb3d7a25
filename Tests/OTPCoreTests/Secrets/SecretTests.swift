// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@Suite struct SecretTests {
  static func contents(_ secret: Secret) -> [UInt8] {
    unsafe secret.withUnsafeBytes { unsafe Array($0) }
  }

  // MARK: Policies

  /// A collection that claims more bytes than memory holds is refused unread.
  @Test(arguments: [65_537, 1 << 40, 1 << 60, Int.max])
  func tooLong(count: Int) {
    #expect(throws: SecretError.tooLong) {
      try Secret(repeatElement(7, count: count))
    }
  }

  @Test func longTexts() throws {
    let longest = try Secret([UInt8](repeating: 0, count: 65_536))
    #expect(try Secret(base32: longest.revealedBase32()) == longest)
    #expect(throws: SecretError.tooLong) {
      try Secret(base32: String(repeating: "A", count: 104_864))
    }
    #expect(throws: SecretError.tooLong) {
      try Secret(hex: String(repeating: "00", count: 65_537))
    }
  }

  @Test(arguments: [0, 1, 10, 15, 16, 17, 20, 64, 1_000])
  func lengths(count: Int) throws {
    let bytes = [UInt8](repeating: 0xa5, count: count)
    let texts = (Base32.encode(bytes), Hex.encode(bytes))
    for policy in [SecretPolicy.standard, .permissive] {
      let made = [
        Result { try Secret(bytes, policy: policy) },
        Result { try Secret(base32: texts.0, policy: policy) },
        Result { try Secret(hex: texts.1, policy: policy) },
      ]
      let least = policy.minimumByteCount
      for result in made {
        switch result {
        case .success(let secret):
          #expect(count >= least)
          #expect(Self.contents(secret) == bytes)
          #expect(secret.byteCount == count)
        case .failure(let error):
          #expect(count < least)
          #expect(
            error as? SecretError
              == (count == 0
                ? .empty : .tooShort(byteCount: count, minimum: least)))
        }
      }
    }
  }

  @Test func policies() {
    #expect(SecretPolicy.standard.minimumByteCount == 16)
    #expect(SecretPolicy.permissive.minimumByteCount == 1)
  }

  // MARK: Texts

  @Test(arguments: [
    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
    "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ",
    "gezd-gnbv-gy3t-qojq-gezd-gnbv-gy3t-qojq",
  ])
  func base32(text: String) throws {
    #expect(try Secret(base32: text) == RFC.secret())
    #expect(try Secret(base32: text[...]) == RFC.secret())
  }

  @Test(
    arguments: [
      ("GEZDGNBVGY3TQOJ0", .character(atOffset: 15)),
      ("GEZDGNBVGY3TQOJQ=", .padding), ("GEZDGNBVGY3TQOJQA", .length(17)),
    ] as [(String, Base32Error)])
  func notBase32(text: String, error: Base32Error) {
    #expect(throws: SecretError.base32(error)) { try Secret(base32: text) }
  }

  @Test func hexadecimal() throws {
    let text = "3132333435363738393031323334353637383930"
    #expect(try Secret(hex: text) == RFC.secret())
    for bad in ["313", "3132 3334", "0x3132", "zz"] {
      #expect(throws: SecretError.hex) { try Secret(hex: bad) }
    }
  }

  @Test func revealed() throws {
    #expect(
      try RFC.secret().revealedBase32() == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    #expect(
      try Secret([0xff], policy: .permissive).revealedBase32() == "74")
  }

  // MARK: Generating

  /// A generator that counts what is taken from it.
  struct Counting: RandomNumberGenerator {
    var words: [UInt64] = []

    mutating func next() -> UInt64 {
      words.append(0x0101_0101_0101_0101 &* UInt64(words.count + 1))
      return words[words.count - 1]
    }
  }

  /// As long as the digest, and every byte out of the generator.
  @Test(
    arguments: [(.sha1, 20, 3), (.sha256, 32, 4), (.sha512, 64, 8)]
      as [(HashAlgorithm, Int, Int)])
  func generated(algorithm: HashAlgorithm, count: Int, words: Int) {
    var counting = Counting()
    let secret = Secret.generate(for: algorithm, using: &counting)
    #expect(counting.words.count == words)
    #expect(Self.contents(secret) == (0..<count).map { UInt8($0 / 8 + 1) })

    var random = SeededGenerator(seed: 220)
    var same = SeededGenerator(seed: 220)
    let other = Secret.generate(for: algorithm, using: &random)
    #expect(Self.contents(other) == same.bytes(count), random.comment)
    #expect(Secret.generate(for: algorithm).byteCount == count)
  }

  /// A thousand secrets differ, and about half of their bits are ones.
  @Test func generatedByTheSystem() {
    var seen: Set<[UInt8]> = []
    var ones = 0
    for _ in 0..<1_000 {
      let bytes = Self.contents(.generate())
      #expect(bytes.count == 20)
      seen.insert(bytes)
      ones += bytes.reduce(0) { $0 + $1.nonzeroBitCount }
    }
    #expect(seen.count == 1_000)
    // 80,000 expected, ten standard deviations of 200 to either side.
    #expect((78_000...82_000).contains(ones))
  }

  // MARK: Equality

  @Test func equality() throws {
    let secret = try RFC.secret()
    let copy = secret
    #expect(secret == copy)
    #expect(try secret == Secret(RFC.key()))
    for place in 0..<20 {
      var bytes = RFC.key()
      bytes[place] ^= 1
      #expect(try secret != Secret(bytes))
    }
    #expect(try secret != Secret(RFC.key().dropLast()))
    #expect(try secret != Secret(RFC.key() + [0]))
  }

  // MARK: Collections that lie

  /// A collection that says it is shorter than it is.
  struct Lying: Collection {
    let startIndex = 0
    let endIndex = 40
    let count: Int
    func index(after i: Int) -> Int { i + 1 }
    subscript(position: Int) -> UInt8 { 7 }
  }

  @Test func writtenInPlace() {
    let secret = unsafe Secret(byteCount: 20) { bytes in
      unsafe bytes.copyBytes(from: 1...20)
      return bytes.count == 20
    }
    #expect(secret == (try? Secret(Array(1...20))))
    #expect(unsafe Secret(byteCount: 20) { _ in false } == nil)
    #expect(unsafe Secret(byteCount: 15) { _ in true } == nil)
    #expect(unsafe Secret(byteCount: -1) { _ in true } == nil)
  }

  @Test func lyingCollections() throws {
    #expect(try Secret(Lying(count: 20)).byteCount == 20)
    #expect(try Secret(Lying(count: 60)).byteCount == 40)
  }
}
