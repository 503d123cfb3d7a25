// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// Several authenticator apps for one account.
@Suite struct AppsTests {
  /// Alice with so many apps; `app 1` is the oldest.
  private func withApps(
    _ count: Int, _ change: (inout TwoFactorConfiguration) -> Void = { _ in }
  ) async throws -> (world: World, apps: [TOTP]) {
    let world = try World { change(&$0) }
    var grant = try await world.register()
    var apps: [TOTP] = []
    for number in 1...count {
      apps.append(try await world.addApp("app \(number)", grant))
      grant = try await world.signIn(app: apps[0]).grant
    }
    return (world, apps)
  }

  private func status(
    _ world: World, _ app: TOTP
  ) async throws -> (status: AccountStatus, grant: String) {
    let grant = try await world.signIn(app: app).grant
    return (try await world.service.status("alice", grant: grant), grant)
  }

  @Test func eachAppSignsInAndHasItsOwnLastStep() async throws {
    let (world, apps) = try await withApps(3)
    let offer = try await world.challenge()
    #expect(offer.factors == [.totp])
    // One moment, three apps: the code of one uses up none of the others'.
    for app in apps {
      let offer = try await world.challenge()
      let answer = try await world.service.verify(
        "alice", challenge: offer.token, proof: .totp(world.code(app)))
      #expect(answer.session?.methods == [.password, .totp])
    }
    for app in apps {
      let offer = try await world.challenge()
      let answer = try await world.service.verify(
        "alice", challenge: offer.token, proof: .totp(world.code(app)))
      #expect(answer.isRefused)
    }
    #expect(world.mailbox.notices.contains(.codeReused))
  }

  @Test func theStatusListsThem() async throws {
    let (world, apps) = try await withApps(2)
    let (status, _) = try await status(world, apps[1])
    #expect(status.apps.map(\.name) == ["app 1", "app 2"])
    #expect(Set(status.apps.map(\.id)).count == 2)
    #expect(status.appsLeft == 3)
    #expect(status.factors.map(\.kind) == [.totp])
    #expect(status.factors[0].since == status.apps[0].since)
    #expect(status.factors[0].lastUsed == status.apps[1].lastUsed)
    let added = world.audit.events.current.filter { $0.kind == .factorAdded }
    #expect(added.map(\.app) == status.apps.map(\.id))
    #expect(world.mailbox.notices.contains(.appAdded(name: "app 2")))
  }

  /// The audit says which app it was.
  @Test func theAuditNamesTheApp() async throws {
    let (world, apps) = try await withApps(2)
    let (status, _) = try await status(world, apps[1])
    let accepted = world.audit.events.current.last {
      $0.kind == .factorAccepted
    }
    #expect(accepted?.app == status.apps[1].id)
  }

