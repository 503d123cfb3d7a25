// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPConformance
import OTPCore
import TwoFactor

/// A service with a person's phone, mailbox and browser around it.
///
/// Tokens never leave it: a scenario gives them names, so that what it
/// expects is the same in every run.
actor World {
  var service: TwoFactorService
  private let record: Record
  /// Grants, challenges and device tokens by the scenario's names.
  var tokens: [String: String] = [:]
  private var apps: [String: TOTP] = [:]
  var backupCodes: [String] = []

  init(
    rules: TwoFactorConfiguration, store: any AccountStore
  ) throws(ScenarioFault) {
    let record = Record()
    self.record = record
    do {
      let secret = try Secret([UInt8](repeating: 0x5a, count: 32))
      let key = try Keyring.Key(id: "scenario", secret: secret)
      service = try TwoFactorService(
        rules: rules, keyring: try Keyring(current: key),
        store: store, sender: record, audit: record,
        clock: { record.state.withLock { $0.now } },
        random: .scenario(), background: { await $0() })
    } catch {
      throw ScenarioFault("rules: the service cannot be set up")
    }
  }

  /// Goes on with other rules.
  func apply(_ rules: TwoFactorConfiguration) throws(ScenarioFault) {
    do { try service.apply(rules) } catch {
      throw ScenarioFault("rules: \(error)")
    }
  }

  func move(to time: UnixTime) {
    record.state.withLock { $0.now = time }
  }

  func install(_ app: TOTP, as name: String) { apps[name] = app }

  /// An authenticator app that was set up before.
  func app(_ name: String) throws(ScenarioFault) -> TOTP {
    guard let app = apps[name] else {
      throw ScenarioFault("app: not set up")
    }
    return app
  }

  /// The last secret of a kind that reached the person.
  func read(_ what: String) throws(ScenarioFault) -> JSON {
    if what == "backup-codes" {
      return .array(backupCodes.map(JSON.string))
    }
    let found = record.state.withLock { state in
      state.messages.reversed().compactMap { $0.secret(what) }.first
    }
    guard let found else {
      throw ScenarioFault("what: no such message")
    }
    return .string(found)
  }

  /// What has arrived since the last look, without its secrets.
  func inbox() -> [String] {
    record.state.withLock { state in
      let new = state.messages.dropFirst(state.read).map(\.summary)
      state.read = state.messages.count
      return new
    }
  }

  /// What was recorded since the last look.
  func trail() -> [String] {
    record.state.withLock { state in
      let events = state.events
      state.events = []
      return events
    }
  }
}

/// What happens around the service.
final class Record: MessageSender, AuditSink {
  struct State: Sendable {
    var now: UnixTime = 0
    var messages: [AccountMessage] = []
    var read = 0
    var events: [String] = []
  }

  let state = Lock(State())

  func send(_ message: AccountMessage) async throws {
    state.withLock { $0.messages.append(message) }
  }

  func record(_ events: [AuditEvent]) async {
    state.withLock { state in
      state.events += events.map { event in
        [event.kind.rawValue, event.factor?.rawValue]
          .compactMap(\.self).joined(separator: " ")
      }
    }
  }
}

extension AccountMessage {
  /// The secret of a message, if it is of that kind.
  fileprivate func secret(_ what: String) -> String? {
    switch (what, content) {
    case ("code", .code(let text, _, _)): text
    case ("reset-token", .resetToken(let text, _)): text
    case ("password", .temporaryPassword(let text, _)): text
    default: nil
    }
  }

  /// Where it went and what it is.
  fileprivate var summary: String {
    let place =
      switch destination {
      case .sms(let number): "sms \(number.e164)"
      case .mail(let address): "mail \(address)"
      }
    return place + ": " + content.summary
  }
}

extension AccountMessage.Content {
  fileprivate var summary: String {
    switch self {
    case .code(_, let use, _): "code \(use.rawValue)"
    case .resetToken: "reset-token"
    case .temporaryPassword: "password"
    case .notice(let notice): "notice \(notice.summary)"
    }
  }
}

extension AccountMessage.Notice {
  fileprivate var summary: String {
    switch self {
    case .factorAdded(let kind): "factor-added \(kind.rawValue)"
    case .factorRemoved(let kind): "factor-removed \(kind.rawValue)"
    case .appAdded(let name): "app-added \(name ?? "")"
    case .appRemoved(let name): "app-removed \(name ?? "")"
    case .secondStepFailed: "second-step-failed"
    case .codeReused: "code-reused"
    case .factorDisabled(let kind): "factor-disabled \(kind.rawValue)"
    case .backupCodeUsed(let left): "backup-code-used \(left)"
    case .backupCodesIssued: "backup-codes-issued"
    case .recovered: "recovered"
    case .administratorReset: "administrator-reset"
    case .deviceRemembered: "device-remembered"
    case .phoneChanged: "phone-changed"
    case .phoneRemoved: "phone-removed"
    case .passwordChanged: "password-changed"
    case .mailChanged: "mail-changed"
    case .identityLinked(let issuer): "identity-linked \(issuer)"
    case .identityUnlinked(let issuer): "identity-unlinked \(issuer)"
    }
  }
}
