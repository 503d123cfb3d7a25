// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// A rule out of its range is refused where it is made, and again where a
/// service is made of it.
@Suite struct PolicyErrorTests {
  private static let extremes = [Int.min, .min + 1, -1, .max - 1, .max]

  @Test(arguments: extremes)
  func policiesAreNotMadeOfExtremes(_ number: Int) {
    let policies: [() throws -> Any] = [
      { try DelayPolicy(free: number, longest: 60) },
      { try DelayPolicy(free: 0, first: number, longest: 60) },
      { try DelayPolicy(free: 0, longest: number) },
      { try DelayPolicy(free: 0, longest: 60, disableAfter: number) },
      { try DevicePolicy(lifetime: number) },
      { try DevicePolicy(lifetime: 60, limit: number) },
      { try DevicePolicy(lifetime: 60, binding: .prefix(v4: number, v6: 0)) },
      { try DevicePolicy(lifetime: 60, binding: .prefix(v4: 0, v6: number)) },
      { try DriftPolicy(window: .default, limit: number, resync: 0) },
      { try DriftPolicy(window: .default, limit: 0, resync: number) },
      { try PasswordPolicy(minimum: number) },
      { try PasswordPolicy(minimumAlone: number) },
      { try PasswordPolicy(maximumByteCount: number) },
      { try SendPolicy(codeLifetime: number) },
      { try SendPolicy(attempts: number) },
      { try SendPolicy(cooldown: number) },
      { try SendPolicy(limit: number) },
      { try SendPolicy(resetCooldown: number) },
      { try TrustedProvider(issuer: "i", maximumAge: number) },
      { try MessageLimit(number, in: 60) },
      { try MessageLimit(1, in: number) },
      { try FamiliarPolicy(addresses: number, lifetime: 60) },
      { try FamiliarPolicy(addresses: 1, lifetime: number) },
      { try DriftPolicy.default.lifetime(period: number) },
    ]
    for (place, make) in policies.enumerated() {
      #expect(throws: PolicyError.self, "policy \(place)") { _ = try make() }
    }
  }

