// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore
import TwoFactor

/// People, servers and a gateway around one store, for a check.
struct Party: Sendable {
  static let password = "seven blue lanterns at sea"
  static let start: UnixTime = 1_700_000_010

  let store: any AccountStore
  let gateway = Gateway()
  private let clock = Lock(Party.start)

  var now: UnixTime { clock.withLock { $0 } }

  func advance(_ seconds: Int) {
    clock.withLock { $0 = $0.advanced(by: seconds) }
  }

  /// A server.
  ///
  /// - Parameters:
  ///   - skew: How many seconds its clock is ahead.
  ///   - store: Another way to the same accounts.
  ///   - delivers: Whether it sends what it saves; if not, it stops after each
  ///     save, as in a crash.
  ///   - change: Changes its rules.
  func server(
    ahead skew: Int = 0, on store: (any AccountStore)? = nil,
    delivers: Bool = true,
    _ change: (inout TwoFactorConfiguration) throws -> Void = { _ in }
  ) throws -> TwoFactorService {
    var rules = TwoFactorConfiguration(issuer: "ACME")
    let cheap = try KeyDerivation.pbkdf2SHA256(iterations: 1)
    rules.passwordDerivation = cheap
    rules.backupCodes = BackupCodeScheme(derivation: cheap)
    rules.requiresBackupCodes = false
    rules.answerStep = .zero
    try change(&rules)
    let secret = try Secret([UInt8](repeating: 0x5a, count: 32))
    let counter = self.store as? any MessageCounter
    return try TwoFactorService(
      rules: rules,
      keyring: try Keyring(current: .init(id: "check", secret: secret)),
      store: store ?? self.store, sender: gateway, audit: gateway,
      counter: counter ?? gateway.counter,
      clock: { [clock] in clock.withLock { $0.advanced(by: skew) } },
      background: { if delivers { await $0() } })
  }

  /// An account with a password; the grant of its first sign-in.
  func register(
    _ id: AccountID, at server: TwoFactorService
  ) async throws -> String {
    try await server.register(
      id, mail: "\(id)@example.org", password: Self.password)
    let answer = try await server.signIn(id, password: Self.password)
    guard case .signedIn(let session) = answer else {
      throw ScenarioFault("a password alone does not sign in")
    }
    return session.grant
  }

  /// An app that is set up for an account; the clock is two steps on.
  func app(
    of id: AccountID, grant: String, at server: TwoFactorService
  ) async throws -> TOTP {
    let enrolment = try await server.enrolTOTP(
      id, grant: grant, label: id.text)
    let app = try TOTP(secret: enrolment.uri.secret)
    let answer = try await server.confirmEnrolment(
      id, grant: grant, code: code(app))
    guard answer == .active else {
      throw ScenarioFault("an app does not become active")
    }
    advance(60)
    return app
  }

  func code(_ app: TOTP) throws -> String {
    try app.code(at: now).description
  }

  /// The first step of a sign-in.
  func challenge(
    _ id: AccountID, at server: TwoFactorService
  ) async throws -> String {
    let answer = try await server.signIn(id, password: Self.password)
    guard case .challenge(let offer) = answer else {
      throw ScenarioFault("no second step is asked for")
    }
    return offer.token
  }
}

/// Takes messages and events, or is out of order.
final class Gateway: MessageSender, AuditSink {
  struct OutOfOrder: Error {}

  struct State: Sendable {
    var isOut = false
    var messages: [AccountMessage] = []
    var events: [AuditEvent] = []
  }

  let state = Lock(State())
  let counter = MemoryMessageCounter()

  func set(isOut: Bool) { state.withLock { $0.isOut = isOut } }

  var messages: [AccountMessage] { state.withLock { $0.messages } }

  var events: [AuditEvent] { state.withLock { $0.events } }

  func send(_ message: AccountMessage) async throws {
    let isOut = state.withLock { state in
      if !state.isOut { state.messages.append(message) }
      return state.isOut
    }
    if isOut { throw OutOfOrder() }
  }

  func record(_ events: [AuditEvent]) async throws {
    let isOut = state.withLock { state in
      if !state.isOut { state.events += events }
      return state.isOut
    }
    if isOut { throw OutOfOrder() }
  }
}

extension SignInAnswer {
  var isSignedIn: Bool {
    if case .signedIn = self { true } else { false }
  }
}
