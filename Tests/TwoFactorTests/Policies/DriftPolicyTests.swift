// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

@Suite struct DriftPolicyTests {
  @Test func theLifetimeOfACodeIsStated() throws {
    #expect(try DriftPolicy.default.lifetime(period: 30) == 90)
    #expect(try DriftPolicy.strict.lifetime(period: 30) == 30)
  }

  @Test func theStrictPolicyTakesThePresentStepAlone() async throws {
    let world = try World { $0.drift = .strict }
    let (app, _) = try await world.withApp()
    let offer = try await world.challenge()
    for (shift, isRefused) in [(-30, true), (30, true), (0, false)] {
      let answer = try await world.service.verify(
        "alice", challenge: offer.token,
        proof: .totp(world.code(app, after: Int64(shift))))
      #expect(answer.isRefused == isRefused, "\(shift) s")
    }
  }

  @Test func driftIsLearnedNoFurtherThanTheLimit() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    // The app runs ahead by a step more at each sign-in.
    var accepted = 0
    for ahead in 1...10 {
      let offer = try await world.challenge()
      let answer = try await world.service.verify(
        "alice", challenge: offer.token,
        proof: .totp(world.code(app, after: Int64(30 * ahead))))
      if !answer.isRefused { accepted = ahead }
      world.advance(60)
    }
    // Four learned and one of the window.
    #expect(accepted == 5)
    #expect(try await world.account().state.totp?.state.drift == 4)
  }

  @Test func withoutResynchronisationTwoCodesAreRefused() async throws {
    let world = try World { $0.drift = .strict }
    let (app, _) = try await world.withApp()
    let offer = try await world.challenge()
    let answer = try await world.service.resynchronize(
      "alice", challenge: offer.token,
      codes: [world.code(app), world.code(app, after: 30)])
    #expect(answer.isRefused)
  }
}
