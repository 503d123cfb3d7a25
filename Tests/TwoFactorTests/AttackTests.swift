// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import Foundation
import OTPCore
import Testing

@testable import TwoFactor

/// A simulation: somebody who has everybody's password guesses codes of apps,
/// at random and as fast as the limits let them.
///
/// RFC 4226 section 6: v guesses against s right answers of d digits succeed
/// with a probability of s·v / 10^d at most, v being what throttling allows.
@Suite struct AttackTests {
  /// A million guesses with `OTPKIT_SLOW_TESTS` set, else a tenth of it.
  private static let accounts = runsSlowTests ? 10_000 : 1_000

  /// 100 guesses at each account: then NIST's rule disables the app.
  @Test func guessesStayWithinTheBound() async throws {
    let attack = try await Attack(accounts: Self.accounts, seed: 21)
    let rounds = try #require(attack.rules.factorDelay.disableAfter)
    let start = attack.clock.current
    for _ in 0..<rounds { try await attack.guessAtEveryAccount() }
    let tally = attack.tally.current
    let hours = (attack.clock.current.seconds - start.seconds) / 3_600

    let guesses = Self.accounts * rounds
    let window = attack.rules.drift.window
    let chance = Double(window.past + 1 + window.future) / 1e6
    let bound = most(of: guesses, chance: chance)
    print(
      "\(guesses) guesses at \(Self.accounts) accounts in \(hours) hours:",
      "\(tally.accepted) right, \(Double(guesses) * chance) expected,",
      "more than \(bound) once in a million runs")
    // Every one was looked at: none of them was only told to wait.
    #expect(tally.accepted + tally.rejected == guesses)
    #expect(tally.accepted <= bound)
    // The waits add up: two for nothing, twelve that double, then hours.
    #expect(hours >= rounds - 2 - 12)

    // There is no more to be had, but from an account that a guess opened.
    try await attack.guessAtEveryAccount()
    let rest = attack.tally.current
    #expect(
      rest.accepted + rest.rejected - tally.accepted - tally.rejected
        <= tally.accepted)
  }

  /// The simulation finds what it looks for: with a window of 101 steps the
  /// bound of the configured three is passed.
  @Test(.enabled(if: runsSlowTests, "set OTPKIT_SLOW_TESTS: over 20 s"))
  func aWideWindowIsFound() async throws {
    let window = try DriftWindow(past: 50, future: 50)
    let attack = try await Attack(accounts: 1_000, seed: 22) {
      $0.drift.window = window
    }
    for _ in 0..<100 { try await attack.guessAtEveryAccount() }
    #expect(
      attack.tally.current.accepted > most(of: 100_000, chance: 3e-6))
  }

  @Test func theTailIsTheBinomialOne() {
    // Against exact values: 1 − 0.5^10 · (1 + 10) and the like.
    #expect(abs(tail(of: 10, chance: 0.5, from: 2) - 1_013 / 1_024) < 1e-12)
    #expect(abs(tail(of: 10, chance: 0.5, from: 10) - 1 / 1_024) < 1e-12)
    #expect(abs(tail(of: 4, chance: 0.25, from: 0) - 1) < 1e-12)
    // Poisson's limit for 3 expected: P(X ≥ 14) = 3.4e-6, P(X ≥ 15) = 7e-7.
    #expect(most(of: 1_000_000, chance: 3e-6) == 14)
  }
}

let runsSlowTests =
  ProcessInfo.processInfo.environment["OTPKIT_SLOW_TESTS"] != nil

/// The most successes that more than one run in a million has.
private func most(of count: Int, chance: Double) -> Int {
  var most = 0
  while tail(of: count, chance: chance, from: most + 1) >= 1e-6 { most += 1 }
  return most
}

