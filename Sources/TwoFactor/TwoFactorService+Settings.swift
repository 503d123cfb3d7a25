// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// MARK: - Setting up

extension TwoFactorService {
  /// Begins with an authenticator app.
  ///
  /// - Parameters:
  ///   - id: The account.
  ///   - grant: A recent sign-in's.
  ///   - label: The account's name in the app, such as its mail address.
  ///   - name: What the person calls the app: up to 64 characters, empty for
  ///     no name.
  ///   - replaced: Which apps in use it takes the place of once it is active;
  ///     ``ReplacedApps/nothing`` for one app more.
  /// - Returns: What to show once: the QR code's text and the secret.
  /// - Throws: ``TwoFactorError/tooManyApps``,
  ///   ``TwoFactorError/invalidAppName``, ``TwoFactorError/notEnrolled`` for an
  ///   app to replace that is not there, ``TwoFactorError/notAuthorized``.
  public func enrolTOTP(
    _ id: AccountID, grant: String, label: String, name: String = "",
    replacing replaced: ReplacedApps = .all
  ) async throws(TwoFactorError) -> TOTPEnrolment {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.enrolTOTP(
        grant: grant, label: label, name: name, replacing: replaced)
    }
  }

  /// Begins with codes by text message; again for a new code.
  ///
  /// - Throws: ``TwoFactorError/phone(_:)`` with what is wrong with the
  ///   number.
  public func enrolSMS(
    _ id: AccountID, grant: String, number: String
  ) async throws(TwoFactorError) -> SMSEnrolment {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.enrolSMS(grant: grant, number: number)
    }
  }

  /// Takes the first code of a new factor.
  public func confirmEnrolment(
    _ id: AccountID, grant: String, code: String
  ) async throws(TwoFactorError) -> EnrolmentAnswer {
    try await perform(id, derives: true) { turn throws(TwoFactorError) in
      try turn.confirmEnrolment(grant: grant, code: code)
    }
  }

  /// Takes the person's word that the backup codes are saved; the factor is
  /// active from now on.
  public func confirmBackupCodesSaved(
    _ id: AccountID, grant: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.confirmBackupCodesSaved(grant: grant)
    }
  }

  /// Makes new backup codes; all old ones are void at once.
  public func regenerateBackupCodes(
    _ id: AccountID, grant: String
  ) async throws(TwoFactorError) -> [String] {
    try await perform(id, derives: true) { turn throws(TwoFactorError) in
      try turn.regenerateBackupCodes(grant: grant)
    }
  }
}

// MARK: - Looking and removing

extension TwoFactorService {
  /// What the settings page shows.
  public func status(
    _ id: AccountID, grant: String
  ) async throws(TwoFactorError) -> AccountStatus {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.authorize(grant, for: .read)
      return turn.status()
    }
  }

  /// Gives an authenticator app another name, or takes it away.
  ///
  /// - Parameters:
  ///   - app: The app, by ``AccountStatus/App/id``.
  ///   - id: The account.
  ///   - grant: A recent sign-in's.
  ///   - name: Up to 64 characters; empty for no name.
  /// - Throws: ``TwoFactorError/invalidAppName``,
  ///   ``TwoFactorError/notEnrolled``, ``TwoFactorError/notAuthorized``.
  public func renameApp(
    _ app: String, of id: AccountID, grant: String, to name: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.renameApp(app, to: name, grant: grant)
    }
  }

  /// Removes one authenticator app: its codes are void at once, and every
  /// remembered device, open sign-in and other session ends.
  ///
  /// The last one is removed as by ``remove(_:from:grant:)``.
  ///
  /// - Throws: ``TwoFactorError/notEnrolled``,
  ///   ``TwoFactorError/lastFactor``, ``TwoFactorError/notAuthorized``.
  public func removeApp(
    _ app: String, from id: AccountID, grant: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.removeApp(app, grant: grant)
    }
  }

  /// Removes a factor, with ``FactorKind/totp`` every app; with text messages
  /// the phone on file goes, too.
  ///
  /// - Throws: ``TwoFactorError/lastFactor`` if the policy requires one;
  ///   enrol another in its place then.
  public func remove(
    _ kind: FactorKind, from id: AccountID, grant: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.remove(kind, grant: grant)
    }
  }

  /// Forgets a remembered device.
  public func revokeDevice(
    _ id: AccountID, grant: String, name: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.revokeDevice(grant: grant, name: name)
    }
  }

  /// Begins with another phone number on file.
  public func changePhone(
    _ id: AccountID, grant: String, number: String
  ) async throws(TwoFactorError) -> SMSEnrolment {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.changePhone(grant: grant, number: number)
    }
  }

  /// Takes the code for the new number.
  public func confirmPhone(
    _ id: AccountID, grant: String, code: String
  ) async throws(TwoFactorError) -> EnrolmentAnswer {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.confirmPhone(grant: grant, code: code)
    }
  }
}