  @Test func anAppIsRenamed() async throws {
    let (world, apps) = try await withApps(2)
    let (status, grant) = try await status(world, apps[0])
    let service = world.service
    let id = status.apps[1].id
    try await service.renameApp(
      id, of: "alice", grant: grant, to: "  tablet \u{1F469}\u{200D}\u{1F4BB} ")
    for text in ["a\nb", "\u{202E}a", String(repeating: "x", count: 65)] {
      await #expect(throws: TwoFactorError.invalidAppName) {
        try await service.renameApp(id, of: "alice", grant: grant, to: text)
      }
    }
    await #expect(throws: TwoFactorError.notEnrolled) {
      try await service.renameApp("?", of: "alice", grant: grant, to: "x")
    }
    let weak = try await world.service.signIn(
      "alice", password: World.password)
    #expect(weak.session == nil)
    let names = try await service.status("alice", grant: grant).apps.map(\.name)
    #expect(names == ["app 1", "tablet \u{1F469}\u{200D}\u{1F4BB}"])
    try await service.renameApp(id, of: "alice", grant: grant, to: " ")
    let again = try await service.status("alice", grant: grant).apps[1]
    #expect(again.name == nil)
    #expect(world.audit.kinds.count { $0 == .appRenamed } == 2)
  }

  @Test func oneOfSeveralIsRemoved() async throws {
    let (world, apps) = try await withApps(2) {
      $0.secondFactor = .required(since: 0, grace: 0)
    }
    _ = try await world.signIn(app: apps[1], remember: true)
    let other = try await world.signIn(app: apps[1])
    let (status, grant) = try await status(world, apps[0])
    try await world.service.removeApp(
      status.apps[1].id, from: "alice", grant: grant)
    let offer = try await world.challenge()
    let answer = try await world.service.verify(
      "alice", challenge: offer.token, proof: .totp(world.code(apps[1])))
    #expect(answer.isRefused)
    #expect(world.mailbox.notices.last == .appRemoved(name: "app 2"))
    await #expect(throws: TwoFactorError.notAuthorized) {
      try await world.service.status("alice", grant: other.grant)
    }
    let after = try await world.service.status("alice", grant: grant)
    #expect(after.apps.map(\.name) == ["app 1"])
    #expect(after.devices.isEmpty)
    // The last one is the factor.
    await #expect(throws: TwoFactorError.lastFactor) {
      try await world.service.removeApp(
        after.apps[0].id, from: "alice", grant: grant)
    }
    _ = try await world.signIn(app: apps[0])
  }

  @Test func theLastRemovalIsThatOfTheFactor() async throws {
    let (world, apps) = try await withApps(1)
    let (status, grant) = try await status(world, apps[0])
    try await world.service.removeApp(
      status.apps[0].id, from: "alice", grant: grant)
    #expect(world.mailbox.notices.last == .factorRemoved(.totp))
    #expect(try await world.signIn().assurance == 1)
  }

  @Test func removingTheFactorRemovesAll() async throws {
    let (world, apps) = try await withApps(3)
    let grant = try await world.signIn(app: apps[2]).grant
    try await world.service.remove(.totp, from: "alice", grant: grant)
    #expect(try await world.account().state.apps.isEmpty)
  }

  @Test func oneIsReplacedAndTheOthersStay() async throws {
    let (world, apps) = try await withApps(2)
    let (status, grant) = try await status(world, apps[0])
    let new = try await world.addApp(
      "new", grant, replacing: .one(status.apps[0].id))
    let names = try await world.account().state.apps.map(\.label?.text)
    #expect(names == ["app 2", "new"])
    _ = try await world.signIn(app: new)
    _ = try await world.signIn(app: apps[1])
    let fresh = try await world.signIn(app: new).grant
    await #expect(throws: TwoFactorError.notEnrolled) {
      _ = try await world.service.enrolTOTP(
        "alice", grant: fresh, label: "alice",
        replacing: .one(status.apps[0].id))
    }
    _ = try await world.addApp("only", fresh, replacing: .all)
    #expect(try await world.account().state.apps.count == 1)
  }

  @Test func thereIsALimit() async throws {
    let (world, apps) = try await withApps(2) { $0.appLimit = 2 }
    let grant = try await world.signIn(app: apps[0]).grant
    await #expect(throws: TwoFactorError.tooManyApps) {
      _ = try await world.addApp("third", grant)
    }
    // Also if the limit is lowered while an app is being set up.
    var (later, _) = try await withApps(1)
    let app = try await later.signIn(app: TOTP(secret: later.secret())).grant
    let enrolment = try await later.service.enrolTOTP(
      "alice", grant: app, label: "alice", replacing: .nothing)
    var rules = later.service.rules
    rules.appLimit = 1
    try later.service.apply(rules)
    let service = later.service
    let code = try later.code(TOTP(secret: enrolment.uri.secret))
    await #expect(throws: TwoFactorError.tooManyApps) {
      _ = try await service.confirmEnrolment("alice", grant: app, code: code)
    }
  }

  /// Somebody who lost a device does not leave it in use beside the new one.
  @Test func aLostAppDoesNotStay() async throws {
    let (world, apps) = try await withApps(2)
    var state = try await world.account().state
    state.version += 1
    state.phone = VerifiedPhone(
      number: try PhoneNumber("0412345678", region: .australia), verifiedAt: 1)
    _ = try await world.store.save(
      Account(state, origin: .made(by: world.service.setup)),
      replacing: state.version - 1)
    let offer = try await world.challenge()
    _ = try await world.service.startRecovery(
      "alice", challenge: offer.token, lastFour: "5678")
    let code = try #require(world.mailbox.code)
    let session = try #require(
      try await world.service.finishRecovery(
        "alice", challenge: offer.token, code: code
      ).session)
    await #expect(throws: TwoFactorError.notAuthorized) {
      _ = try await world.addApp("new", session.grant)
    }
    let new = try await world.addApp("new", session.grant, replacing: .all)
    _ = try await world.signIn(app: new)
    let second = try await world.challenge()
    let answer = try await world.service.verify(
      "alice", challenge: second.token, proof: .totp(world.code(apps[1])))
    #expect(answer.isRefused)
  }

  @Test func aResynchronisationIsOfOneApp() async throws {
    let (world, apps) = try await withApps(2)
    let codes = try [3_000, 3_030].map { try world.code(apps[1], after: $0) }
    let offer = try await world.challenge()
    let answer = try await world.service.resynchronize(
      "alice", challenge: offer.token, codes: codes)
    #expect(answer.session != nil)
    let states = try await world.account().state.apps.map(\.state)
    #expect(states[0].drift == 0)
    #expect(states[1].drift == 101)
    world.advance(60)
    _ = try await world.signIn(app: apps[0])
    let shifted = try await world.challenge()
    let late = try await world.service.verify(
      "alice", challenge: shifted.token,
      proof: .totp(world.code(apps[1], after: 3_030)))
    #expect(late.session != nil)
  }

  /// A backup code uses up what every app shows.
  @Test func aBackupCodeBurnsTheStepsOfAll() async throws {
    let (world, apps) = try await withApps(2)
    let grant = try await world.signIn(app: apps[0]).grant
    let codes = try await world.service.regenerateBackupCodes(
      "alice", grant: grant)
    let offer = try await world.challenge()
    let answer = try await world.service.verify(
      "alice", challenge: offer.token, proof: .backup(codes[0]))
    #expect(answer.session != nil)
    for app in apps {
      let offer = try await world.challenge()
      let answer = try await world.service.verify(
        "alice", challenge: offer.token, proof: .totp(world.code(app)))
      #expect(answer.isRefused)
    }
  }

  /// Both apps show the same code: it works once.
  @Test func aCodeThatTwoAppsShowWorksOnce() async throws {
    let (world, apps) = try await withApps(1)
    var state = try await world.account().state
    state.version += 1
    let secret = try await world.secret()
    var twin = state.apps[0]
    twin.name = "twin"
    let bytes = unsafe secret.withUnsafeBytes { unsafe Array($0) }
    var random = seeded(9)
    twin.secret = try world.service.setup.keyring.seal(
      bytes, for: .totp("alice", enrolment: "twin"), &random)
    state.apps.append(twin)
    _ = try await world.store.save(
      Account(state, origin: .made(by: world.service.setup)),
      replacing: state.version - 1)
    var accepted = 0
    for _ in 1...3 {
      let offer = try await world.challenge()
      let answer = try await world.service.verify(
        "alice", challenge: offer.token, proof: .totp(world.code(apps[0])))
      if answer.session != nil { accepted += 1 }
    }
    #expect(accepted == 1)
  }

  /// A new app gives no quick guesses at the others.
  @Test func anAppMoreForgetsNoFailures() async throws {
    let (world, apps) = try await withApps(1)
    let grant = try await world.signIn(app: apps[0]).grant
    let offer = try await world.challenge()
    for _ in 1...3 {
      _ = try await world.service.verify(
        "alice", challenge: offer.token, proof: .totp("000000"))
    }
    let failures = try await world.account().state.throttles[.totp]?.failures
    #expect(failures == 3)
    _ = try await world.addApp("second", grant)
    let after = try await world.account().state.throttles[.totp]?.failures
    #expect(after == 3)
    world.advance(600)
    _ = try await world.signIn(app: apps[0])
    #expect(try await world.account().state.throttles[.totp] == nil)
  }

  /// NIST SP 800-63B-4 section 3.2.2: what is disabled is bound again, not
  /// enabled by another one.
  @Test func disabledAppsEndWithANewOne() async throws {
    let (world, apps) = try await withApps(2) {
      $0.factorDelay.disableAfter = 3
      $0.factorDelay.free = 3
    }
    let grant = try await world.signIn(app: apps[0]).grant
    let offer = try await world.challenge()
    for _ in 1...3 {
      _ = try await world.service.verify(
        "alice", challenge: offer.token, proof: .totp("000000"))
    }
    let new = try await world.addApp("new", grant)
    let names = try await world.account().state.apps.map(\.label?.text)
    #expect(names == ["new"])
    _ = try await world.signIn(app: new)
  }

  /// All the million codes, at accounts with one to five apps: as many are
  /// right as the bound says, and the waits of a day are the same.
  @Test func theChanceOfAGuessIsBoundedForAllAppsTogether() async throws {
    for count in [1, 2, 5] {
      let (world, _) = try await withApps(count)
      let state = try await world.account().state
      var right: Set<String> = []
      for app in state.apps {
        let secret = try world.service.setup.keyring.openSecret(
          app.secret, for: .totp("alice", enrolment: app.name))
        let totp = try TOTP(secret: secret)
        for shift in [-30, 0, 30] as [Int64] {
          right.insert(try world.code(totp, after: shift))
        }
      }
      let bound = world.service.rules.guessProbability(apps: count)
      let guesses = try await guessesOfADay(world)
      let day = bound * Double(guesses)
      print(
        "\(count) apps: \(right.count) of 1000000 codes are right, bound of"
          + " one guess \(bound), \(guesses) guesses in a day, bound of a day"
          + " \(day)")
      #expect(Double(right.count) <= bound * 1e6)
      #expect(guesses <= 38)
      #expect(day < 6e-4)
    }
    let rules = TwoFactorConfiguration(issuer: "ACME")
    #expect(rules.guessProbability() == rules.guessProbability(apps: 5))
    #expect(rules.guessProbability(apps: 1) == 3e-6)
    #expect(rules.guessProbability(apps: .max) == 1)
  }

  /// How many guesses are looked at while somebody with the password tries for
  /// a day.
  private func guessesOfADay(_ world: World) async throws -> Int {
    let end = UnixTime(world.now.current.seconds + 86_400)
    var guesses = 0
    while world.now.current < end {
      let offer = try await world.challenge()
      let answer = try await world.service.verify(
        "alice", challenge: offer.token, proof: .totp("000000"))
      guard case .refused(let wait) = answer else { break }
      guesses = try await world.account().state.throttles[.totp]?.failures ?? 0
      world.advance(Int64(wait ?? 0))
    }
    return guesses
  }

  @Test(arguments: [0, -1, 11]) func theLimitHasARange(_ limit: Int) {
    var rules = TwoFactorConfiguration(issuer: "ACME")
    rules.appLimit = limit
    #expect(throws: PolicyError.self) { try rules.check() }
  }
}

extension World {
  /// Sets up an app; the clock is two steps on.
  fileprivate func addApp(
    _ name: String, _ grant: String, replacing: ReplacedApps = .nothing
  ) async throws -> TOTP {
    let enrolment = try await service.enrolTOTP(
      "alice", grant: grant, label: "alice", name: name, replacing: replacing)
    let app = try TOTP(secret: enrolment.uri.secret)
    let answer = try await service.confirmEnrolment(
      "alice", grant: grant, code: code(app))
    #expect(answer == .active)
    advance(60)
    return app
  }

  /// The secret of the first app.
  fileprivate func secret() async throws -> Secret {
    let app = try #require(try await account().state.apps.first)
    return try service.setup.keyring.openSecret(
      app.secret, for: .totp("alice", enrolment: app.name))
  }
}
