// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import Foundation
import OTPCore
import Testing

@testable import TwoFactor

/// A value behind a lock.
final class Locked<Value: Sendable>: @unchecked Sendable {
  // Unchecked, because the lock guards the value.
  private let lock = NSLock()
  private var value: Value

  init(_ value: Value) { self.value = value }

  func withLock<R>(_ body: (inout Value) throws -> R) rethrows -> R {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }

  var current: Value { withLock { $0 } }
}

/// SplitMix64 behind a lock: repeatable random numbers.
func seeded(_ seed: UInt64) -> Randomness {
  let state = Locked(seed)
  return Randomness {
    state.withLock { state in
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}

/// Keeps what is sent; can be told to fail.
struct Mailbox: MessageSender {
  struct Failure: Error {}

  let messages = Locked<[AccountMessage]>([])
  let fails = Locked(false)

  func send(_ message: AccountMessage) async throws {
    if fails.current { throw Failure() }
    messages.withLock { $0.append(message) }
  }

  /// The last code that was sent.
  var code: String? {
    messages.current.reversed().lazy.compactMap { message in
      if case .code(let text, _, _) = message.content { text } else { nil }
    }.first
  }

  var resetToken: String? {
    messages.current.reversed().lazy.compactMap { message in
      if case .resetToken(let text, _) = message.content { text } else { nil }
    }.first
  }

  var password: String? {
    messages.current.reversed().lazy.compactMap { message in
      if case .temporaryPassword(let text, _) = message.content {
        text
      } else {
        nil
      }
    }.first
  }

  var notices: [AccountMessage.Notice] {
    messages.current.compactMap { message in
      if case .notice(let notice) = message.content { notice } else { nil }
    }
  }
}

/// Keeps what is recorded; can be told to fail.
struct AuditLog: AuditSink {
  struct Failure: Error {}

  let events = Locked<[AuditEvent]>([])
  let fails = Locked(false)

  func record(_ events: [AuditEvent]) async throws {
    if fails.current { throw Failure() }
    self.events.withLock { $0 += events }
  }

  var kinds: [AuditEvent.Kind] { events.current.map(\.kind) }
}

/// A service with everything around it, on a clock that stands still until it
/// is moved.
struct World {
  static let password = "seven blue lanterns at sea"
  static let start: UnixTime = 1_700_000_010

  let now: Locked<UnixTime>
  let mailbox = Mailbox()
  let audit = AuditLog()
  let store: any AccountStore
  var service: TwoFactorService

  init(
    seed: UInt64 = 1, store: any AccountStore = MemoryAccountStore(),
    counter: any MessageCounter = MemoryMessageCounter(),
    delivers: Bool = true, derivations: DerivationExecutor = .inPlace,
    observer: (any ServiceObserver)? = nil, sink: (any AuditSink)? = nil,
    _ change: (inout TwoFactorConfiguration) throws -> Void = { _ in }
  ) throws {
    var rules = TwoFactorConfiguration(issuer: "ACME")
    let cheap = try KeyDerivation.pbkdf2SHA256(iterations: 1)
    rules.passwordDerivation = cheap
    rules.backupCodes = BackupCodeScheme(derivation: cheap)
    rules.requiresBackupCodes = false
    rules.phones = PhoneRegion.australia
    rules.answerStep = .zero
    try change(&rules)
    let now = Locked(Self.start)
    self.now = now
    self.store = store
    service = try TwoFactorService(
      rules: rules, keyring: try Keyring(current: .test("k1")), store: store,
      sender: mailbox, audit: sink ?? audit, counter: counter,
      derivations: derivations, observer: observer, clock: { now.current },
      random: seeded(seed),
      background: { if delivers { await $0() } })
  }

  func advance(_ seconds: Int64) {
    now.withLock { $0 = UnixTime($0.seconds + seconds) }
  }

  /// An account with a password, and its first grant.
  func register(_ id: AccountID = "alice") async throws -> String {
    try await service.register(
      id, mail: "\(id)@example.org", password: Self.password)
    return try await signIn(id).grant
  }

  /// A sign-in that needs no second step.
  func signIn(_ id: AccountID = "alice") async throws -> SignInSession {
    let answer = try await service.signIn(id, password: Self.password)
    return try #require(answer.session)
  }

  /// The first step of a sign-in that needs a second one.
  func challenge(_ id: AccountID = "alice") async throws -> ChallengeOffer {
    let answer = try await service.signIn(id, password: Self.password)
    guard case .challenge(let offer) = answer else {
      throw Unexpected(what: "\(answer)")
    }
    return offer
  }

  /// An app that is set up and active; the clock is two steps on.
  func withApp(
    _ id: AccountID = "alice"
  ) async throws -> (app: TOTP, grant: String) {
    let grant = try await register(id)
    let app = try await enrolApp(id, grant)
    return (app, grant)
  }

  func enrolApp(_ id: AccountID, _ grant: String) async throws -> TOTP {
    let enrolment = try await service.enrolTOTP(
      id, grant: grant, label: id.text)
    let app = try TOTP(secret: enrolment.uri.secret)
    let answer = try await service.confirmEnrolment(
      id, grant: grant, code: code(app))
    if case .saveBackupCodes = answer {
      try await service.confirmBackupCodesSaved(id, grant: grant)
    } else {
      #expect(answer == .active)
    }
    advance(60)
    return app
  }

  /// What an app shows now.
  func code(_ app: TOTP, after seconds: Int64 = 0) throws -> String {
    try app.code(at: UnixTime(now.current.seconds + seconds)).description
  }

  /// A complete sign-in with the app; the clock moves on by a step.
  func signIn(
    _ id: AccountID = "alice", app: TOTP, remember: Bool = false,
    address: String? = nil
  ) async throws -> SignInSession {
    let offer = try await challenge(id)
    let answer = try await service.verify(
      id, challenge: offer.token, proof: .totp(code(app)),
      remember: remember, address: address)
    advance(30)
    return try #require(answer.session)
  }

  func account(_ id: AccountID = "alice") async throws -> Account {
    try #require(try await store.load(id))
  }
}

struct Unexpected: Error, CustomStringConvertible {
  let what: String
  var description: String { what }
}

extension SignInAnswer {
  var session: SignInSession? {
    if case .signedIn(let session) = self { session } else { nil }
  }

  var isRefused: Bool {
    if case .refused = self { true } else { false }
  }
}

extension Account.State {
  /// The account's first app, most often its only one; `nil` removes all.
  var totp: TOTPFactor? {
    get { apps.first }
    set { apps = newValue.map { [$0] } ?? [] }
  }
}

extension Administrator {
  /// Somebody who may do everything.
  static let carol = Administrator("carol")

  /// Whoever brings accounts from elsewhere, and may do nothing else.
  static let migration = Administrator("migration", may: [.register])
}

extension Keyring.Key {
  /// A key that is the same in every run.
  static func test(_ id: String) throws -> Keyring.Key {
    let bytes = (0..<32).map { UInt8($0) ^ (id.utf8.last ?? 0) }
    return try Keyring.Key(id: id, secret: Secret(bytes))
  }
}
