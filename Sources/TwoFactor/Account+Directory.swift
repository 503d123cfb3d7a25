// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import BackupCodes
public import OTPCore

/// What a list of accounts shows of one, and what it is found by.
///
/// It is read off a snapshot, so a store can keep it in columns beside the
/// stored form.
public struct DirectoryEntry: Sendable, Equatable {
  /// How an account stands.
  public enum Standing: String, Sendable {
    /// People sign in to it.
    case active
    /// It answers nothing.
    case deactivated
    /// There is no account of this name, only a count of attempts.
    case unknown
    /// Everything of it was erased but its id.
    case erased
  }

  /// The account.
  public let id: AccountID
  /// How it stands.
  public let standing: Standing
  /// Where its mail goes.
  public let mail: String?
  /// Who the person is at identity providers.
  public let identities: [ExternalIdentity]
  /// The second factors in use, the stronger first.
  public let factors: [FactorKind]
  /// The phone on file, all but two digits hidden.
  public let phone: String?
  /// How many backup codes are left; `nil` if there are none.
  public let backupCodesLeft: Int?
  /// How many devices are remembered.
  public let deviceCount: Int
  /// When it was made.
  public let createdAt: UnixTime
  /// Until when the first password is good, for somebody who has not replaced
  /// it yet; `nil` for everybody else.
  public let invitedUntil: UnixTime?
  /// When somebody should look at its outbox; `nil` if that is empty.
  public let nextDelivery: UnixTime?
}

extension Account {
  /// What a list of accounts shows of this one; no secret.
  public var directoryEntry: DirectoryEntry {
    let standing: DirectoryEntry.Standing =
      switch state.standing {
      case .active: .active
      case .deactivated: .deactivated
      case .unknown: .unknown
      case .erased: .erased
      }
    return DirectoryEntry(
      id: id, standing: standing, mail: state.mail,
      identities: state.identities, factors: state.activeFactors,
      phone: state.phone?.number.masked,
      backupCodesLeft: state.backup?.set.remaining,
      deviceCount: state.devices.count, createdAt: state.createdAt,
      invitedUntil: state.isInvited && standing == .active
        ? state.password?.validUntil : nil,
      nextDelivery: nextDelivery)
  }
}

extension Account.State {
  /// Whether the person has not chosen a password yet.
  var isInvited: Bool { password?.isFirst ?? false }
}
