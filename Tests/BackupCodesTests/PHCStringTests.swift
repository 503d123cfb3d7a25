// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BackupCodes

@Suite struct PHCStringTests {
  static let salt = "AAECAwQFBgcICQoLDA0ODw"
  static let hash = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
  static let tail = "$" + salt + "$" + hash

  // MARK: Reading and writing

  @Test(arguments: [
    "$scrypt$ln=15,r=8,p=1" + tail,
    "$scrypt$ln=1,r=32,p=16" + tail,
    "$scrypt$ln=15,r=8,p=1,keyid=2026-a.B" + tail,
    "$scrypt$ln=15,r=8,p=1,keyid=" + String(repeating: "x", count: 32) + tail,
    "$pbkdf2-sha256$i=600000" + tail,
    "$pbkdf2-sha256$i=1,keyid=-" + tail,
  ])
  func roundTrip(_ text: String) throws {
    #expect(try PHCString(parsing: text).text == text)
  }

  @Test func parts() throws {
    let string = try PHCString(
      parsing: "$scrypt$ln=14,r=9,p=2,keyid=k1" + Self.tail)
    #expect(try string.derivation == .scrypt(ln: 14, r: 9, p: 2))
    #expect(string.keyID == "k1")
    #expect(string.salt == Array(0..<16))
    #expect(string.hash == Array(0..<32))
    let other = try PHCString(parsing: "$pbkdf2-sha256$i=10" + Self.tail)
    #expect(try other.derivation == .pbkdf2SHA256(iterations: 10))
    #expect(other.keyID == nil)
  }

  @Test(arguments: [8, 9, 10, 63, 64], [16, 17, 18, 63, 64])
  func roundTripOfSizes(_ saltCount: Int, _ hashCount: Int) throws {
    var generator = SeededGenerator(seed: UInt64(saltCount * hashCount))
    func random(_ count: Int) -> [UInt8] {
      (0..<count).map { _ in .random(in: 0 ... .max, using: &generator) }
    }
    let string = try PHCString(
      derivation: .password, salt: random(saltCount), hash: random(hashCount))
    #expect(try PHCString(parsing: string.text) == string)
  }

  @Test func substringsAreRead() throws {
    let text = "xx$pbkdf2-sha256$i=10" + Self.tail
    #expect(try PHCString(parsing: text.dropFirst(2)).keyID == nil)
  }

  // MARK: Refusing

  @Test(
    arguments: [
      ("", .structure),
      ("$", .structure),
      ("$$$$", .algorithm),
      ("$$$$$", .structure),
      ("scrypt$ln=15,r=8,p=1" + tail, .structure),
      (" $scrypt$ln=15,r=8,p=1" + tail, .structure),
      ("$scrypt$ln=15,r=8,p=1$" + salt, .structure),
      ("$scrypt$ln=15,r=8,p=1" + tail + "$", .structure),
      ("$scrypt$v=1$ln=15,r=8,p=1" + tail, .structure),
      ("$scrypt$ln=15,r=8,p=1$\u{301}" + salt + "$" + hash, .salt),
      ("$Scrypt$ln=15,r=8,p=1" + tail, .algorithm),
      ("$scrypt $ln=15,r=8,p=1" + tail, .algorithm),
      ("$pbkdf2$i=600000" + tail, .algorithm),
      ("$pbkdf2-sha512$i=600000" + tail, .algorithm),
      ("$argon2id$m=65536,t=2,p=1" + tail, .algorithm),
      ("$scrypt$ln=15,r=8,p=1$$" + hash, .salt),
      ("$scrypt$ln=15,r=8,p=1$" + salt + "$", .hash),
      (String(repeating: "$", count: 512), .structure),
      (String(repeating: "$", count: 513), .tooLong),
    ] as [(String, PHCStringError)])
  func form(_ text: String, _ error: PHCStringError) {
    #expect(throws: error) { try PHCString(parsing: text) }
  }