  @Test func whatTheStandardsForbidIsRefused() {
    #expect(
      throws: PolicyError(
        setting: "PasswordPolicy.minimumAlone", requirement: "from 15 to 64")
    ) { try PasswordPolicy(minimumAlone: 1) }
    #expect(
      throws: PolicyError(
        setting: "SendPolicy.codeLifetime", requirement: "from 10 to 600")
    ) { try SendPolicy(codeLifetime: 86_400) }
    #expect(throws: PolicyError.self) { try PasswordPolicy(minimum: 7) }
    #expect(throws: PolicyError.self) { try TrustedProvider(issuer: "") }
  }

  /// Set after it was made, a setting does not escape.
  @Test func aServiceIsNotMadeOfThem() throws {
    let changes: [(String, (inout TwoFactorConfiguration) -> Void)] = [
      ("SendPolicy.codeLifetime", { $0.sending.codeLifetime = 86_400 }),
      (
        "TwoFactorConfiguration.challengeLifetime",
        { $0.challengeLifetime = 86_400 }
      ),
      ("PasswordPolicy.minimumAlone", { $0.passwords.minimumAlone = 1 }),
      ("DriftPolicy.limit", { $0.drift.limit = 51 }),
      ("DelayPolicy.free", { $0.passwordDelay.free = .min }),
      ("DelayPolicy.longest", { $0.factorDelay.longest = .max }),
      ("DevicePolicy.limit", { $0.devices.limit = 0 }),
      ("TOTPParameters.period", { $0.totp.period = 0 }),
      ("TOTPParameters.digits", { $0.totp.digits = 10 }),
      ("TwoFactorConfiguration.backupCodeCount", { $0.backupCodeCount = 0 }),
      ("TwoFactorConfiguration.attempts", { $0.attempts = 0 }),
      ("TwoFactorConfiguration.grantLifetime", { $0.grantLifetime = .max }),
      ("TwoFactorConfiguration.issuer", { $0.issuer = "" }),
      ("MessageLimit.count", { $0.messageLimits.total?.count = -1 }),
      ("MessageLimit.window", { $0.messageLimits.number?.window = 0 }),
      (
        "MessageLimit.window",
        { rules in
          rules.messageLimits.countries["61"] = rules.messageLimits.total
          rules.messageLimits.countries["61"]?.window = .max
        }
      ),
      (
        "MessageLimits.countries",
        { rules in
          rules.messageLimits.countries["+61"] = rules.messageLimits.total
        }
      ),
      ("FamiliarPolicy.addresses", { $0.familiar.addresses = 65 }),
      ("FamiliarPolicy.lifetime", { $0.familiar.lifetime = .max }),
      (
        "TwoFactorConfiguration.clockTolerance", { $0.clockTolerance = 3_601 }
      ),
      (
        "TwoFactorConfiguration.grantReadLifetime",
        { $0.grantReadLifetime = .max }
      ),
      (
        "TwoFactorConfiguration.answerStep",
        { $0.answerStep = .seconds(11) }
      ),
      (
        "TwoFactorConfiguration.answerStep",
        { $0.answerStep = .milliseconds(-1) }
      ),
      ("TwoFactorConfiguration.appLimit", { $0.appLimit = 0 }),
      (
        "SecondFactorPolicy.required.grace",
        { $0.secondFactor = .required(since: 0, grace: -1) }
      ),
    ]
    var world = try World()
    for (setting, change) in changes {
      var rules = world.service.rules
      change(&rules)
      let error = #expect(throws: PolicyError.self, "\(setting)") {
        try World { change(&$0) }
      }
      #expect(error?.setting == setting)
      #expect(throws: PolicyError.self) { try world.service.apply(rules) }
    }
  }

  /// Every number of the rules at its extremes: it is refused, or a whole story
  /// goes on without a trap.
  @Test(arguments: extremes)
  func noNumberOfTheRulesTraps(_ number: Int) async throws {
    let changes: [(inout TwoFactorConfiguration) -> Void] = [
      { $0.totp.digits = number }, { $0.totp.period = number },
      { $0.appLimit = number }, { $0.drift.limit = number },
      { $0.drift.resync = number }, { $0.passwordDelay.free = number },
      { $0.passwordDelay.first = number },
      { $0.passwordDelay.longest = number },
      { $0.passwordDelay.disableAfter = number },
      { $0.factorDelay.free = number }, { $0.factorDelay.first = number },
      { $0.factorDelay.longest = number },
      { $0.factorDelay.disableAfter = number },
      { $0.familiar.addresses = number }, { $0.familiar.lifetime = number },
      { $0.sending.codeLifetime = number }, { $0.sending.attempts = number },
      { $0.sending.cooldown = number }, { $0.sending.limit = number },
      { $0.sending.resetCooldown = number },
      { $0.messageLimits.number?.count = number },
      { $0.messageLimits.number?.window = number },
      { $0.devices.lifetime = number }, { $0.devices.limit = number },
      { $0.secondFactor = .required(since: .init(.max), grace: number) },
      { $0.passwords.minimum = number }, { $0.passwords.minimumAlone = number },
      { $0.passwords.maximumByteCount = number },
      { $0.backupCodeCount = number }, { $0.challengeLifetime = number },
      { $0.challengeAttempts = number }, { $0.grantLifetime = number },
      { $0.grantReadLifetime = number }, { $0.enrolmentLifetime = number },
      { $0.initialPasswordLifetime = number }, { $0.resetLifetime = number },
      { $0.unknownNameRows = number }, { $0.attempts = number },
      { $0.clockTolerance = number },
      { $0.answerStep = .nanoseconds(number) },
    ]
    for (place, change) in changes.enumerated() {
      #expect(throws: PolicyError.self, "change \(place)") {
        try World { change(&$0) }
      }
      // Where the check is left out, all the same.
      var rules = TwoFactorConfiguration(issuer: "ACME")
      change(&rules)
      #expect(0...1 ~= rules.guessProbability())
    }
  }

  /// Numbers that were changed are counted with safely all the same.
  @Test(arguments: extremes)
  func delaysAreComputedSafely(_ number: Int) {
    var policy = DelayPolicy.password
    policy.free = number
    policy.first = number
    for failures in [0, 1, Int.max, .min] {
      #expect(0...60 ~= policy.delay(after: failures))
    }
  }

  @Test func theProfilesAreWithinTheirRanges() throws {
    try TwoFactorConfiguration(issuer: "ACME").check()
    try TwoFactorConfiguration.nist(issuer: "ACME").check()
    try DriftPolicy.strict.check()
    try DevicePolicy.none.check()
  }
}
