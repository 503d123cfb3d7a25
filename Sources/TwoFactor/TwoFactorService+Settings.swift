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
  /// - Returns: What to show once: the QR code's text and the secret.
  public func enrolTOTP(
    _ id: AccountID, grant: String, label: String
  ) async throws(TwoFactorError) -> TOTPEnrolment {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.enrolTOTP(grant: grant, label: label)
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

  /// Removes a factor; with text messages the phone on file goes, too.
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
