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

  /// Two servers whose clocks are apart share one account: neither takes away
  /// what the other has made, and within the tolerance it is valid.
  @Test(arguments: [1, 30, 31, 365 * 86_400] as [Int64])
  func aServerBehindDeletesNothing(_ skew: Int64) async throws {
    let world = try World { $0.devices.binding = .off }
    let (app, _) = try await world.withApp()
    let session = try await world.signIn(app: app, remember: true)
    world.advance(-30)
    let offer = try await world.challenge()
    let code = try world.code(app, after: 30)
    world.advance(-skew)
    _ = try await world.service.signIn("alice", password: "a wrong password")
    let isValid =
      (try? await world.service.status(
        "alice", grant: session.grant)) != nil
    #expect(isValid == (skew <= 30))
    world.advance(skew + 30)
    // The wrong password above asks for a wait of the password alone.
    let answer = try await world.service.verify(
      "alice", challenge: offer.token, proof: .totp(code))
    #expect(answer.session != nil)
    let again = try await world.service.signIn(
      "alice", password: World.password, device: session.device)
    #expect(again.session?.methods == [.password, .device])
    _ = try await world.service.status("alice", grant: session.grant)
  }

  /// A backup code used while the clock is wrong uses up steps of that time
  /// only: the app works once the clock is right.
  @Test(arguments: [365 * 86_400, 3_600, -3_600, -365 * 86_400] as [Int64])
  func aBackupCodeBurnsNoStepsOfTheRightTime(_ shift: Int64) async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    let grant = try await world.signIn(app: app).grant
    let codes = try await world.service.regenerateBackupCodes(
      "alice", grant: grant)
    world.advance(shift)
    let offer = try await world.challenge()
    let ahead = try await world.service.verify(
      "alice", challenge: offer.token, proof: .backup(codes[0]))
    #expect(ahead.session != nil)
    // At that time the steps are used up all the same.
    let second = try await world.challenge()
    let burnt = try await world.service.verify(
      "alice", challenge: second.token, proof: .totp(world.code(app)))
    #expect(burnt.isRefused)
    world.advance(-shift + 120)
    _ = try await world.signIn(app: app)
  }

  /// A clock that jumps to and fro, with a sign-in at each place.
  @Test func aJumpingClockKeepsNobodyOut() async throws {
    let world = try World()
    let (app, grant) = try await world.withApp()
    var codes = try await world.service.regenerateBackupCodes(
      "alice", grant: grant)
    let year: Int64 = 365 * 86_400
    for jump in [year, -year, -year, year, 3_600, -3_600, year, -year] {
      world.advance(jump)
      let offer = try await world.challenge()
      let answer = try await world.service.verify(
        "alice", challenge: offer.token, proof: .backup(codes.removeLast()))
      #expect(answer.session != nil)
    }
    world.advance(120)
    _ = try await world.signIn(app: app)
    print("8 jumps of the clock, the app is in use after the last")
  }

  /// A last step from the future, as earlier versions have stored it: two codes
  /// in a row bring the app back, or another factor does; no administrator.
  @Test(arguments: [true, false])
  func anAppComesBack(byTwoCodes: Bool) async throws {
    let store = MemoryAccountStore()
    let world = try World(store: store)
    let (app, grant) = try await world.withApp()
    let codes = try await world.service.regenerateBackupCodes(
      "alice", grant: grant)
    var state = try await world.account().state
    let seen = try world.code(app)
    state.totp?.state.lastAcceptedStep = 90_000_000
    state.version += 1
    #expect(store.save(Account(state), replacing: state.version - 1))
    var offer = try await world.challenge()
    let refused = try await world.service.verify(
      "alice", challenge: offer.token, proof: .totp(seen))
    #expect(refused.isRefused)
    offer = try await world.challenge()
    let answer =
      byTwoCodes
      ? try await world.service.resynchronize(
        "alice", challenge: offer.token,
        codes: [seen, world.code(app, after: 30)])
      : try await world.service.verify(
        "alice", challenge: offer.token, proof: .backup(codes[0]))
    #expect(answer.session != nil)
    // What was shown before is used up.
    offer = try await world.challenge()
    let replay = try await world.service.verify(
      "alice", challenge: offer.token, proof: .totp(seen))
    #expect(replay.isRefused)
    world.advance(120)
    _ = try await world.signIn(app: app)
    // And what was used up in the future stays so.
    let burnt = try await world.account().state.totp?.burnt
    #expect(burnt?.contains(90_000_000) == true)
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
