// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// RFC 4226 section 6: who guesses v times against s right answers of d digits
/// succeeds with a probability of s·v / 10^d at most.
@Suite struct GuessingTests {
  /// All the million codes at one moment: as many are right as the window has
  /// steps, so s is what the configuration says.
  @Test func aMillionGuessesFindAsManyCodesAsTheWindowHasSteps() throws {
    let policy = DriftPolicy.default
    var random = seeded(3)
    let secret = Secret.generate(for: .sha1, using: &random)
    let totp = try TOTP(secret: secret)
    var found = 0
    // Counted up in place: a debug build makes a million strings slowly.
    var digits = Array("000000".utf8)
    for _ in 0..<1_000_000 {
      let text = String(decoding: digits, as: UTF8.self)
      let verdict = try totp.verify(
        text, at: World.start, window: policy.window)
      if verdict.isAccepted { found += 1 }
      var place = 5
      while place >= 0 {
        digits[place] = digits[place] == 57 ? 48 : digits[place] + 1
        place = digits[place] == 48 ? place - 1 : -1
      }
    }
    let steps = policy.window.past + 1 + policy.window.future
    print("1000000 guesses, \(found) right, \(steps) allowed by the window")
    #expect(found <= steps)
    #expect(found >= 1)
  }

  /// Somebody with the password, who guesses as fast as they are allowed to:
  /// so many guesses are looked at in a day, and the bound follows.
  @Test func aDayOfGuessesStaysWithinTheBound() async throws {
    let world = try World()
    _ = try await world.withApp()
    let end = UnixTime(world.now.current.seconds + 86_400)
    var token = try await world.challenge().token
    var guesses = 0
    while world.now.current < end {
      let answer = try await world.service.verify(
        "alice", challenge: token, proof: .totp("000000"))
      guard case .refused(let wait) = answer else {
        Issue.record("a fixed guess was right")
        return
      }
      guesses = try await world.account().state.throttles[.totp]?.failures ?? 0
      world.advance(Int64(wait ?? 0))
      if wait == nil || guesses.isMultiple(of: 4) || (wait ?? 0) > 590 {
        token = try await world.challenge().token
      }
    }
    let bound = 3 * Double(guesses) / 1e6
    print("\(guesses) guesses looked at in a day, success below \(bound)")
    // Two free ones, twelve doublings up to an hour, then one an hour.
    #expect(guesses <= 2 + 12 + 24)
    #expect(bound < 2e-4)
  }

  /// The same for passwords: fewer than a hundred an hour (ASVS 4.0.3 2.2.1).
  @Test func anHourOfPasswordsStaysBelowAHundred() async throws {
    let world = try World()
    _ = try await world.register()
    let end = UnixTime(world.now.current.seconds + 3_600)
    var guesses = 0
    while world.now.current < end {
      let answer = try await world.service.signIn(
        "alice", password: "a wrong password")
      guard case .refused(let wait?) = answer else {
        Issue.record("no wait after a wrong password")
        return
      }
      guesses += 1
      world.advance(Int64(wait))
    }
    #expect(guesses < 100)
    _ = try await world.signIn()
  }

  /// NIST SP 800-63B-4 section 3.2.2: at 100 failures in a row the
  /// authenticator is of no more use until it is bound again.
  @Test func theProfileOfNISTDisablesAtAHundred() async throws {
    let world = try World {
      $0.factorDelay = try DelayPolicy(
        free: 100, longest: 60, disableAfter: 100)
    }
    let (app, _) = try await world.withApp()
    for failure in 1...100 {
      let offer = try await world.challenge()
      #expect(offer.factors == [.totp], "before failure \(failure)")
      _ = try await world.service.verify(
        "alice", challenge: offer.token, proof: .totp("000000"))
    }
    #expect(world.mailbox.notices.contains(.factorDisabled(.totp)))
    world.advance(86_400)
    let offer = try await world.challenge()
    #expect(offer.factors == [])
    let answer = try await world.service.verify(
      "alice", challenge: offer.token, proof: .totp(world.code(app)))
    #expect(answer.isRefused)
    try await world.service.resetSecondFactors(
      "alice", by: .carol, reason: "test")
    let again = try await world.enrolApp("alice", world.signIn().grant)
    _ = try await world.signIn(app: again)
  }

  @Test func theProfileIsNISTs() {
    let rules = TwoFactorConfiguration.nist(issuer: "ACME")
    #expect(rules.passwordDelay.disableAfter == 100)
    #expect(rules.factorDelay.disableAfter == 100)
    #expect(rules.devices.lifetime == 0)
    #expect(rules.delay(.recovery).disableAfter == nil)
  }
}
