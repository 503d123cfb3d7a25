// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// Bringing somebody over from another system.

extension Turn {
  /// Makes an account of what another system knew.
  mutating func importUser(
    _ user: ImportedUser, by administrator: Administrator
  ) throws(TwoFactorError) {
    guard administrator.permissions.contains(.register) else {
      note(
        .notAuthorized, reason: "import", actor: administrator.actor)
      throw .notAuthorized
    }
    guard account.standing == .unknown else { throw .alreadyExists }
    guard user.apps.count <= rules.appLimit else { throw .tooManyApps }
    account = Account.State(
      id: account.id, standing: .active, createdAt: user.createdAt ?? now)
    account.mail = try user.mail.map { mail throws(TwoFactorError) in
      try MailAddress(mail).text
    }
    account.identities = user.identities
    account.password = user.password.map {
      StoredPassword(
        phc: $0.text, setAt: now, mustChange: user.mustChangePassword)
    }
    account.phone = user.phone.map {
      VerifiedPhone(number: $0, verifiedAt: now)
    }
    if user.usesTextMessages {
      guard account.phone != nil else { throw .notEnrolled }
      account.sms = SMSFactor(activeSince: now)
    }
    for app in user.apps { account.apps.append(try factor(of: app)) }
    note(.accountImported, actor: administrator.actor)
  }

  private mutating func factor(
    of app: ImportedApp
  ) throws(TwoFactorError) -> TOTPFactor {
    let fewest = rules.importedSecrets.minimumByteCount
    do throws(PolicyError) { try app.parameters.check() } catch {
      throw .parameters
    }
    guard app.secret.byteCount >= fewest else { throw .shortSecret }
    let label = try AppName.read(app.name)
    let name = Hex.encode(random.bytes(8))
    var bytes = unsafe app.secret.withUnsafeBytes { unsafe Array($0) }
    defer { Libcrypto.wipe(&bytes) }
    let sealed = try keyring.seal(
      bytes, for: .totp(account.id, enrolment: name), &random)
    return TOTPFactor(
      name: name, label: label, secret: sealed, parameters: app.parameters,
      state: TOTPState(lastAcceptedStep: app.lastAcceptedStep),
      activeSince: now)
  }
}
