// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

// What a store keeps beside a record, in columns of its own, so that it can be
// looked for without decoding: take these when an account is saved.

extension Account {
  /// Whether messages wait that are not known to be sent.
  public var hasMessages: Bool { !state.outbox.isEmpty }

  /// The names of the keys that something in the record needs.
  ///
  /// A key that no record names any more can leave the ``Keyring``.
  public var keyIDs: Set<String> {
    var ids = Set(state.outbox.map(\.content.keyID))
    for code in state.sentCodes { ids.insert(code.digest.keyID) }
    for app in state.apps { ids.insert(app.secret.keyID) }
    if case .totp(let secret, _)? = state.enrolment?.method {
      ids.insert(secret.keyID)
    }
    switch origin {
    case .made(let setup?) where setup.rules.recordAuthentication != .off:
      ids.insert(setup.keyring.current.id)
    case .read(let record): if let tag = record.tag { ids.insert(tag.keyID) }
    case .made, .unsigned: break
    }
    return ids
  }

  /// When something in the record ends: a sign-in, a grant, a remembered
  /// device, an enrolment, a reset, a message; `nil` if nothing does.
  ///
  /// From then on ``TwoFactorService/sweep(_:)`` makes the record smaller.
  public var nextExpiry: UnixTime? {
    var ends = state.challenges.map(\.expiresAt)
    ends += state.grants.map(\.expiresAt)
    ends += state.devices.map(\.expiresAt)
    ends += state.outbox.map(\.expiresAt)
    ends += [
      state.enrolment?.expiresAt, state.phoneChange?.expiresAt,
      state.mailChange?.expiresAt,
    ].compactMap(\.self)
    if let reset = state.reset, reset.token != nil {
      ends.append(reset.expiresAt)
    }
    return ends.min()
  }
}

extension Account.State {
  /// The codes that are on their way.
  var sentCodes: [SentCode] {
    var codes = challenges.flatMap { [$0.code, $0.recovery] }
    codes += [phoneChange?.code, mailChange?.code]
    if case .sms(_, let code)? = enrolment?.method { codes.append(code) }
    return codes.compactMap(\.self)
  }
}
