// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

@Suite struct SecondFactorPolicyTests {
  private func account(_ created: UnixTime) -> Account.State {
    Account.State(id: "alice", standing: .active, createdAt: created)
  }

  @Test func optionalDemandsNothing() {
    #expect(SecondFactorPolicy.optional.demand(of: account(0), at: 9) == .none)
    #expect(!SecondFactorPolicy.optional.keepsLastFactor)
  }

  @Test(
    arguments: [
      (0, 100, 50, 149, false), (0, 100, 50, 150, true),
      (200, 100, 50, 249, false), (200, 100, 50, 250, true),
      (0, 100, 0, 100, true), (0, 100, -5, 100, true),
    ] as [(Int64, Int64, Int, Int64, Bool)])
  func theGraceBeginsWithThePolicyOrTheAccount(
    _ created: Int64, _ since: Int64, _ grace: Int, _ now: Int64,
    _ isOver: Bool
  ) {
    let policy = SecondFactorPolicy.required(
      since: UnixTime(since), grace: grace)
    let demand = policy.demand(
      of: account(UnixTime(created)), at: UnixTime(now))
    #expect((demand == .now) == isOver)
    #expect(policy.keepsLastFactor)
  }

  @Test func noFactorIsLostWhenTheLastOneMustStay() async throws {
    var world = try World()
    let (app, _) = try await world.withApp()
    var rules = world.service.rules
    rules.secondFactor = .required
    try world.service.apply(rules)
    let grant = try await world.signIn(app: app).grant
    await #expect(throws: TwoFactorError.lastFactor) {
      try await world.service.remove(.totp, from: "alice", grant: grant)
    }
    // With two, one may go: whichever.
    _ = try await world.service.enrolSMS(
      "alice", grant: grant, number: "0412345678")
    _ = try await world.service.confirmEnrolment(
      "alice", grant: grant, code: #require(world.mailbox.code))
    try await world.service.remove(.totp, from: "alice", grant: grant)
    await #expect(throws: TwoFactorError.lastFactor) {
      try await world.service.remove(.sms, from: "alice", grant: grant)
    }
    #expect(try await world.account().state.hasSecondFactor)
  }

  /// A session that may do nothing but enrol, tried on everything else.
  @Test func whoMustEnrolCanDoNothingElse() async throws {
    let world = try World { $0.secondFactor = .required }
    let grant = try await world.register()
    let service = world.service
    let calls: [@Sendable () async throws -> Void] = [
      { try await service.remove(.totp, from: "alice", grant: grant) },
      { _ = try await service.regenerateBackupCodes("alice", grant: grant) },
      {
        try await service.revokeDevice("alice", grant: grant, name: "x")
      },
      {
        _ = try await service.changePhone(
          "alice", grant: grant, number: "0412345678")
      },
      {
        _ = try await service.confirmPhone(
          "alice", grant: grant, code: "123456")
      },
    ]
    for call in calls {
      await #expect(throws: TwoFactorError.notAuthorized) { try await call() }
    }
  }
}
