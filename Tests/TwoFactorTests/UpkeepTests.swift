// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// What a store keeps beside a record, and what a timer does with it.
@Suite struct UpkeepTests {
  @Test func factsFollowTheAccount() async throws {
    let world = try World()
    world.mailbox.fails.withLock { $0 = true }
    _ = try await world.withApp()
    let account = try await world.account()
    #expect(account.hasMessages)
    #expect(account.keyIDs == ["k1"])
    let expiry = try #require(account.nextExpiry)
    #expect(expiry == World.start.advanced(by: 3_600))
    // The same of an account that comes from bytes.
    let read = try Account(decoding: account.encoded())
    #expect(read.hasMessages && read.keyIDs == ["k1"])
    #expect(read.nextExpiry == expiry)
  }

  @Test func sweepingTakesOutWhatHasEnded() async throws {
    let world = try World()
    _ = try await world.withApp()
    _ = try await world.challenge()
    world.advance(3_600)
    let before = try await world.account()
    try await world.service.sweep("alice")
    let after = try await world.account()
    #expect(after.nextExpiry == nil)
    #expect(after.version == before.version + 1)
    // With nothing to take out, nothing is saved.
    try await world.service.sweep("alice")
    #expect(try await world.account().version == after.version)
  }

  @Test func resealingLeavesNoFormerKey() async throws {
    let world = try World()
    world.mailbox.fails.withLock { $0 = true }
    let (app, _) = try await world.withApp()
    let keyring = try Keyring(current: .test("k2"), former: [.test("k1")])
    let service = try TwoFactorService(
      rules: world.service.rules, keyring: keyring, store: world.store,
      sender: world.mailbox, audit: world.audit,
      clock: { [now = world.now] in now.current }, background: { await $0() })
    try await service.reseal("alice")
    let account = try await world.account()
    #expect(account.keyIDs == ["k2"])
    try await service.reseal("alice")
    #expect(try await world.account().version == account.version)
    // The former key can go.
    let later = try TwoFactorService(
      rules: world.service.rules, keyring: try Keyring(current: .test("k2")),
      store: world.store, sender: world.mailbox, audit: world.audit,
      clock: { [now = world.now] in now.current }, background: { await $0() })
    guard
      case .challenge(let offer) = try await later.signIn(
        "alice", password: World.password)
    else { throw Unexpected(what: "no challenge") }
    let answer = try await later.verify(
      "alice", challenge: offer.token, proof: .totp(world.code(app)))
    #expect(answer.session?.assurance == 2)
    try await service.reseal("nobody")
  }

  /// Audit events that wait in the outbox are sealed again as what they are, and
  /// leave once the sink takes them.
  @Test func resealedAuditEventsLeave() async throws {
    let world = try World(delivers: false) { $0.auditsThroughOutbox = true }
    world.audit.fails.withLock { $0 = true }
    _ = try await world.register()
    #expect(try await world.account().keyIDs == ["k1"])
    #expect(world.audit.events.current.isEmpty)
    let keyring = try Keyring(current: .test("k2"), former: [.test("k1")])
    let rotating = try TwoFactorService(
      rules: world.service.rules, keyring: keyring, store: world.store,
      sender: world.mailbox, audit: world.audit,
      clock: { [now = world.now] in now.current }, background: { await $0() })
    try await rotating.reseal("alice")
    #expect(try await world.account().keyIDs == ["k2"])
    world.audit.fails.withLock { $0 = false }
    world.advance(3_600)
    let later = try TwoFactorService(
      rules: world.service.rules, keyring: try Keyring(current: .test("k2")),
      store: world.store, sender: world.mailbox, audit: world.audit,
      clock: { [now = world.now] in now.current }, background: { await $0() })
    try await later.deliverMessages("alice")
    #expect(world.audit.kinds.contains(.accountCreated))
    #expect(world.audit.kinds.contains(.signedIn))
    let ids = world.audit.events.current.compactMap(\.id)
    #expect(ids.count == world.audit.kinds.count)
    #expect(Set(ids).count == ids.count)
    #expect(try await !world.account().hasMessages)
  }

  /// Names and tokens that never were leave no trace in the audit.
  @Test func signingOutOfNothingIsNoEvent() async throws {
    let world = try World()
    let grant = try await world.register()
    let count = world.audit.kinds.count
    try await world.service.signOut("nobody", grant: "x", device: "y")
    try await world.service.signOut("alice", grant: "x")
    #expect(world.audit.kinds.count == count)
    try await world.service.signOut("alice", grant: grant)
    #expect(world.audit.kinds.last == .signedOut)
  }

  /// Apps, text messages and backup codes take the same forms.
  @Test func codesOfAppsAreReadAsTheyAreTyped() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    for separator in [" ", "-", "\u{a0}"] {
      let code = try world.code(app)
      let offer = try await world.challenge()
      let answer = try await world.service.verify(
        "alice", challenge: offer.token,
        proof: .totp("\(code.prefix(3))\(separator)\(code.suffix(3))"))
      #expect(answer.session != nil, "\(separator)")
      world.advance(30)
    }
  }
}