  @Test(arguments: [
    "", ",", "ln=15", "ln=15,r=8", "r=8,ln=15,p=1", "ln=15,p=1,r=8",
    "ln=15,r=8,p=1,", ",ln=15,r=8,p=1", "ln=15,,r=8,p=1", "ln=15,r=8,p=1,p=1",
    "ln=15,ln=15,r=8,p=1", "ln=15,r=8,r=8", "ln=15,r=8,p=1,x=1",
    "n=15,r=8,p=1", "LN=15,r=8,p=1", "i=600000", "keyid=k,ln=15,r=8,p=1",
    "ln=15,r=8,p=1,keyid=a,keyid=a", "ln=15,r=8,keyid=a",
    "ln=015,r=8,p=1", "ln=15,r=08,p=1", "ln=00,r=8,p=1", "ln=+15,r=8,p=1",
    "ln=-15,r=8,p=1", "ln=,r=8,p=1", "ln,r=8,p=1", "ln==15,r=8,p=1",
    "ln= 15,r=8,p=1", "ln=15 ,r=8,p=1", "ln=0xF,r=8,p=1", "ln=1e1,r=8,p=1",
    "ln=1_5,r=8,p=1", "ln=15.0,r=8,p=1", "ln=１５,r=8,p=1", "ln=١٥,r=8,p=1",
    "ln=15\0,r=8,p=1", "ln=15;r=8;p=1", "ln=1234567890,r=8,p=1",
    "ln=99999999999999999999,r=8,p=1", "ln\u{301}=15,r=8,p=1",
    "ln=\u{301}15,r=8,p=1", "ln=\u{301}15,r=\u{301}8,p=\u{301}1",
    "ln=15,\u{301}r=8,p=1", "ln=15,r=8,p=1\u{301}",
  ])
  func scryptParameters(_ parameters: String) {
    #expect(throws: PHCStringError.parameters) {
      try PHCString(parsing: "$scrypt$" + parameters + Self.tail)
    }
  }

  @Test(arguments: [
    "", "600000", "i=", "i=0600000", "i=600000,l=32", "i=600000,i=600000",
    "ln=15,r=8,p=1", "I=600000", "i=600000,", "i=-1",
  ])
  func pbkdf2Parameters(_ parameters: String) {
    #expect(throws: PHCStringError.parameters) {
      try PHCString(parsing: "$pbkdf2-sha256$" + parameters + Self.tail)
    }
  }

  /// 1 TiB, years of work, or nothing at all.
  @Test(arguments: [
    ("scrypt$ln=30,r=8,p=1", KeyDerivationError.scryptParameters),
    ("scrypt$ln=20,r=8,p=1", .scryptParameters),
    ("scrypt$ln=999999999,r=999999999,p=999999999", .scryptParameters),
    ("scrypt$ln=1,r=999999999,p=1", .scryptParameters),
    ("scrypt$ln=0,r=8,p=1", .scryptParameters),
    ("scrypt$ln=15,r=0,p=1", .scryptParameters),
    ("scrypt$ln=15,r=8,p=0", .scryptParameters),
    ("scrypt$ln=15,r=8,p=999999999", .scryptParameters),
    ("pbkdf2-sha256$i=0", .iterations),
    ("pbkdf2-sha256$i=2000001", .iterations),
    ("pbkdf2-sha256$i=999999999", .iterations),
  ])
  func expensive(_ head: String, _ error: KeyDerivationError) {
    #expect(throws: PHCStringError.limits(error)) {
      try PHCString(parsing: "$" + head + Self.tail)
    }
  }

  @Test(arguments: [
    "", String(repeating: "x", count: 33), "a b", "a=b", "a_b", "a/b", "ä",
    "a\0", "\u{301}k", "k\u{301}",
  ])
  func keyIDs(_ id: String) {
    #expect(throws: PHCStringError.keyID) {
      try PHCString(
        parsing: "$scrypt$ln=15,r=8,p=1,keyid=" + id + Self.tail)
    }
  }

  @Test(arguments: [
    // Padding, white space, other alphabets, trailing bits, sizes.
    salt + "==", salt + "\n", " " + salt, "AAECAwQFBgcICQoLDA0OD-",
    "AAECAwQFBgcICQoLDA0OD.", "AAECAwQFBgcICQoLDA0ODx", "AAECAwQFBg",
    "A", String(repeating: "A", count: 87),
  ])
  func salts(_ salt: String) {
    #expect(throws: PHCStringError.salt) {
      try PHCString(parsing: "$pbkdf2-sha256$i=1$" + salt + "$" + Self.hash)
    }
  }

  @Test(arguments: [
    hash + "=", hash + "\r\n", hash.dropLast() + "9", hash.dropLast(1) + "_",
    String(repeating: "A", count: 20), String(repeating: "A", count: 87),
  ])
  func hashes(_ hash: String) {
    #expect(throws: PHCStringError.hash) {
      try PHCString(parsing: "$pbkdf2-sha256$i=1$" + Self.salt + "$" + hash)
    }
  }

  /// One byte changed, inserted or taken away gives another value or an
  /// error, never a trap and never a second text for a value.
  @Test func mutations() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    let text = Array(("$scrypt$ln=15,r=8,p=1,keyid=k" + Self.tail).utf8)
    for _ in 0..<20_000 {
      var mutant = text
      let place = Int.random(in: mutant.indices, using: &generator)
      let byte = UInt8.random(in: 0...127, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: mutant[place] = byte
      case 1: mutant.insert(byte, at: place)
      default: mutant.remove(at: place)
      }
      let string = String(decoding: mutant, as: UTF8.self)
      let parsed = try? PHCString(parsing: string)
      #expect(parsed == nil || parsed?.text == string, "seed \(seed)")
    }
  }

  // MARK: Silence

  @Test func nothingIsGivenAway() throws {
    let string = try PHCString(parsing: "$scrypt$ln=4,r=8,p=1" + Self.tail)
    var dumped = ""
    dump(string, to: &dumped)
    for text in ["\(string)", String(reflecting: string), dumped] {
      #expect(!text.contains(Self.salt) && !text.contains(Self.hash))
      #expect(!text.contains("["))
    }
    let error = #expect(throws: PHCStringError.self) {
      try PHCString(parsing: "$scrypt$ln=hunter2,r=8,p=1" + Self.tail)
    }
    #expect("\(String(describing: error))".contains("hunter2") == false)
  }
}
