// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore
import Rounds
import Synchronization
import TwoFactor

/// Signing in at the account layer, one call after the other on one core, as
/// whole calls of a service on the store in memory.
func measureSignIn() {
  solo("sign-in: first step, by a provider", prepare: People.ready) {
    try await $0.signIn().first
  }
  solo("sign-in: second step, by app", prepare: People.ready) {
    try await $0.signIn().second
  }
  solo("account record: encode", prepare: People.ready) { try $0.encode() }
  solo("account record: decode", prepare: People.ready) { try $0.decode() }
}

/// Somebody who was refused, or let in by a code that was used up.
private struct Unexpected: Error {}

/// People with an app each, who sign in once an hour.
private struct People {
  private let service: TwoFactorService
  private let store = MemoryAccountStore()
  private let clock: VirtualClock
  private let people: [(identity: ExternalIdentity, app: TOTP)]

  /// Registers people and sets an app up for each.
  ///
  /// Passwords cost next to nothing here, and nobody signs in by one.
  init(count: Int) async throws {
    let clock = VirtualClock()
    var rules = TwoFactorConfiguration(issuer: "ACME")
    rules.requiresBackupCodes = false
    rules.answerStep = .zero
    rules.passwordDerivation = try .pbkdf2SHA256(iterations: 1)
    let key = try Keyring.Key(id: "k1", secret: .generate(for: .sha256))
    service = try TwoFactorService(
      rules: rules, keyring: try Keyring(current: key),
      store: store, sender: Nobody(), audit: NoAudit(),
      clock: { clock.now })
    self.clock = clock
    var people: [(ExternalIdentity, TOTP)] = []
    for number in 0..<count {
      let identity = ExternalIdentity(
        issuer: "https://idp.example", subject: "person\(number)@example.org")
      people.append((identity, try await Self.enrol(identity, service, clock)))
    }
    self.people = people
  }

  /// People who have signed in once, and whose codes were tried again: none is
  /// good for another sign-in, so the steps are used up.
  static func ready() async throws -> People {
    let people = try await People(count: 256)
    _ = try await people.signIn()
    let tokens = try await people.passFirstStep()
    guard try await people.passSecondStep(tokens, people.codes()) == 0
    else { throw Unexpected() }
    return people
  }

  /// What the apps show now.
  private func codes() throws -> [String] {
    try people.map { try $0.app.code(at: clock.now).description }
  }

  private static func enrol(
    _ identity: ExternalIdentity, _ service: TwoFactorService,
    _ clock: VirtualClock
  ) async throws -> TOTP {
    let id = try AccountID(identity.subject)
    let password = "seven blue lanterns"
    try await service.register(
      id, mail: nil, password: password, identities: [identity])
    guard
      case .signedIn(let session) = try await service.signIn(
        id, password: password)
    else { throw Unexpected() }
    let enrolment = try await service.enrolTOTP(
      id, grant: session.grant, label: id.text)
    let app = try TOTP(secret: enrolment.uri.secret)
    let answer = try await service.confirmEnrolment(
      id, grant: session.grant, code: app.code(at: clock.now).description)
    guard answer == .active else { throw Unexpected() }
    return app
  }

  /// Encodes everybody's record, tag included.
  ///
  /// - Returns: The picoseconds of each.
  func encode() throws -> Double {
    let accounts = store.all
    let start = ContinuousClock.now
    for account in accounts { _ = try account.encoded() }
    return (ContinuousClock.now - start).picoseconds(each: accounts.count)
  }

  /// Decodes everybody's record; who wrote it is not looked at here.
  ///
  /// - Returns: The picoseconds of each.
  func decode() throws -> Double {
    let records = try store.all.map { try $0.encoded() }
    let start = ContinuousClock.now
    for record in records { _ = try Account(decoding: record) }
    return (ContinuousClock.now - start).picoseconds(each: records.count)
  }

  /// Signs everybody in an hour later, each with the code that their app
  /// shows.
  ///
  /// - Returns: The picoseconds of each step.
  func signIn() async throws -> (first: Double, second: Double) {
    clock.advance(3_600)
    let codes = try codes()
    let start = ContinuousClock.now
    let tokens = try await passFirstStep()
    let half = ContinuousClock.now
    let accepted = try await passSecondStep(tokens, codes)
    let end = ContinuousClock.now
    guard accepted == people.count else { throw Unexpected() }
    return (
      (half - start).picoseconds(each: people.count),
      (end - half).picoseconds(each: people.count)
    )
  }

  /// An identity provider has looked at a password, and no more: a challenge
  /// for each.
  private func passFirstStep() async throws -> [String] {
    var tokens: [String] = []
    tokens.reserveCapacity(people.count)
    for (identity, _) in people {
      let assertion = ExternalAssertion(
        identity: identity, methods: [], context: nil,
        authenticatedAt: clock.now)
      guard
        case .challenge(let offer) = try await service.signIn(
          AccountID(identity.subject), assertion: assertion)
      else { throw Unexpected() }
      tokens.append(offer.token)
    }
    return tokens
  }

  /// How many of the codes are accepted.
  private func passSecondStep(
    _ tokens: [String], _ codes: [String]
  ) async throws -> Int {
    var accepted = 0
    for index in people.indices {
      let answer = try await service.verify(
        AccountID(people[index].identity.subject), challenge: tokens[index],
        proof: .totp(codes[index]))
      if case .signedIn = answer { accepted += 1 }
    }
    return accepted
  }
}

/// A clock that stands still until it is moved.
private final class VirtualClock: Sendable {
  private let time = Mutex<UnixTime>(1_700_000_000)

  var now: UnixTime { time.withLock { $0 } }

  func advance(_ seconds: Int64) {
    time.withLock { $0 = UnixTime($0.seconds + seconds) }
  }
}

/// Sends nothing: nothing is due in these sign-ins.
private struct Nobody: MessageSender {
  func send(_ message: AccountMessage) async throws {}
}
