// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import Testing

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

  @Test func spaceAndOrderDoNotMatter() async throws {
    let account = try #require(try await accounts().last)
    let object = try JSONSerialization.jsonObject(
      with: Data(account.encoded()))
    let pretty = try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted])
    #expect(try Account(decoding: Array(pretty)) == account)
  }

  /// At any depth, one at a time.
  @Test func unknownMembersAreRefused() async throws {
    for account in try await accounts().suffix(3) {
      let text = String(decoding: try account.encoded(), as: UTF8.self)
      let places = text.indices.filter { text[$0] == "{" }
      #expect(places.count >= 2)
      for place in places {
        var changed = text
        let next = text.index(after: place)
        let comma = text[next] == "}" ? "" : ","
        changed.insert(contentsOf: "\"zzz\":1\(comma)", at: next)
        #expect(throws: TwoFactorError.unreadableState) {
          try Account(decoding: Array(changed.utf8))
        }
      }
    }
  }

  @Test func aLaterFormatIsNamed() async throws {
    let account = try #require(try await accounts().first)
    let text = String(decoding: try account.encoded(), as: UTF8.self)
      .replacingOccurrences(of: "\"format\":1", with: "\"format\":2")
    #expect(throws: TwoFactorError.newerFormat(2)) {
      try Account(decoding: Array(text.utf8))
    }
  }

  @Test(arguments: [
    "", "{}", "[]", "null", "{\"format\":1}", "{\"format\":\"1\"}",
    "\u{FEFF}{\"format\":1}", "{\"format\":1,\"id\":\"alice\"}",
  ])
  func whatIsNoAccountIsRefused(_ text: String) {
    #expect(throws: TwoFactorError.unreadableState) {
      try Account(decoding: Array(text.utf8))
    }
  }

  /// Cut off anywhere, or with any byte changed, it is refused or another
  /// account, and never a crash.
  @Test func damageIsSafe() async throws {
    let account = try #require(try await accounts().last)
    let bytes = try account.encoded()
    for count in stride(from: 0, to: bytes.count, by: 29) {
      #expect(throws: TwoFactorError.self) {
        try Account(decoding: Array(bytes.prefix(count)))
      }
    }
    for place in stride(from: 0, to: bytes.count, by: 23) {
      var damaged = bytes
      damaged[place] ^= 0x15
      if let other = try? Account(decoding: damaged) {
        #expect(other != account, "byte \(place)")
      }
    }
  }

  @Test func aStoreOfBytesKeepsTheContract() async {
    let contract = StoreContract(tasks: 5) { ByteStore() }
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
