// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// What a grant stands for, read again.
public struct GrantedSession: Hashable, Sendable {
  /// 1, or 2 where two factors were shown (NIST SP 800-63B-4 section 2.2).
  public let assurance: Int
  /// How.
  public let methods: [SignInMethod]
  /// What the session may not do yet.
  public let limits: Set<SessionLimit>
  /// The account's epoch now: keep it with the session.
  public let epoch: UInt64
  /// Until when the settings may be changed.
  public let changesUntil: UnixTime
  /// Until when they may be read.
  public let readsUntil: UnixTime
}

extension Turn {
  /// What a grant stands for.
  mutating func session(
    grant: String
  ) throws(TwoFactorError) -> GrantedSession {
    let place = try authorize(grant, for: .read)
    let grant = account.grants[place]
    return GrantedSession(
      assurance: grant.assurance, methods: grant.methods, limits: grant.limits,
      epoch: account.epoch,
      changesUntil: grant.issuedAt.advanced(by: rules.grantLifetime),
      readsUntil: grant.expiresAt)
  }

  /// Begins to show a factor again, for a grant that is too old or too weak to
  /// change the settings.
  mutating func stepUp(
    grant text: String, password: String?
  ) throws(TwoFactorError) -> SignInAnswer {
    let place = try authorize(text, for: .read)
    let grant = account.grants[place]
    let first = grant.methods.first { $0 != .device } ?? .password
    let mustChange = grant.limits.contains(.mustChangePassword)
    if account.hasSecondFactor {
      return .challenge(
        openChallenge(
          after: first, mustChangePassword: mustChange, for: grant.token))
    }
    guard let password else { throw .notAuthorized }
    if case .refused(let wait) = try confirm(password, for: "step-up") {
      return .refused(retryAfter: wait)
    }
    account.grants.remove(at: place)
    return .signedIn(openSingleFactorSession(.password, mustChange))
  }

  /// Takes the password again, for a change that an open session alone must
  /// not make.
  mutating func confirm(
    grant: String, password: String
  ) throws(TwoFactorError) -> ConfirmationAnswer {
    try authorize(grant, for: .manage)
    guard account.password != nil else { return .confirmed }
    return try confirm(password, for: "confirmation")
  }

  private mutating func confirm(
    _ password: String, for reason: String
  ) throws(TwoFactorError) -> ConfirmationAnswer {
    if let wait = wait(.passwordChange) { return .refused(retryAfter: wait) }
    guard try checkPassword(password) else {
      fail(.passwordChange)
      note(.passwordRejected, reason: reason)
      return .refused(retryAfter: wait(.passwordChange))
    }
    succeed(.passwordChange)
    return .confirmed
  }

  /// Ends every session but that of the grant.
  mutating func endOtherSessions(grant: String) throws(TwoFactorError) {
    let place = try authorize(grant, for: .manage)
    revokeTrust(except: place, reason: "signed out everywhere")
    note(.sessionsEnded)
  }
}

extension TwoFactorService {
  /// The number of times that all sessions of an account have ended, in one
  /// load; `nil` if there is no such account or it is deactivated.
  ///
  /// Keep ``SignInSession/epoch`` with the application's session and compare it
  /// on each request. If the number differs, the session has ended, unless its
  /// grant can still be read (``session(_:grant:)``): the one that changed the
  /// password or a factor stays, and goes on with the new number.
  public func epoch(
    of id: AccountID
  ) async throws(TwoFactorError) -> UInt64? {
    guard let account = try await load(id),
      account.state.standing == .active
    else { return nil }
    return account.state.epoch
  }

  /// What a grant stands for: assurance, methods, limits, and until when.
  ///
  /// - Throws: ``TwoFactorError/notAuthorized`` if it has ended.
  public func session(
    _ id: AccountID, grant: String
  ) async throws(TwoFactorError) -> GrantedSession {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.session(grant: grant)
    }
  }

  /// Shows a factor again, to change the settings after a while or after a
  /// sign-in by a remembered device.
  ///
  /// With a second factor the answer is a challenge, and
  /// ``verify(_:challenge:proof:remember:address:)`` gives the session that
  /// takes the place of the old one. Without, the password is asked for.
  ///
  /// - Throws: ``TwoFactorError/notAuthorized`` if the grant has ended, or if
  ///   a password is needed and not given.
  public func stepUp(
    _ id: AccountID, grant: String, password: String? = nil
  ) async throws(TwoFactorError) -> SignInAnswer {
    try await perform(id, derives: password != nil) {
      turn throws(TwoFactorError) in
      try turn.stepUp(grant: grant, password: password)
    }
  }

  /// Takes the password again, before a change that somebody who finds an open
  /// session must not make, such as ``remove(_:from:grant:)`` (ASVS 5.0 7.5.1).
  ///
  /// An account without a password, whose person signs in at a provider, is
  /// confirmed by its recent sign-in: see ``AccountStatus/hasPassword``.
  ///
  /// - Throws: ``TwoFactorError/notAuthorized`` if the sign-in is not recent.
  public func confirm(
    _ id: AccountID, grant: String, password: String
  ) async throws(TwoFactorError) -> ConfirmationAnswer {
    try await perform(id, derives: true) { turn throws(TwoFactorError) in
      try turn.confirm(grant: grant, password: password)
    }
  }

  /// Ends every session and open sign-in but this session; no device is
  /// remembered any more.
  public func endOtherSessions(
    _ id: AccountID, grant: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.endOtherSessions(grant: grant)
    }
  }
}
