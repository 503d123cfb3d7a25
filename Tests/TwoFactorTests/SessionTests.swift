// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// What an application's own sessions learn from the account.
@Suite struct SessionTests {
  @Test func sessionsLearnThatTheyEnded() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    let kept = try await world.signIn(app: app)
    let other = try await world.signIn(app: app)
    #expect(kept.epoch == other.epoch)
    #expect(try await world.service.epoch(of: "alice") == kept.epoch)
    let changed = try await world.service.changePassword(
      "alice", grant: kept.grant, current: World.password,
      new: "another long password")
    #expect(changed == .changed)
    let epoch = try #require(try await world.service.epoch(of: "alice"))
    #expect(epoch > other.epoch)
    // The session that did it goes on, the other does not.
    let read = try await world.service.session("alice", grant: kept.grant)
    #expect(read.epoch == epoch)
    #expect(read.assurance == 2)
    await #expect(throws: TwoFactorError.notAuthorized) {
      try await world.service.session("alice", grant: other.grant)
    }
  }

  @Test func everythingThatEndsTrustMovesTheEpoch() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    var last = try #require(try await world.service.epoch(of: "alice"))
    func moved() async throws -> Bool {
      let now = try await world.service.epoch(of: "alice")
      defer { last = now ?? last }
      return now.map { $0 > last } ?? true
    }
    let session = try await world.signIn(app: app)
    #expect(try await !moved())
    try await world.service.endOtherSessions("alice", grant: session.grant)
    #expect(try await moved())
    try await world.service.signOut("alice", grant: session.grant)
    #expect(try await !moved())
    try await world.service.endSessions("alice", by: .carol, reason: "test")
    #expect(try await moved())
    try await world.service.resetSecondFactors(
      "alice", by: .carol, reason: "test")
    #expect(try await moved())
    try await world.service.deactivate("alice", by: .carol, reason: "test")
    #expect(try await world.service.epoch(of: "alice") == nil)
    #expect(try await world.service.epoch(of: "nobody") == nil)
  }

  /// Reading the settings is possible for longer than changing them, and a
  /// step-up gives back the right to change them.
  @Test func aStepUpRenewsTheGrant() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    let session = try await world.signIn(app: app)
    world.advance(600)
    _ = try await world.service.status("alice", grant: session.grant)
    await #expect(throws: TwoFactorError.notAuthorized) {
      try await world.service.remove(
        .totp, from: "alice", grant: session.grant)
    }
    let answer = try await world.service.stepUp("alice", grant: session.grant)
    guard case .challenge(let offer) = answer else {
      Issue.record("no challenge")
      return
    }
    let done = try await world.service.verify(
      "alice", challenge: offer.token, proof: .totp(world.code(app)))
    let renewed = try #require(done.session)
    #expect(renewed.methods == [.password, .totp])
    await #expect(throws: TwoFactorError.notAuthorized) {
      try await world.service.status("alice", grant: session.grant)
    }
    try await world.service.remove(.totp, from: "alice", grant: renewed.grant)
    world.advance(3_600)
    await #expect(throws: TwoFactorError.notAuthorized) {
      try await world.service.stepUp("alice", grant: renewed.grant)
    }
  }

  /// Who signs out before the second step leaves no sign-in that a code
  /// completes; another one that was begun goes on.
  @Test func signingOutEndsASignInThatWasBegun() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    let (one, other) = (
      try await world.challenge(), try await world.challenge()
    )
    try await world.service.signOut("alice", grant: one.token)
    #expect(world.audit.kinds.last == .signedOut)
    let proof = SecondFactorProof.totp(try world.code(app))
    let ended = try await world.service.verify(
      "alice", challenge: one.token, proof: proof)
    #expect(ended.session == nil)
    let open = try await world.service.verify(
      "alice", challenge: other.token, proof: proof)
    #expect(open.session != nil)
  }

  @Test func withoutASecondFactorThePasswordStepsUp() async throws {
    let world = try World()
    let grant = try await world.register()
    world.advance(600)
    await #expect(throws: TwoFactorError.notAuthorized) {
      try await world.service.stepUp("alice", grant: grant)
    }
    let wrong = try await world.service.stepUp(
      "alice", grant: grant, password: "wrong")
    #expect(wrong == .refused(retryAfter: 1))
    world.advance(1)
    let right = try await world.service.stepUp(
      "alice", grant: grant, password: World.password)
    _ = try await world.service.regenerateAfterStepUp(right)
  }

  /// Showing the password again is a sign-in: who has to set up a second factor
  /// by then is reminded of it, and afterwards can do nothing else.
  @Test func aStepUpByPasswordKeepsToThePolicy() async throws {
    let deadline = World.start.advanced(by: 1_200)
    let world = try World {
      $0.secondFactor = .required(since: World.start, grace: 1_200)
    }
    var grant = try await world.register()
    let expected: [(end: UnixTime?, limits: Set<SessionLimit>)] = [
      (deadline, []), (nil, [.mustEnrol]),
    ]
    for (end, limits) in expected {
      world.advance(600)
      let answer = try await world.service.stepUp(
        "alice", grant: grant, password: World.password)
      let session = try #require(answer.session)
      #expect(session.enrolBefore == end)
      #expect(session.limits == limits)
      grant = session.grant
    }
  }

  /// Somebody who finds an open session does not know the password; guesses
  /// are slowed, and change nothing.
  @Test func aFoundSessionIsNotConfirmed() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    let session = try await world.signIn(app: app)
    let status = try await world.service.status("alice", grant: session.grant)
    #expect(status.hasPassword)
    let wrong = try await world.service.confirm(
      "alice", grant: session.grant, password: "wrong")
    #expect(wrong == .refused(retryAfter: 1))
    let early = try await world.service.confirm(
      "alice", grant: session.grant, password: World.password)
    #expect(early == .refused(retryAfter: 1))
    world.advance(1)
    let right = try await world.service.confirm(
      "alice", grant: session.grant, password: World.password)
    #expect(right == .confirmed)
    world.advance(600)
    await #expect(throws: TwoFactorError.notAuthorized) {
      try await world.service.confirm(
        "alice", grant: session.grant, password: World.password)
    }
  }

  @Test func anAdministratorNeedsThePermission() async throws {
    let world = try World()
    _ = try await world.withApp()
    let reader = Administrator("dave", may: [.readStatus])
    let status = try await world.service.status(
      "alice", by: reader, reason: "a call")
    #expect(status.isOn)
    await #expect(throws: TwoFactorError.notAuthorized) {
      try await world.service.resetSecondFactors(
        "alice", by: reader, reason: "a call")
    }
    await #expect(throws: TwoFactorError.notAuthorized) {
      try await world.service.status("nobody", by: reader, reason: "a call")
    }
    let read = world.audit.events.current.first { $0.kind == .statusRead }
    #expect(read?.actor == "dave")
    #expect(read?.reason == "a call")
    let refused = world.audit.events.current.filter {
      $0.kind == .notAuthorized
    }
    #expect(refused.map(\.actor) == ["dave", "dave"])
    #expect(try await world.account().state.totp != nil)
  }
}

extension TwoFactorService {
  /// Uses a grant for something that an old one is refused for.
  fileprivate func regenerateAfterStepUp(
    _ answer: SignInAnswer
  ) async throws -> TOTPEnrolment {
    try await enrolTOTP(
      "alice", grant: #require(answer.session).grant, label: "alice")
  }
}
