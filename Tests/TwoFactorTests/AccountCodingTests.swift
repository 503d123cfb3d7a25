// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import Testing
import TwoFactorTesting

@testable import TwoFactor

/// The stored form: exact, complete, and refused if it says more.
@Suite struct AccountCodingTests {
  /// Accounts in every state that a long story goes through.
  private func accounts() async throws -> [Account] {
    let store = RecordingStore()
    let world = try World(store: store) { $0.requiresBackupCodes = true }
    world.mailbox.fails.withLock { $0 = true }
    let grant = try await world.register()
    _ = try await world.enrolApp("alice", grant)
    let strong = try await world.service.verify(
      "alice", challenge: world.challenge().token, proof: .totp("0"))
    #expect(strong.isRefused)
    try await world.service.requestReset("alice")
    _ = try await world.service.signIn("nobody", password: "x")
    return await store.saves
  }

  @Test func everyStateComesBackAsItWas() async throws {
    let accounts = try await accounts()
    #expect(accounts.count >= 7)
    for account in accounts {
      let bytes = try account.encoded()
      #expect(try Account(decoding: bytes) == account)
      #expect(try Account(decoding: bytes).encoded() == bytes)
    }
  }

  /// Rows of an enrolled account had 1,988 bytes as JSON.
  @Test func rowsAreSmall() async throws {
    let sizes = try await accounts().map { try $0.encoded().count }
    #expect(try #require(sizes.max()) < 1_988, "\(sizes)")
  }

  @Test func nothingMayFollowOrBeMissing() async throws {
    let account = try #require(try await accounts().last)
    let bytes = try account.encoded()
    for more in [[0], [1, 2], bytes] as [[UInt8]] {
      #expect(throws: TwoFactorError.unreadableState) {
        try Account(decoding: bytes + more)
      }
    }
    for count in stride(from: 0, to: bytes.count, by: 3) {
      // Without its tag, a record is whole; it is the service that refuses it.
      guard let part = try? Account(decoding: Array(bytes.prefix(count)))
      else { continue }
      #expect(part == account)
    }
  }

  /// A field of a later version, at the end of every structure.
  @Test func unknownFieldsAreRefused() async throws {
    for account in try await accounts().suffix(3) {
      let bytes = try account.encoded()
      for place in bytes.indices where bytes[place] == 0 {
        var changed = bytes
        changed.insert(contentsOf: [99, 1], at: place)
        if let other = try? Account(decoding: changed) {
          #expect(other != account, "byte \(place)")
        }
      }
      var changed = try Account(account.state).encoded()
      changed.insert(contentsOf: [99, 1], at: changed.count - 1)
      #expect(throws: TwoFactorError.unreadableState) {
        try Account(decoding: changed)
      }
    }
  }

  @Test func aLaterFormatIsNamed() throws {
    #expect(throws: TwoFactorError.newerFormat(4)) {
      try Account(decoding: Array("otp\u{4}".utf8))
    }
    #expect(throws: TwoFactorError.newerFormat(2)) {
      try Account(decoding: Array("{\"format\":2}".utf8))
    }
  }

  @Test(arguments: [
    "", "{}", "[]", "null", "{\"format\":1}", "{\"format\":\"1\"}",
    "\u{FEFF}{\"format\":1}", "{\"format\":1,\"id\":\"alice\"}", "otp",
    "otp\u{0}", "otp\u{1}", "otp\u{2}", "otp\u{2}\u{0}",
    "otp\u{2}\u{1}\u{5}alice", "otp\u{3}", "otp\u{3}\u{1}\u{5}alice",
  ])
  func whatIsNoAccountIsRefused(_ text: String) {
    #expect(throws: TwoFactorError.unreadableState) {
      try Account(decoding: Array(text.utf8))
    }
  }

  /// With any bit changed, it is refused or another account, and never a crash;
  /// the service refuses it in any case.
  @Test func damageIsSafe() async throws {
    let account = try #require(try await accounts().last)
    let bytes = try account.encoded()
    let setup = try World().service.setup
    try setup.check(Account(decoding: bytes))
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 1 << UInt8(place % 8)
      guard let other = try? Account(decoding: damaged) else { continue }
      #expect(throws: TwoFactorError.self, "byte \(place)") {
        try setup.check(other)
      }
    }
  }

  /// `Codable` is the same strict form.
  @Test func codableIsTheStrictForm() async throws {
    let account = try #require(try await accounts().last)
    let json = try JSONEncoder().encode([account])
    let again = try JSONDecoder().decode([Account].self, from: json)
    #expect(try again.map { try $0.encoded() } == [account.encoded()])
    let damaged = try JSONEncoder().encode([Data(account.encoded().dropLast())])
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode([Account].self, from: damaged)
    }
  }

  @Test func aStoreOfBytesKeepsTheContract() async {
    let contract = StoreContract(tasks: 5, patience: .seconds(3_600)) {
      ByteStore()
    }
    #expect(await contract.violations() == [])
  }
}

/// What a durable store does: bytes and a version.
actor ByteStore: AccountStore {
  private var rows: [String: (version: UInt64, bytes: [UInt8])] = [:]

  func load(_ id: AccountID) throws -> Account? {
    try rows[id.text].map { try Account(decoding: $0.bytes) }
  }

  func save(_ account: Account, replacing version: UInt64) throws -> Bool {
    guard rows[account.id.text]?.version ?? 0 == version else { return false }
    rows[account.id.text] = (account.version, try account.encoded())
    return true
  }
}
