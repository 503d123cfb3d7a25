// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// MARK: - Bringing users

extension TwoFactorService {
  /// Makes an account of what another system knew.
  ///
  /// The person is told nothing. A password hash of another form is made anew at
  /// the first sign-in that it is right for.
  ///
  /// - Parameters:
  ///   - id: The account's name here.
  ///   - user: What is known.
  ///   - administrator: Needs ``Administrator/Permission/register``.
  /// - Throws: ``TwoFactorError/notAuthorized``;
  ///   ``TwoFactorError/alreadyExists``; ``TwoFactorError/tooManyApps``;
  ///   ``TwoFactorError/shortSecret`` for an app's secret that
  ///   ``TwoFactorConfiguration/importedSecrets`` does not take;
  ///   ``TwoFactorError/invalidMail``; ``TwoFactorError/notEnrolled`` for text
  ///   messages without a phone.
  public func importUser(
    _ id: AccountID, _ user: ImportedUser, by administrator: Administrator
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.importUser(user, by: administrator)
    }
  }
}

// MARK: - Mail and identities

extension TwoFactorService {
  /// Begins with another mail address: a code goes there.
  ///
  /// - Throws: ``TwoFactorError/invalidMail``,
  ///   ``TwoFactorError/tooManyMessages``, ``TwoFactorError/notAuthorized``.
  public func changeMail(
    _ id: AccountID, grant: String, to mail: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.changeMail(grant: grant, to: mail)
    }
  }

  /// Takes the code for the new address; the old and the new one hear of it.
  public func confirmMail(
    _ id: AccountID, grant: String, code: String
  ) async throws(TwoFactorError) -> EnrolmentAnswer {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.confirmMail(grant: grant, code: code)
    }
  }

  /// Lets somebody at a provider sign in to this account.
  ///
  /// The caller has checked that the person is signed in there, and that the
  /// identity belongs to no other account (``AccountDirectory``).
  public func link(
    _ identity: ExternalIdentity, to id: AccountID, grant: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.link(identity, grant: grant)
    }
  }

  /// Lets them sign in no longer.
  ///
  /// - Throws: ``TwoFactorError/lastWayIn`` if there is neither a password nor
  ///   another identity.
  public func unlink(
    _ identity: ExternalIdentity, from id: AccountID, grant: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.unlink(identity, grant: grant)
    }
  }
}

// MARK: - What a person may ask for

extension TwoFactorService {
  /// What is stored of a person, to be given to them.
  ///
  /// - Returns: `nil` if there is no such account.
  public func export(
    _ id: AccountID
  ) async throws(TwoFactorError) -> AccountExport? {
    guard let account = try await load(id), !account.isUnknown else {
      return nil
    }
    return AccountExport(account.state)
  }

  /// Erases everything of an account but its id, which is never given to
  /// anybody else; it answers like one that does not exist.
  ///
  /// Audit records are the server's to erase.
  ///
  /// - Parameters:
  ///   - id: The account.
  ///   - administrator: Needs ``Administrator/Permission/erase``.
  ///   - reason: Why, for the audit.
  public func erase(
    _ id: AccountID, by administrator: Administrator, reason: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.eraseAccount(by: administrator, reason: reason)
    }
  }
}
