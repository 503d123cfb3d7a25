// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// The way for lost devices opens nothing that it should not.
@Suite struct RecoveryTests {
  /// A text that is no number must not match a number that is missing.
  @Test(arguments: [
    "", "0000", "----", "    ", "\u{200b}\u{200b}", "00", "5678", "null",
  ])
  func withoutAPhoneNothingMatches(_ typed: String) async throws {
    let world = try World()
    _ = try await world.withApp()
    let offer = try await world.challenge()
    let answer = try await world.service.startRecovery(
      "alice", challenge: offer.token, lastFour: typed)
    #expect(answer == .sent(retryAfter: 30))
    // No code waits to be guessed.
    let challenge = try #require(
      try await world.account().state.challenges.last)
    #expect(challenge.recovery == nil)
    #expect(world.mailbox.code == nil)
  }

  /// The session can set up and remove factors, and shows only one.
  @Test func itGivesAssuranceOne() async throws {
    let world = try World()
    let session = try await recover(world)
    #expect(session.assurance == 1)
    #expect(session.limits == [.recovering])
    try await world.service.remove(.totp, from: "alice", grant: session.grant)
  }

  /// The audit says from where somebody came in without the device.
  @Test func theAuditHasTheAddress() async throws {
    let world = try World()
    let grant = try await world.withPhone()
    _ = try await world.enrolApp("alice", grant)
    let offer = try await world.challenge()
    world.audit.events.withLock { $0 = [] }
    _ = try await world.service.startRecovery(
      "alice", challenge: offer.token, lastFour: "5678", address: "192.0.2.9")
    _ = try await world.service.finishRecovery(
      "alice", challenge: offer.token, code: #require(world.mailbox.code),
      address: "192.0.2.9")
    let events = world.audit.events.current
    #expect(events.map(\.kind).contains(.recovered))
    #expect(events.allSatisfy { $0.address == "192.0.2.9" })
  }

  /// A policy that changes takes the way back from a code on its way, too.
  @Test func itCanBeTurnedOff() async throws {
    var world = try World()
    let grant = try await world.withPhone()
    _ = try await world.enrolApp("alice", grant)
    let offer = try await world.challenge()
    _ = try await world.service.startRecovery(
      "alice", challenge: offer.token, lastFour: "5678")
    let code = try #require(world.mailbox.code)
    var rules = world.service.rules
    rules.recovery = .off
    try world.service.apply(rules)
    let answer = try await world.service.finishRecovery(
      "alice", challenge: offer.token, code: code)
    #expect(answer == .refused(retryAfter: nil))
    #expect(TwoFactorConfiguration.nist(issuer: "ACME").recovery == .off)
  }

  private func recover(_ world: World) async throws -> SignInSession {
    let grant = try await world.withPhone()
    _ = try await world.enrolApp("alice", grant)
    let offer = try await world.challenge()
    _ = try await world.service.startRecovery(
      "alice", challenge: offer.token, lastFour: "5678")
    let answer = try await world.service.finishRecovery(
      "alice", challenge: offer.token, code: #require(world.mailbox.code))
    return try #require(answer.session)
  }
}

extension World {
  /// An account with a phone on file and no factor.
  func withPhone(_ id: AccountID = "alice") async throws -> String {
    let grant = try await register(id)
    _ = try await service.changePhone(id, grant: grant, number: "0412345678")
    _ = try await service.confirmPhone(
      id, grant: grant, code: #require(mailbox.code))
    return grant
  }
}
