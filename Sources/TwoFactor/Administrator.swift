// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Somebody who may act on other people's accounts, as the service that uses
/// this library has found out; every act is recorded with their name and a
/// reason.
public struct Administrator: Hashable, Sendable {
  /// What an administrator may do.
  public enum Permission: String, Hashable, Sendable, CaseIterable {
    /// Make accounts.
    case register
    /// See what an account's settings page shows.
    case readStatus
    /// Remove the factors of somebody who has lost them.
    case resetFactors
    /// Make an account answer nothing, or answer again.
    case deactivate
    /// End every session of an account.
    case endSessions
    /// Erase an account.
    case erase
  }

  /// The name, for the audit.
  public let actor: String
  /// What they may do.
  public let permissions: Set<Permission>

  /// An administrator.
  ///
  /// - Parameters:
  ///   - actor: The name, for the audit.
  ///   - permissions: What they may do; everything if it is not said.
  public init(
    _ actor: String,
    may permissions: Set<Permission> = Set(Permission.allCases)
  ) {
    self.actor = actor
    self.permissions = permissions
  }
}

extension Turn {
  /// Checks that an administrator may do something to an account that exists.
  ///
  /// Who may not learns nothing about the account.
  mutating func require(
    _ permission: Administrator.Permission, of administrator: Administrator
  ) throws(TwoFactorError) {
    guard administrator.permissions.contains(permission),
      ![.unknown, .erased].contains(account.standing)
    else {
      note(
        .notAuthorized, reason: permission.rawValue,
        actor: administrator.actor)
      throw .notAuthorized
    }
  }

  /// What the settings page shows, for an administrator.
  mutating func status(
    by administrator: Administrator, reason: String
  ) throws(TwoFactorError) -> AccountStatus {
    try require(.readStatus, of: administrator)
    note(.statusRead, reason: reason, actor: administrator.actor)
    return status()
  }

  /// Ends every session, challenge and remembered device.
  mutating func endSessions(
    by administrator: Administrator, reason: String
  ) throws(TwoFactorError) {
    try require(.endSessions, of: administrator)
    revokeTrust(reason: "administrator")
    note(.sessionsEnded, reason: reason, actor: administrator.actor)
  }
}

extension TwoFactorService {
  /// What an account's settings page shows, without the person's grant.
  ///
  /// - Parameters:
  ///   - id: The account.
  ///   - administrator: Needs ``Administrator/Permission/readStatus``.
  ///   - reason: Why, for the audit.
  /// - Throws: ``TwoFactorError/notAuthorized`` also where there is no such
  ///   account.
  public func status(
    _ id: AccountID, by administrator: Administrator, reason: String
  ) async throws(TwoFactorError) -> AccountStatus {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.status(by: administrator, reason: reason)
    }
  }

  /// Ends every session, open sign-in and remembered device of an account; the
  /// factors stay.
  public func endSessions(
    _ id: AccountID, by administrator: Administrator, reason: String
  ) async throws(TwoFactorError) {
    try await perform(id) { turn throws(TwoFactorError) in
      try turn.endSessions(by: administrator, reason: reason)
    }
  }
}
