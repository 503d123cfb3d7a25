// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// What a timer does with accounts that nobody is using.

extension Turn {
  /// Seals everything again that is not under the current key.
  ///
  /// Codes on their way are not sealed but digested, and end within minutes.
  mutating func reseal() throws(TwoFactorError) {
    let id = account.id
    for (place, app) in account.apps.enumerated() {
      let again = try keyring.resealed(
        app.secret, for: .totp(id, enrolment: app.name), &random)
      account.apps[place].secret = again
    }
    if let enrolment = account.enrolment,
      case .totp(let secret, let parameters) = enrolment.method
    {
      let again = try keyring.resealed(
        secret, for: .totp(id, enrolment: enrolment.name), &random)
      account.enrolment?.method = .totp(secret: again, parameters: parameters)
    }
    for (place, entry) in account.outbox.enumerated() {
      let again = try keyring.resealed(
        entry.content, for: entry.purpose(of: id), &random)
      account.outbox[place].content = again
    }
  }
}

extension OutboxEntry {
  /// What its content was sealed for.
  func purpose(of account: AccountID) -> Sealed.Purpose {
    kind == Outbox.audit
      ? .audit(account, id: id) : .message(account, id: id)
  }
}

extension Keyring {
  /// What was sealed under a former key, under the current one.
  fileprivate func resealed(
    _ sealed: Sealed, for purpose: Sealed.Purpose,
    _ random: inout Randomness
  ) throws(TwoFactorError) -> Sealed {
    guard sealed.keyID != current.id else { return sealed }
    var bytes = try open(sealed, for: purpose)
    defer { Libcrypto.wipe(&bytes) }
    return try seal(bytes, for: purpose, &random)
  }
}
