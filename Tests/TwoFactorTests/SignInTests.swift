// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

@Suite struct SignInTests {
  @Test func aConfirmedAppIsAskedForAndItsCodeWorksOnce() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    let offer = try await world.challenge()
    #expect(offer.factors == [.totp])
    let code = try world.code(app)
    let answer = try await world.service.verify(
      "alice", challenge: offer.token, proof: .totp(code))
    let session = try #require(answer.session)
    #expect(session.assurance == 2)
    #expect(session.methods == [.password, .totp])

    let second = try await world.challenge()
    let replay = try await world.service.verify(
      "alice", challenge: second.token, proof: .totp(code))
    #expect(replay.isRefused)
    #expect(world.audit.kinds.contains(.factorReplayed))
    #expect(world.mailbox.notices.contains(.codeReused))
  }

  /// Codes of an app are read as they are typed, like those by text message,
  /// and no such code counts as a failure.
  @Test(arguments: [
    " ", "-", "\u{a0}", "\u{202f}", "\u{2011}", "\n", "\u{200b}",
  ])
  func codesOfAnAppAreReadAsTheyAreTyped(separator: String) async throws {
    let world = try World()
    let grant = try await world.register()
    let enrolment = try await world.service.enrolTOTP(
      "alice", grant: grant, label: "alice")
    let app = try TOTP(secret: enrolment.uri.secret)
    func typed() throws -> String {
      let code = try world.code(app)
      return "\(code.prefix(3))\(separator)\(code.suffix(3))\(separator)"
    }
    let confirmed = try await world.service.confirmEnrolment(
      "alice", grant: grant, code: typed())
    #expect(confirmed == .active)
    // More often than failures would be let through.
    for _ in 0..<5 {
      world.advance(60)
      let offer = try await world.challenge()
      let answer = try await world.service.verify(
        "alice", challenge: offer.token, proof: .totp(typed()))
      #expect(answer.session != nil)
    }
    #expect(!world.audit.kinds.contains(.factorRejected))
  }

  @Test func resynchronisingCodesAreReadAsTheyAreTyped() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    let codes = try [world.code(app, after: 900), world.code(app, after: 930)]
    let offer = try await world.challenge()
    let answer = try await world.service.resynchronize(
      "alice", challenge: offer.token,
      codes: codes.map { "\($0.prefix(3)) \($0.suffix(3))" })
    #expect(answer.session != nil)
  }

  @Test func theCodeThatConfirmedIsUsedUp() async throws {
    let world = try World()
    let grant = try await world.register()
    let enrolment = try await world.service.enrolTOTP(
      "alice", grant: grant, label: "alice")
    let app = try TOTP(secret: enrolment.uri.secret)
    let code = try world.code(app)
    let answer = try await world.service.confirmEnrolment(
      "alice", grant: grant, code: code)
    #expect(answer == .active)
    let offer = try await world.challenge()
    let replay = try await world.service.verify(
      "alice", challenge: offer.token, proof: .totp(code))
    #expect(replay.isRefused)
  }

  @Test func aPendingAppGuardsNothing() async throws {
    let world = try World()
    let grant = try await world.register()
    _ = try await world.service.enrolTOTP(
      "alice", grant: grant, label: "alice")
    let session = try await world.signIn()
    #expect(session.assurance == 1)
    let status = try await world.service.status("alice", grant: grant)
    #expect(!status.isOn)
    #expect(status.pending == .totp)
    #expect(status.offers == [.totp, .sms])
  }

  @Test func eachEnrolmentHasItsOwnSecret() async throws {
    let world = try World()
    let grant = try await world.register()
    let first = try await world.service.enrolTOTP(
      "alice", grant: grant, label: "alice")
    let second = try await world.service.enrolTOTP(
      "alice", grant: grant, label: "alice")
    #expect(first.uri.secret != second.uri.secret)
    #expect(first.uri.secret.byteCount == 20)
    let plain = first.secretText.filter { $0 != " " }
    #expect(plain == first.uri.secret.revealedBase32())
    // The first QR code is dead.
    let dead = try TOTP(secret: first.uri.secret)
    let answer = try await world.service.confirmEnrolment(
      "alice", grant: grant, code: world.code(dead))
    #expect(answer == .refused(retryAfter: nil))
  }

  @Test func statusTellsSinceWhenAndLastUse() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    let session = try await world.signIn(app: app)
    let status = try await world.service.status(
      "alice", grant: session.grant)
    let factor = try #require(status.factors.first)
    #expect(factor.kind == .totp)
    #expect(factor.since == World.start)
    #expect(factor.lastUsed == UnixTime(World.start.seconds + 60))
    #expect(status.isOn)
  }

  @Test func aSecondStepWithoutAFirstIsRefused() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    let answer = try await world.service.verify(
      "alice", challenge: "no such token", proof: .totp(world.code(app)))
    #expect(answer == .refused(retryAfter: nil))
  }

  @Test func aChallengeEndsAfterTenMinutes() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    for (wait, isRefused) in [(599, false), (600, true)] {
      let offer = try await world.challenge()
      world.advance(Int64(wait))
      let answer = try await world.service.verify(
        "alice", challenge: offer.token, proof: .totp(world.code(app)))
      #expect(answer.isRefused == isRefused, "after \(wait) s")
    }
  }

  @Test func rotatedKeysSealAgainOnUse() async throws {
    var world = try World()
    let (app, _) = try await world.withApp()
    world.service = try TwoFactorService(
      rules: world.service.rules,
      keyring: try Keyring(current: .test("k2"), former: [.test("k1")]),
      store: world.store, sender: world.mailbox, audit: world.audit,
      clock: { [now = world.now] in now.current }, random: seeded(2),
      background: { await $0() })
    #expect(try await world.account().state.totp?.secret.keyID == "k1")
    _ = try await world.signIn(app: app)
    #expect(try await world.account().state.totp?.secret.keyID == "k2")
    _ = try await world.signIn(app: app)
  }
}