extension TwoFactorService {
  /// Removes the phone number on file: it lets nobody in any more, and
  /// both the number and the mail hear of it.
  ///
  /// - Throws: ``TwoFactorError/factorActive`` while codes go there as a second
  ///   factor; ``TwoFactorError/notEnrolled`` if there is none.
  public func removePhone(
    _ id: AccountID, grant: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.removePhone(grant: grant)
    }
  }
}

// MARK: - Administrators

extension TwoFactorService {
  /// Makes an account; with no password, a temporary one goes out by
  /// mail.
  ///
  /// - Throws: ``TwoFactorError/alreadyExists``,
  ///   ``TwoFactorError/password(_:)``.
  public func register(
    _ id: AccountID, mail: String?, password: String? = nil,
    identities: [ExternalIdentity] = []
  ) async throws(TwoFactorError) {
    try await perform(id, derives: true) { turn throws(TwoFactorError) in
      try turn.register(
        mail: mail, password: password, identities: identities)
    }
  }

  /// Sends another first password to somebody who has not replaced theirs yet.
  ///
  /// The one before is void. A password that a person has chosen is never
  /// replaced.
  ///
  /// - Parameters:
  ///   - id: The account.
  ///   - administrator: Needs ``Administrator/Permission/register``.
  ///   - reason: Why, for the audit.
  /// - Throws: ``TwoFactorError/nothingPending`` for anybody else, and for a
  ///   deactivated account;
  ///   ``TwoFactorError/tooManyMessages`` within
  ///   ``SendPolicy/resetCooldown`` of the one before.
  public func invite(
    _ id: AccountID, by administrator: Administrator, reason: String
  ) async throws(TwoFactorError) {
    try await perform(id, derives: true) { turn throws(TwoFactorError) in
      try turn.invite(by: administrator, reason: reason)
    }
  }

  /// Makes the account of somebody who has not chosen a password yet answer
  /// nothing from now on.
  ///
  /// - Throws: ``TwoFactorError/nothingPending`` for anybody else, such as
  ///   somebody who has just chosen one.
  public func withdrawInvitation(
    of id: AccountID, by administrator: Administrator, reason: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.withdrawInvitation(by: administrator, reason: reason)
    }
  }

  /// Removes every factor of somebody who has lost them all, and the phone on
  /// file.
  ///
  /// - Parameters:
  ///   - id: The account.
  ///   - administrator: Needs ``Administrator/Permission/resetFactors``.
  ///   - reason: Why, for the audit.
  public func resetSecondFactors(
    _ id: AccountID, by administrator: Administrator, reason: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.administratorReset(by: administrator, reason: reason)
    }
  }

  /// Makes an account answer nothing from now on.
  public func deactivate(
    _ id: AccountID, by administrator: Administrator, reason: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.setActive(false, by: administrator, reason: reason)
    }
  }

  /// Makes an account answer again.
  public func reactivate(
    _ id: AccountID, by administrator: Administrator, reason: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.setActive(true, by: administrator, reason: reason)
    }
  }
}
