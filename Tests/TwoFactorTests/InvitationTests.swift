// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing
@testable import TwoFactor

/// Another first password for people who have none of their own yet.
@Suite struct InvitationTests {
  @Test func theLatestPasswordCounts() async throws {
    let world = try World()
    try await world.service.register("bea", mail: "bea@example.org")
    let first = try #require(world.mailbox.password)
    let end = try await world.account("bea").directoryEntry
      .invitedUntil
    #expect(end == World.start.advanced(by: 7 * 86_400))
    // The first one has ended.
    world.advance(8 * 86_400)
    try await world.service.invite("bea", by: .carol, reason: "too late")
    let second = try #require(world.mailbox.password)
    #expect(first != second)
    let old = try await world.service.signIn("bea", password: first)
    #expect(old.isRefused)
    world.advance(60)
    let new = try await world.service.signIn("bea", password: second)
    let session = try #require(new.session)
    #expect(session.limits == [.mustChangePassword])
    let event = world.audit.events.current.last {
      $0.kind == .temporaryPasswordIssued
    }
    #expect(event?.actor == "carol" && event?.reason == "too late")
  }

  @Test func aPasswordOfOnesOwnStays() async throws {
    let world = try World()
    _ = try await world.register()
    #expect(
      try await world.account().directoryEntry.invitedUntil == nil)
    await #expect(throws: TwoFactorError.nothingPending) {
      try await world.service.invite("alice", by: .carol, reason: "test")
    }
    _ = try await world.signIn()
  }

  @Test func aResetIsNoInvitation() async throws {
    let world = try World()
    _ = try await world.register()
    try await world.service.requestReset("alice")
    let token = try #require(world.mailbox.resetToken)
    #expect(try await world.service.confirmReset("alice", token: token))
    #expect(try await world.account().directoryEntry.invitedUntil == nil)
    world.advance(300)
    await #expect(throws: TwoFactorError.nothingPending) {
      try await world.service.invite("alice", by: .carol, reason: "test")
    }
    // Another request, which anybody can send, changes nothing of that.
    try await world.service.requestReset("alice")
    #expect(try await world.account().directoryEntry.invitedUntil == nil)
    try await world.service.deactivate("alice", by: .carol, reason: "test")
    try await world.service.reactivate("alice", by: .carol, reason: "test")
    #expect(try await world.account().directoryEntry.invitedUntil == nil)
    // Somebody who was invited stays so, with a reset or without.
    try await world.service.register("bea", mail: "bea@example.org")
    world.advance(300)
    try await world.service.requestReset("bea")
    world.advance(86_400)
    try await world.service.invite("bea", by: .carol, reason: "test")
    #expect(try await world.account("bea").directoryEntry.invitedUntil != nil)
    world.advance(300)
    try await world.service.requestReset("bea")
    let second = try #require(world.mailbox.resetToken)
    #expect(try await world.service.confirmReset("bea", token: second))
    let last = try #require(world.mailbox.password)
    #expect(try await world.account("bea").directoryEntry.invitedUntil != nil)
    let answer = try await world.service.signIn("bea", password: last)
    let grant = try #require(answer.session).grant
    #expect(try await world.account("bea").directoryEntry.invitedUntil != nil)
    _ = try await world.service.changePassword(
      "bea", grant: grant, current: last, new: "nine quiet otters swim")
    #expect(try await world.account("bea").directoryEntry.invitedUntil == nil)
  }

  @Test func onlyInvitationsAreWithdrawn() async throws {
    let world = try World()
    _ = try await world.register()
    await #expect(throws: TwoFactorError.nothingPending) {
      try await world.service.withdrawInvitation(
        of: "alice", by: .carol, reason: "test")
    }
    try await world.service.register("bea", mail: "bea@example.org")
    let nobody = Administrator("carol", may: [.register])
    await #expect(throws: TwoFactorError.notAuthorized) {
      try await world.service.withdrawInvitation(
        of: "bea", by: nobody, reason: "test")
    }
    try await world.service.withdrawInvitation(
      of: "bea", by: .carol, reason: "test")
    #expect(
      try await world.account("bea").directoryEntry.standing == .deactivated)
    await #expect(throws: TwoFactorError.nothingPending) {
      try await world.service.withdrawInvitation(
        of: "bea", by: .carol, reason: "test")
    }
  }

  @Test func mailsAreBounded() async throws {
    let world = try World()
    try await world.service.register("bea", mail: "bea@example.org")
    for seconds: Int64 in [0, 299] {
      world.advance(seconds)
      await #expect(throws: TwoFactorError.tooManyMessages) {
        try await world.service.invite("bea", by: .carol, reason: "test")
      }
    }
    world.advance(1)
    try await world.service.invite("bea", by: .carol, reason: "test")
    #expect(world.mailbox.messages.current.count == 2)
  }

  @Test func aSessionOfTheOldPasswordEnds() async throws {
    let world = try World()
    try await world.service.register("bea", mail: "bea@example.org")
    let first = try #require(world.mailbox.password)
    let answer = try await world.service.signIn("bea", password: first)
    let grant = try #require(answer.session).grant
    world.advance(300)
    try await world.service.invite("bea", by: .carol, reason: "test")
    await #expect(throws: TwoFactorError.notAuthorized) {
      _ = try await world.service.session("bea", grant: grant)
    }
  }

  @Test func onlyAccountsThatAnswerAreInvited() async throws {
    let world = try World()
    try await world.service.register("bea", mail: "bea@example.org")
    world.advance(300)
    let nobody = Administrator("carol", may: [.readStatus])
    for (id, who) in [("bea", nobody), ("nobody", .carol)]
      as [(AccountID, Administrator)]
    {
      await #expect(throws: TwoFactorError.notAuthorized) {
        try await world.service.invite(id, by: who, reason: "test")
      }
    }
    try await world.service.deactivate("bea", by: .carol, reason: "left")
    await #expect(throws: TwoFactorError.nothingPending) {
      try await world.service.invite("bea", by: .carol, reason: "test")
    }
  }
}
