// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@testable import TwoFactor

/// Whoever can write to the store can change nothing unseen.
@Suite struct RecordAuthenticationTests {
  /// What somebody with access to the rows would like to change.
  @Test(
    arguments: [
      {
        $0.phone = VerifiedPhone(number: $0.phoneChange!.number, verifiedAt: 1)
      },
      { $0.totp?.state.lastAcceptedStep = 0 },
      { $0.totp = nil },
      { $0.grants[0].limits = [] },
      { $0.version += 1 },
    ] as [@Sendable (inout Account.State) -> Void])
  func aChangedRowIsRefused(
    _ change: @Sendable (inout Account.State) -> Void
  ) async throws {
    let rows = RowStore()
    let world = try World(store: rows)
    let original = Account(
      try Account.State.full(), origin: .made(by: world.service.setup))
    let bytes = try original.encoded()
    await rows.put("alice", bytes)
    // Untouched, it is used.
    _ = try await world.service.signIn("alice", password: "x")
    var state = original.state
    change(&state)
    let changed = try Account(state).encoded()
    let tag = bytes.suffix(RecordTag.byteCount + 3)
    for row in [changed, changed + tag] {
      await rows.put("alice", row)
      await #expect(throws: TwoFactorError.alteredState) {
        try await world.service.signIn("alice", password: "x")
      }
    }
  }

  /// A whole row of one account, put in the place of another's.
  @Test func aRowOfAnotherAccountIsRefused() async throws {
    let rows = RowStore()
    let world = try World(store: rows)
    _ = try await world.register("alice")
    _ = try await world.register("bob")
    let bytes = try #require(await rows.bytes("alice"))
    await rows.put("bob", bytes)
    await #expect(throws: TwoFactorError.wrongAccount) {
      try await world.service.signIn("bob", password: World.password)
    }
  }

  @Test func aFormerKeyIsAccepted() async throws {
    let rows = RowStore()
    let world = try World(store: rows)
    _ = try await world.register()
    func service(_ keyring: Keyring) throws -> TwoFactorService {
      try TwoFactorService(
        rules: world.service.rules, keyring: keyring, store: rows,
        sender: world.mailbox, audit: world.audit,
        clock: { World.start })
    }
    let rotated = try service(
      try Keyring(current: .test("k2"), former: [.test("k1")]))
    #expect(
      try await rotated.signIn("alice", password: World.password).session
        != nil)
    #expect(try await rows.load("alice")?.keyIDs == ["k2"])
    let without = try service(Keyring(current: .test("k3")))
    await #expect(throws: TwoFactorError.unknownKey(id: "k2")) {
      try await without.signIn("alice", password: World.password)
    }
  }

  @Test func theOptionsSayWhatIsWritten() async throws {
    for option in [RecordAuthentication.required, .accepted, .off] {
      let rows = RowStore()
      let world = try World(store: rows) { $0.recordAuthentication = option }
      _ = try await world.register()
      let bytes = try #require(await rows.bytes("alice"))
      let state = try Account(decoding: bytes).state
      let plain = try Account(state).encoded()
      #expect(bytes.starts(with: plain))
      #expect((bytes.count > plain.count) == (option != .off))
      await rows.put("alice", plain)
      let answer = try? await world.service.signIn(
        "alice", password: World.password)
      #expect((answer == nil) == (option == .required))
    }
  }

  /// An older row of the same account is not seen: the documentation says so.
  @Test func anOlderRowIsNotSeen() async throws {
    let rows = RowStore()
    let world = try World(store: rows)
    _ = try await world.register()
    let older = try #require(await rows.bytes("alice"))
    _ = try await world.signIn()
    await rows.put("alice", older)
    #expect(try await world.signIn().assurance == 1)
  }
}

/// Rows that somebody else can write.
actor RowStore: AccountStore {
  private var rows: [String: [UInt8]] = [:]

  func put(_ name: String, _ bytes: [UInt8]) { rows[name] = bytes }

  func bytes(_ name: String) -> [UInt8]? { rows[name] }

  func load(_ id: AccountID) throws -> Account? {
    try rows[id.text].map { try Account(decoding: $0) }
  }

  func save(_ account: Account, replacing version: UInt64) throws -> Bool {
    guard try load(account.id)?.version ?? 0 == version else { return false }
    rows[account.id.text] = try account.encoded()
    return true
  }
}
