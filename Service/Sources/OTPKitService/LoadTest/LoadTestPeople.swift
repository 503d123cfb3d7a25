// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import ArgumentParser
import BackupCodes
import Foundation
import OTPCore
import TwoFactor

/// Makes people for a load test.
struct LoadTestPeople {
  static let password = "a password for load tests"

  private let service: TwoFactorService
  private let hash: ImportedPassword
  /// An hour ago: what a person needs for the test is not used up by making
  /// them.
  private let time = UnixTime.now.advanced(by: -3_600)

  init(
    rules: TwoFactorConfiguration, keys: KeyFile, store: DatabaseStore
  ) throws {
    var rules = rules
    rules.answerStep = .zero
    let time = time
    service = try TwoFactorService(
      rules: rules, keyring: keys.keyring(), store: store,
      sender: MessageFile(path: "/dev/null"), audit: store, clock: { time },
      background: { await $0() })
    let salt = Array("a salt for tests".utf8)
    let key = try rules.passwordDerivation.derive(
      from: Array(Self.password.utf8), salt: salt)
    let stored = try PHCString(
      derivation: rules.passwordDerivation, salt: salt, hash: key)
    hash = try ImportedPassword(hash: stored.text)
  }

  /// Adds a person.
  ///
  /// - Returns: A line of JSON: name, mail, kind, password, secret, codes.
  func add(_ kind: String, _ number: Int) async throws -> String {
    let id = try AccountID("\(kind)-\(number)")
    var person = LoadTestPerson(
      name: id.text, mail: "\(id.text)@example.org", kind: kind,
      password: Self.password)
    var user = ImportedUser()
    user.mail = person.mail
    user.password = hash
    if kind == "message" {
      user.phone = try PhoneNumber(e164: "+61412\(100_000 + number)")
      user.usesTextMessages = true
    }
    let secret = Digest.sha256(Digest.token())
    if kind == "app" || kind == "backup" {
      user.apps = [ImportedApp(secret: try Secret(Array(secret.prefix(20))))]
      person.secret = Array(secret.prefix(20)).hex
    }
    try await service.importUser(id, user, by: Administrator("load-test"))
    if kind == "backup", let app = user.apps.first {
      person.codes = try await backupCodes(id, app)
    }
    return String(decoding: try JSONEncoder().encode(person), as: UTF8.self)
  }

  private func backupCodes(
    _ id: AccountID, _ app: ImportedApp
  ) async throws -> [String] {
    let code = try TOTP(secret: app.secret).code(at: time).description
    guard
      case .challenge(let offer) = try await service.signIn(
        id, password: Self.password),
      case .signedIn(let session) = try await service.verify(
        id, challenge: offer.token, proof: .totp(code))
    else { throw ValidationError("a person cannot sign in") }
    return try await service.regenerateBackupCodes(id, grant: session.grant)
  }
}

/// Somebody in a load test, with all secrets.
private struct LoadTestPerson: Encodable {
  var name, mail, kind, password: String
  var secret = ""
  var codes: [String] = []
}

/// Sends messages by appending them to a file, a line each in one write, so
/// that several processes can share it.
struct MessageFile: MessageSender {
  let path: String

  func send(_ message: AccountMessage) async throws {
    let line = Line(message)
    let bytes = Array(try JSONEncoder().encode(line)) + [UInt8(ascii: "\n")]
    let file = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT, 0o600)
    guard file >= 0 else { throw NotSent() }
    defer { close(file) }
    guard unsafe write(file, bytes, bytes.count) == bytes.count else {
      throw NotSent()
    }
  }

  private struct NotSent: Error {}

  private struct Line: Encodable {
    let id: String
    let account: String
    let kind: String
    let text: String

    init(_ message: AccountMessage) {
      id = message.id
      account = message.account.text
      (kind, text) =
        switch message.content {
        case .code(let code, _, _): ("code", code)
        case .resetToken(let token, _): ("reset", token)
        case .temporaryPassword(let password, _): ("password", password)
        case .notice(let notice): ("notice", "\(notice)")
        }
    }
  }
}
