// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import BackupCodes

@Suite struct BackupCodeSetStorageTests {
  let scheme: BackupCodeScheme
  let codes: [BackupCode]
  let set: BackupCodeSet

  init() throws {
    scheme = BackupCodeScheme(derivation: try cheap())
    (codes, set) = try scheme.issue(count: 4)
  }

  private func stored(_ set: BackupCodeSet) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(set), as: UTF8.self)
  }

  private func load(_ json: String) throws -> BackupCodeSet {
    try JSONDecoder().decode(BackupCodeSet.self, from: Data(json.utf8))
  }

  private func json(_ hashes: [String], spent: [Int]) -> String {
    let list = hashes.map { "\"\($0)\"" }.joined(separator: ",")
    return #"{"hashes":[\#(list)],"spent":\#(spent)}"#
  }

  // MARK: Round trip

  @Test func roundTrip() throws {
    var set = set
    for place in [nil, 2, 0] {
      if let place {
        set = try set.check(codes[place].revealedText, with: scheme).next
      }
      #expect(try load(stored(set)) == set)
      #expect(try BackupCodeSet(hashes: set.hashes, spent: set.spent) == set)
    }
    #expect(try load(stored(set)).spent == [0, 2])
  }

  @Test func form() throws {
    #expect(try stored(set) == json(set.hashes.map(\.text), spent: []))
    let next = try set.check(codes[1].revealedText, with: scheme).next
    #expect(try stored(next) == json(set.hashes.map(\.text), spent: [1]))
  }

  /// NIST SP 800-63B-4 section 3.1.2.2: what is stored holds no code, and
  /// equal codes of two accounts look different.
  @Test func storedFormHoldsNoCode() throws {
    let text = try stored(set)
    for code in codes {
      let plain = String(decoding: code.symbols.bytes, as: UTF8.self)
      #expect(!text.contains(plain) && !text.contains(code.revealedText))
      #expect(!text.contains(PHCBase64.encode(code.symbols.bytes)))
    }
    var (a, b) = (SeededGenerator(seed: 1), SeededGenerator(seed: 1))
    let one = try scheme.issue(using: &a)
    let codes = try BackupCode.generate(using: &b)
    #expect(one.codes == codes)
    let salt = [UInt8](repeating: 1, count: 16)
    let hasher = CodeHasher(derivation: try cheap(), pepper: nil, salt: salt)
    #expect(try hasher.hash(codes[0]) != one.set.slots[0].hash)
  }

  @Test func saltsDiffer() throws {
    let salts = try (0..<20).map { _ in try scheme.issue(count: 1).set.salt }
    #expect(Set(salts).count == 20)
    #expect(salts.allSatisfy { $0.count == 16 })
  }

  // MARK: Refusing

  private func refused(
    _ hashes: [PHCString], spent: [Int] = [], _ error: BackupCodeError
  ) throws {
    #expect(throws: error) {
      try BackupCodeSet(hashes: hashes, spent: spent)
    }
    let thrown = #expect(throws: DecodingError.self) {
      try load(json(hashes.map(\.text), spent: spent))
    }
    guard case .dataCorrupted(let context) = thrown else {
      Issue.record("another decoding error")
      return
    }
    #expect(context.underlyingError as? BackupCodeError == error)
  }

  private func changed(
    _ derivation: KeyDerivation? = nil, keyID: String? = nil,
    salt: [UInt8]? = nil, hash: [UInt8]? = nil
  ) throws -> PHCString {
    try PHCString(
      derivation: derivation ?? set.derivation, keyID: keyID,
      salt: salt ?? set.salt, hash: hash ?? set.slots[0].hash)
  }

  @Test func counts() throws {
    try refused([], .count)
    let many = try (0..<101).map {
      try changed(hash: [UInt8](repeating: UInt8($0), count: 32))
    }
    try refused(many, .count)
    let most = try BackupCodeSet(hashes: Array(many.prefix(100)), spent: [])
    #expect(most.count == 100)
  }

  @Test func mixtures() throws {
    let rest = Array(set.hashes.dropFirst())
    let other = [UInt8](repeating: 9, count: 16)
    try refused([changed(.pbkdf2)] + rest, .mixedSet)
    try refused(rest + [changed(keyID: "k")], .mixedSet)
    try refused(rest + [changed(salt: other)], .mixedSet)
    try refused(rest + [changed(hash: other)], .mixedSet)
  }

  @Test func sizesOfSaltAndHash() throws {
    let short = [UInt8](repeating: 9, count: 15)
    try refused([changed(salt: short)], .mixedSet)
    try refused([changed(hash: short + short)], .mixedSet)
  }

  @Test func repeatedHash() throws {
    try refused(set.hashes + [set.hashes[1]], .repeatedHash)
  }

  @Test(arguments: [
    [4], [-1], [.min], [.max], [1, 1], [2, 1], [0, 1, 2, 3, 4],
  ])
  func spentLists(_ spent: [Int]) throws {
    try refused(set.hashes, spent: spent, .spent)
  }

  @Test func unreadableEntries() throws {
    let thrown = #expect(throws: DecodingError.self) {
      try load(json(["$scrypt$ln=30,r=8,p=1$hunter2$x"], spent: []))
    }
    #expect(!"\(String(describing: thrown))".contains("hunter2"))
  }

  @Test(arguments: [
    "{}", "[]", "null", #"{"hashes":[]}"#, #"{"spent":[]}"#,
    #"{"hashes":[],"spent":[]}"#, #"{"hashes":[null],"spent":[]}"#,
    #"{"hashes":"","spent":[]}"#, #"{"hashes":[""],"spent":["0"]}"#,
  ])
  func otherJSON(_ json: String) {
    #expect(throws: DecodingError.self) { try load(json) }
  }
}
