// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import BackupCodes
public import OTPCore

/// What the settings page shows of one account.
public struct AccountStatus: Sendable, Equatable {
  /// A factor in use.
  public struct Factor: Sendable, Equatable {
    /// Which.
    public let kind: FactorKind
    /// Since when it guards the account.
    public let since: UnixTime
    /// When it was last used.
    public let lastUsed: UnixTime?
    /// Whether it was disabled after too many failures and must be set up
    /// again.
    public let isDisabled: Bool
  }

  /// An authenticator app in use.
  public struct App: Sendable, Equatable {
    /// What to rename, replace and remove it by.
    public let id: String
    /// What the person calls it; `nil` if they gave it no name.
    public let name: String?
    /// Since when it guards the account.
    public let since: UnixTime
    /// When a code of it was last used.
    public let lastUsed: UnixTime?
  }

  /// A remembered device.
  public struct Device: Sendable, Equatable {
    /// The name to revoke it by.
    public let name: String
    /// When it was trusted.
    public let trustedAt: UnixTime
    /// When it is forgotten.
    public let expiresAt: UnixTime
    /// The address that it was trusted at.
    public let address: String?
    /// When it last stood in for a factor.
    public let lastUsed: UnixTime?
  }

  /// Whether two-factor authentication is in use.
  public let isOn: Bool
  /// The factors in use, the stronger first.
  public let factors: [Factor]
  /// The authenticator apps in use, the oldest first; together they are the
  /// factor ``FactorKind/totp``.
  public let apps: [App]
  /// How many apps more can be set up.
  public let appsLeft: Int
  /// How many backup codes are left; `nil` if there are none.
  public let backupCodesLeft: Int?
  /// A factor that is being set up and guards nothing yet.
  public let pending: FactorKind?
  /// The phone on file, all but two digits hidden.
  public let phone: String?
  /// The remembered devices, the oldest first.
  public let devices: [Device]
  /// Whether there is a password; somebody who signs in at a provider may have
  /// none.
  public let hasPassword: Bool
  /// Whether the password must be changed.
  public let mustChangePassword: Bool
  /// What can be set up, the stronger first, each with what the person must
  /// be told.
  public let offers: [FactorKind]
}

extension Turn {
  /// What the settings page shows.
  func status() -> AccountStatus {
    let kinds = account.activeFactors
    return AccountStatus(
      isOn: account.hasSecondFactor, factors: kinds.compactMap(describe),
      apps: account.apps.map(describe),
      appsLeft: max(0, rules.appLimit - account.apps.count),
      backupCodesLeft: account.backup?.set.remaining,
      pending: enrolment?.kind, phone: account.phone?.number.masked,
      devices: account.devices.map(describe),
      hasPassword: account.password != nil,
      mustChangePassword: account.password?.mustChange ?? false,
      offers: [.totp, .sms].filter { !kinds.contains($0) })
  }

  private func describe(_ kind: FactorKind) -> AccountStatus.Factor? {
    let times: (since: UnixTime?, last: UnixTime?) =
      switch kind {
      case .totp:
        (
          account.apps.map(\.activeSince).min(),
          account.apps.compactMap(\.lastUsed).max()
        )
      case .sms: (account.sms?.activeSince, account.sms?.lastUsed)
      case .backup: (account.backup?.issuedAt, account.backup?.lastUsed)
      }
    guard let since = times.since else { return nil }
    return AccountStatus.Factor(
      kind: kind, since: since, lastUsed: times.last,
      isDisabled: isDisabled(kind))
  }

  private func describe(_ app: TOTPFactor) -> AccountStatus.App {
    AccountStatus.App(
      id: app.name, name: app.label?.text, since: app.activeSince,
      lastUsed: app.lastUsed)
  }

  private func describe(_ device: RememberedDevice) -> AccountStatus.Device {
    AccountStatus.Device(
      name: device.name, trustedAt: device.trustedAt,
      expiresAt: device.expiresAt, address: device.address,
      lastUsed: device.lastUsed)
  }
}