/// The probability of `least` successes or more of `count`.
private func tail(of count: Int, chance: Double, from least: Int) -> Double {
  var below = 0.0
  for successes in 0..<least {
    let (n, k) = (Double(count), Double(successes))
    let ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    below += exp(ways + k * log(chance) + (n - k) * log1p(-chance))
  }
  return 1 - below
}

/// Accounts with an app each, and somebody at the door.
private final class Attack {
  struct Tally: Sendable {
    var accepted = 0
    var rejected = 0
  }

  /// Counts the codes that were looked at, by what the service recorded.
  private struct Counter: AuditSink {
    let tally: Locked<Tally>

    func record(_ events: [AuditEvent]) async {
      for event in events where event.factor == .totp {
        switch event.kind {
        case .factorAccepted: tally.withLock { $0.accepted += 1 }
        case .factorRejected, .factorReplayed:
          tally.withLock { $0.rejected += 1 }
        default: break
        }
      }
    }
  }

  private struct Victim {
    let id: AccountID
    var challenge: ChallengeOffer?
    var uses = 0
  }

  let tally = Locked(Tally())
  let clock = Locked(World.start)
  let rules: TwoFactorConfiguration
  private let service: TwoFactorService
  private var victims: [Victim] = []
  private var random: Randomness

  init(
    accounts: Int, seed: UInt64,
    _ change: (inout TwoFactorConfiguration) -> Void = { _ in }
  ) async throws {
    var rules = TwoFactorConfiguration.nist(issuer: "ACME")
    rules.passwordDerivation = try .pbkdf2SHA256(iterations: 1)
    rules.requiresBackupCodes = false
    rules.answerStep = .zero
    change(&rules)
    self.rules = rules
    random = seeded(seed)
    let clock = clock
    service = try TwoFactorService(
      rules: rules, keyring: try Keyring(current: .test("k1")),
      store: MemoryAccountStore(), sender: Mailbox(),
      audit: Counter(tally: tally), clock: { clock.current },
      random: seeded(seed + 1), background: { await $0() })
    for number in 0..<accounts {
      victims.append(Victim(id: try await enrol(AccountID("victim-\(number)"))))
    }
    tally.withLock { $0 = Tally() }
    clock.withLock { $0 = $0.advanced(by: 3_600) }
  }

  private func enrol(_ id: AccountID) async throws -> AccountID {
    try await service.register(id, mail: nil, password: World.password)
    let answer = try await service.signIn(id, password: World.password)
    let grant = try #require(answer.session?.grant)
    let enrolment = try await service.enrolTOTP(
      id, grant: grant, label: id.text)
    let code = try TOTP(secret: enrolment.uri.secret).code(at: clock.current)
    let active = try await service.confirmEnrolment(
      id, grant: grant, code: code.description)
    #expect(active == .active)
    return id
  }

  /// One guess at each account; then the clock moves on until each may be
  /// tried again.
  func guessAtEveryAccount() async throws {
    var longest = 0
    for place in victims.indices {
      try await passFirstStep(place)
      guard let offer = victims[place].challenge else { continue }
      victims[place].uses += 1
      let code = String(Int.random(in: 1_000_000..<2_000_000, using: &random))
      let answer = try await service.verify(
        victims[place].id, challenge: offer.token,
        proof: .totp(String(code.dropFirst())))
      switch answer {
      case .refused(let wait): longest = max(longest, wait ?? 0)
      default: victims[place].challenge = nil
      }
    }
    clock.withLock { $0 = $0.advanced(by: longest) }
  }

  /// Opens a challenge where the last one has ended or is used up.
  private func passFirstStep(_ place: Int) async throws {
    if let open = victims[place].challenge, clock.current < open.expiresAt,
      victims[place].uses < rules.challengeAttempts
    {
      return
    }
    let answer = try await service.signIn(
      victims[place].id, password: World.password)
    guard case .challenge(let offer) = answer else {
      throw Unexpected(what: "\(answer)")
    }
    victims[place].challenge = offer
    victims[place].uses = 0
  }
}
