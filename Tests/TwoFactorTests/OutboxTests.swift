// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// Messages leave the outbox once, whoever empties it, and never grow it.
@Suite struct OutboxTests {
  @Test func twentyAtOnceSendOneMessageOnce() async throws {
    let world = try World()
    world.mailbox.fails.withLock { $0 = true }
    try await world.service.register("alice", mail: "alice@example.org")
    world.mailbox.fails.withLock { $0 = false }
    world.advance(30)
    let reports = try await withThrowingTaskGroup(
      of: DeliveryReport.self
    ) { group in
      for _ in 0..<20 {
        group.addTask { try await world.service.deliverMessages("alice") }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(world.mailbox.messages.current.count == 1)
    #expect(reports.map(\.sent).reduce(0, +) == 1)
    #expect(try await world.account().nextDelivery == nil)
  }

  /// A server whose clock is a second behind leaves the lease alone.
  @Test func aSecondOfSkewSendsNothingTwice() async throws {
    let world = try World(delivers: false)
    try await world.service.register("alice", mail: "alice@example.org")
    world.advance(-1)
    let report = try await world.service.deliverMessages("alice")
    #expect(report.sent == 0)
    #expect(report.waiting == 1)
    #expect(report.nextAttempt == World.start.advanced(by: 30))
    #expect(world.mailbox.messages.current == [])
  }

  /// With the gateway down, 500 sign-ins leave one notice of each kind.
  @Test func anOutageDoesNotGrowTheAccount() async throws {
    let world = try World { $0.backupCodeCount = 40 }
    let (app, _) = try await world.withApp()
    world.mailbox.fails.withLock { $0 = true }
    for _ in 0..<12 {
      let grant = try await world.signIn(app: app, remember: true).grant
      let codes = try await world.service.regenerateBackupCodes(
        "alice", grant: grant)
      for code in codes {
        let offer = try await world.challenge()
        _ = try await world.service.verify(
          "alice", challenge: offer.token, proof: .backup(code))
      }
      world.advance(90)
    }
    let account = try await world.account()
    let size = try account.encoded().count
    print(
      "492 sign-ins with the gateway down: \(account.state.outbox.count)",
      "messages wait, the row has \(size) bytes")
    #expect(account.state.outbox.count <= 4)
    #expect(size < 16_384)
    // The newest of a kind is what arrives.
    world.mailbox.fails.withLock { $0 = false }
    world.advance(3_600)
    try await world.service.deliverMessages("alice")
    #expect(world.mailbox.notices.contains(.backupCodeUsed(remaining: 0)))
    #expect(!world.mailbox.notices.contains(.backupCodeUsed(remaining: 7)))
  }

  @Test func failuresCountAndBackOff() async throws {
    let world = try World()
    world.mailbox.fails.withLock { $0 = true }
    try await world.service.register("alice", mail: "alice@example.org")
    for pause in [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600] {
      let account = try await world.account()
      let next = try #require(account.nextDelivery)
      #expect(next.seconds(since: world.now.current) == pause)
      world.advance(Int64(pause) - 1)
      let early = try await world.service.deliverMessages("alice")
      #expect(early.failed == 0)
      #expect(early.waiting == 1)
      world.advance(1)
      let report = try await world.service.deliverMessages("alice")
      #expect(report.failed == 1)
    }
    // The end of the password is the end of its message.
    world.advance(7 * 86_400)
    #expect(try await world.service.deliverMessages("alice").waiting == 0)
  }

  @Test func aClockThatWasAheadKeepsNoMessageBack() async throws {
    let world = try World(delivers: false)
    world.advance(365 * 86_400)
    try await world.service.register("alice", mail: "alice@example.org")
    world.advance(-365 * 86_400)
    #expect(try await world.service.deliverMessages("alice").sent == 1)
  }

  @Test func aFullOutboxKeepsTheNewest() async throws {
    let world = try World()
    _ = try await world.register()
    var turn = Turn(
      account: try await world.account().state, now: World.start,
      setup: world.service.setup, random: world.service.random)
    for number in 0..<100 {
      try turn.send(
        .notice(.recovered), to: .mail("m\(number)@example.org"),
        until: World.start.advanced(by: 60))
    }
    #expect(turn.account.outbox.count == Outbox.limit)
    #expect(turn.account.outbox.last?.id == turn.messages.last?.id)
    #expect(turn.events.count { $0.kind == .messageDropped } == 52)
  }
}

/// Audit events through the outbox: at least once.
@Suite struct DurableAuditTests {
  @Test func eventsOutliveACrash() async throws {
    let world = try World { $0.auditsThroughOutbox = true }
    world.audit.fails.withLock { $0 = true }
    _ = try await world.register()
    #expect(world.audit.kinds == [])
    world.audit.fails.withLock { $0 = false }
    world.advance(60)
    let report = try await world.service.deliverMessages("alice")
    #expect(report.sent == 2)
    #expect(
      world.audit.kinds == [.accountCreated, .passwordAccepted, .signedIn])
    let ids = world.audit.events.current.map(\.id)
    #expect(!ids.contains(nil))
    #expect(Set(ids).count == ids.count)
    #expect(try await world.account().state.outbox == [])
  }

  /// In the ordinary case each event is recorded once, before the answer.
  @Test func onceWhereNothingFails() async throws {
    let world = try World { $0.auditsThroughOutbox = true }
    let (app, _) = try await world.withApp()
    _ = try await world.signIn(app: app)
    world.advance(7_200)
    try await world.service.deliverMessages("alice")
    let ids = world.audit.events.current.compactMap(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(world.audit.kinds.count { $0 == .factorAccepted } == 1)
  }

  /// No event is dropped to make room: the command is refused instead.
  @Test func aFullAuditRefuses() async throws {
    let world = try World { $0.auditsThroughOutbox = true }
    world.audit.fails.withLock { $0 = true }
    try await world.service.register(
      "alice", mail: nil, password: World.password)
    for _ in 1..<Outbox.auditLimit { _ = try await world.signIn() }
    await #expect(throws: TwoFactorError.auditUnavailable) {
      try await world.service.signIn("alice", password: World.password)
    }
    world.audit.fails.withLock { $0 = false }
    world.advance(7_200)
    let report = try await world.service.deliverMessages("alice")
    #expect(report.sent == Outbox.auditLimit)
    _ = try await world.signIn()
  }
}
