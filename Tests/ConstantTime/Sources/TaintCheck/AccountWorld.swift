// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import Dispatch
import OTPCore
import Synchronization
import TwoFactor

/// An account layer with one account, a clock that is set by hand, and a
/// sender that keeps what it is given.
final class AccountWorld: MessageSender {
  let service: TwoFactorService
  let account: AccountID = "alice"
  private let now = Mutex(UnixTime(1_800_000_000))
  private let post = Mutex<[AccountMessage]>([])

  static let password = "correct horse battery staple"
  static let phone = "0412345678"

  /// Passwords and backup codes are hashed with PBKDF2: scrypt makes addresses
  /// of them by design (RFC 7914 section 12).
  init() throws {
    let cost = try KeyDerivation.pbkdf2SHA256(iterations: 2)
    var rules = TwoFactorConfiguration(issuer: "ACME")
    rules.passwordDerivation = cost
    rules.backupCodes = BackupCodeScheme(derivation: cost)
    rules.requiresBackupCodes = false
    rules.phones = PhoneRegion.australia
    rules.answerStep = .zero
    let key = try Keyring.Key(id: "k1", secret: Secret([UInt8](0..<32)))
    let world = Box()
    service = try TwoFactorService(
      rules: rules, keyring: try Keyring(current: key),
      store: MemoryAccountStore(), sender: world, audit: NoAudit(),
      clock: { world.world.withLock { $0?.time ?? 0 } },
      background: { await $0() })
    world.world.withLock { $0 = self }
  }

  /// The time that the service is told.
  var time: UnixTime { now.withLock { $0 } }

  /// Lets so many seconds pass.
  func wait(_ seconds: Int64) {
    now.withLock { $0 = UnixTime($0.seconds + seconds) }
  }

  func send(_ message: AccountMessage) { post.withLock { $0.append(message) } }

  /// What the last message with a text says: a code, a token, a password.
  var lastText: String? {
    post.withLock { messages in
      messages.lazy.reversed().compactMap { message in
        switch message.content {
        case .code(let text, _, _), .resetToken(let text, _),
          .temporaryPassword(let text, _):
          text
        case .notice: nil
        }
      }.first
    }
  }
}

/// Stands in for a world that is not made yet.
private final class Box: MessageSender {
  let world = Mutex<AccountWorld?>(nil)

  func send(_ message: AccountMessage) {
    world.withLock { $0 }?.send(message)
  }
}

// MARK: - Signing in

extension AccountWorld {
  /// What went otherwise than it had to.
  struct Unexpected: Error {}

  /// Makes the account and signs in: the grant.
  func register() async throws -> String {
    try await service.register(
      account, mail: "alice@example.com", password: Self.password)
    return try await grant(service.signIn(account, password: Self.password))
  }

  /// The grant of an answer that says yes.
  func grant(_ answer: SignInAnswer) throws -> String {
    guard case .signedIn(let session) = answer else { throw Unexpected() }
    return session.grant
  }

  /// Begins to sign in by password: the challenge.
  func challenge() async throws -> String {
    wait(60)
    let answer = try await service.signIn(account, password: Self.password)
    guard case .challenge(let offer) = answer else { throw Unexpected() }
    return offer.token
  }

  /// Sets codes by text message up.
  func enrolSMS() async throws -> String {
    let grant = try await register()
    _ = try await service.enrolSMS(
      account, grant: grant, number: Self.phone)
    let code = try text()
    _ = try await service.confirmEnrolment(account, grant: grant, code: code)
    return grant
  }

  /// Sets an authenticator app up: its secret.
  func enrolTOTP() async throws -> (grant: String, secret: Secret) {
    let grant = try await register()
    let offer = try await service.enrolTOTP(
      account, grant: grant, label: "alice")
    let code = try TOTP(secret: offer.uri.secret).code(at: time).description
    _ = try await service.confirmEnrolment(account, grant: grant, code: code)
    return (grant, offer.uri.secret)
  }

  /// The text of the last message.
  func text() throws -> String {
    guard let text = lastText else { throw Unexpected() }
    return text
  }
}

// MARK: - Waiting

/// Does asynchronous work and waits for it.
func waiting(
  _ work: @escaping @Sendable (AccountWorld) async throws -> Bool
) throws -> Bool {
  let world = try AccountWorld()
  let result = Mutex(false)
  let done = DispatchSemaphore(value: 0)
  Task {
    let isRight = (try? await work(world)) ?? false
    result.withLock { $0 = isRight }
    done.signal()
  }
  done.wait()
  return result.withLock { $0 }
}
