// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import Testing

@testable import TwoFactor

/// No secret or code in any audit event, error, description, dump or stored
/// form: everything is scanned for every secret that was made.
@Suite struct SecrecyTests {
  @Test func nothingLeaks() async throws {
    let store = RecordingStore()
    let world = try World(seed: 7, store: store) {
      $0.requiresBackupCodes = true
    }
    var secrets: [String] = [World.password]
    secrets += try await enrol(world)
    secrets += try await useEverything(world)
    secrets += try await forget(world)
    secrets += world.mailbox.messages.current.flatMap(\.secrets)
    #expect(secrets.count > 40)
    let texts = try await seen(world, store)
    for (place, secret) in secrets.enumerated() {
      #expect(secret.count >= 6)
      for (name, text) in texts where text.contains(secret) {
        Issue.record("secret \(place) is in \(name)")
      }
    }
    print("\(secrets.count) secrets, \(texts.count) texts scanned")
  }

  private func enrol(_ world: World) async throws -> [String] {
    let grant = try await world.register()
    _ = try await world.service.changePhone(
      "alice", grant: grant, number: "0412345678")
    _ = try await world.service.confirmPhone(
      "alice", grant: grant, code: #require(world.mailbox.code))
    let enrolment = try await world.service.enrolTOTP(
      "alice", grant: grant, label: "alice")
    let app = try TOTP(secret: enrolment.uri.secret)
    let code = try world.code(app)
    let answer = try await world.service.confirmEnrolment(
      "alice", grant: grant, code: code)
    guard case .saveBackupCodes(let codes) = answer else { return [] }
    try await world.service.confirmBackupCodesSaved("alice", grant: grant)
    let secret = enrolment.uri.secret
    let hex = unsafe secret.withUnsafeBytes { unsafe Hex.encode($0) }
    return [grant, code, secret.revealedBase32(), hex, enrolment.secretText]
      + codes + codes.map { $0.filter { $0 != "-" } }
  }

  private func useEverything(_ world: World) async throws -> [String] {
    world.advance(60)
    let offer = try await world.challenge()
    _ = try await world.service.verify(
      "alice", challenge: offer.token, proof: .totp("123456"))
    _ = try await world.service.startRecovery(
      "alice", challenge: offer.token, lastFour: "5678")
    let answer = try await world.service.finishRecovery(
      "alice", challenge: offer.token, code: #require(world.mailbox.code))
    let grant = try #require(answer.session?.grant)
    let app = try await world.enrolApp("alice", grant)
    let session = try await world.signIn(
      app: app, remember: true, address: "192.0.2.1")
    return [offer.token, grant, session.grant, try #require(session.device)]
      + (try await world.service.regenerateBackupCodes(
        "alice", grant: session.grant))
  }

  private func forget(_ world: World) async throws -> [String] {
    world.advance(3_600)
    try await world.service.requestReset("alice")
    let token = try #require(world.mailbox.resetToken)
    _ = try await world.service.confirmReset("alice", token: token)
    try await world.service.register("bob", mail: "bob@example.org")
    return [token]
  }

  /// Every text that a log, a database or a debugger could show.
  private func seen(
    _ world: World, _ store: RecordingStore
  ) async throws -> [(String, String)] {
    let events = world.audit.events.current
    var texts = [
      (
        "the audit",
        String(decoding: try JSONEncoder().encode(events), as: UTF8.self)
      ),
      ("the audit's dump", dumped(events)),
      ("the service", dumped(world.service)),
      ("the messages", dumped(world.mailbox.messages.current)),
    ]
    for account in await store.saves {
      let stored = try account.encoded()
      // Texts as they are, and secret bytes in hexadecimal digits.
      texts.append(
        (
          "the stored form \(account.version)",
          String(decoding: stored, as: UTF8.self) + Hex.encode(stored)
        ))
      texts.append(("the dump \(account.version)", dumped(account)))
      texts.append(("the description", "\(account)"))
    }
    for code in [TwoFactorError.sealing, .notAuthorized, .contention] {
      texts.append(("an error", "\(code) \(dumped(code))"))
    }
    return texts
  }

  private func dumped(_ value: some Any) -> String {
    var text = ""
    dump(value, to: &text)
    return text
  }
}

extension AccountMessage {
  /// What is secret in it.
  fileprivate var secrets: [String] {
    switch content {
    case .code(let text, _, _), .resetToken(let text, _),
      .temporaryPassword(let text, _):
      [text]
    case .notice: []
    }
  }
}

/// A store in memory that keeps every version.
actor RecordingStore: AccountStore {
  private let store = MemoryAccountStore()
  private(set) var saves: [Account] = []

  func load(_ id: AccountID) async -> Account? { store.load(id) }

  func save(_ account: Account, replacing version: UInt64) async -> Bool {
    guard store.save(account, replacing: version) else { return false }
    saves.append(account)
    return true
  }
}
