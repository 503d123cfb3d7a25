// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// A clock that goes back opens nothing and locks nobody out for long.
@Suite struct ClockTests {
  @Test func anEndedCodeStaysEnded() async throws {
    let world = try World()
    let grant = try await world.register()
    _ = try await world.service.enrolSMS(
      "alice", grant: grant, number: "0412345678")
    let code = try #require(world.mailbox.code)
    world.advance(60)
    let late = try await world.service.confirmEnrolment(
      "alice", grant: grant, code: code)
    #expect(late == .refused(retryAfter: nil))
    world.advance(-30)
    let back = try await world.service.confirmEnrolment(
      "alice", grant: grant, code: code)
    #expect(back == .refused(retryAfter: nil))
  }

  @Test func nothingIsValidBeforeItWasMade() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    let offer = try await world.challenge()
    world.advance(-3_600)
    let answer = try await world.service.verify(
      "alice", challenge: offer.token, proof: .totp(world.code(app)))
    #expect(answer.isRefused)
  }

  @Test func usedStepsStayUsed() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    _ = try await world.signIn(app: app)
    world.advance(-60)
    let offer = try await world.challenge()
    let answer = try await world.service.verify(
      "alice", challenge: offer.token, proof: .totp(world.code(app)))
    #expect(answer.isRefused)
  }

  @Test func aRememberedDeviceThatEndedStaysForgotten() async throws {
    let world = try World { $0.devices.binding = .off }
    let (app, _) = try await world.withApp()
    let device = try #require(
      try await world.signIn(app: app, remember: true).device)
    world.advance(30 * 86_400)
    _ = try await world.challenge()
    world.advance(-86_400)
    let answer = try await world.service.signIn(
      "alice", password: World.password, device: device)
    #expect(answer.session == nil)
  }

  @Test func aWaitDoesNotGrowWithAClockThatWasAhead() async throws {
    let world = try World()
    _ = try await world.register()
    world.advance(10 * 365 * 86_400)
    _ = try await world.service.signIn("alice", password: "wrong password")
    world.advance(-10 * 365 * 86_400)
    let early = try await world.service.signIn(
      "alice", password: World.password)
    #expect(early == .refused(retryAfter: 1))
    world.advance(1)
    _ = try await world.signIn()
  }

  /// Like an enrolment, and for good: a clock that goes back opens nothing.
  @Test func aChangeOfThePhoneEnds() async throws {
    let world = try World()
    var grant = try await world.register()
    _ = try await world.service.changePhone(
      "alice", grant: grant, number: "0412345678")
    world.advance(1_799)
    grant = try await world.signIn().grant
    #expect(try await world.account().state.phoneChange != nil)
    world.advance(1)
    await #expect(throws: TwoFactorError.nothingPending) {
      try await world.service.confirmPhone(
        "alice", grant: grant, code: "000000")
    }
    _ = try await world.service.status("alice", grant: grant)
    #expect(try await world.account().state.phoneChange == nil)
    world.advance(-1)
    await #expect(throws: TwoFactorError.nothingPending) {
      try await world.service.confirmPhone(
        "alice", grant: world.signIn().grant, code: "000000")
    }
  }

  @Test(arguments: [Int64.min, -1, 0, 1 << 40, .max])
  func anyTimeIsSafe(_ seconds: Int64) async throws {
    let world = try World()
    let (_, grant) = try await world.withApp()
    world.now.withLock { $0 = UnixTime(seconds) }
    _ = try await world.service.signIn("alice", password: "wrong password")
    _ = try? await world.service.signIn("alice", password: World.password)
    try? await world.service.requestReset("alice")
    _ = try? await world.service.status("alice", grant: grant)
    _ = try? await world.service.enrolSMS(
      "alice", grant: grant, number: "0412345678")
    world.now.withLock { $0 = World.start }
    #expect(try await world.account().state.standing == .active)
  }
}
