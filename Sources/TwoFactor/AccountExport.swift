// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// What is stored of a person, without hashes and secrets: for a copy that they
/// ask for.
public struct AccountExport: Sendable, Equatable, Codable {
  /// A factor.
  public struct Factor: Sendable, Equatable, Codable {
    /// Which.
    public let kind: FactorKind
    /// What the person calls it: an authenticator app that has a name.
    public let name: String?
    /// Since when.
    public let since: UnixTime
    /// When it was last used.
    public let lastUsed: UnixTime?
  }

  /// A remembered device.
  public struct Device: Sendable, Equatable, Codable {
    /// When it was trusted.
    public let trustedAt: UnixTime
    /// When it is forgotten.
    public let expiresAt: UnixTime
    /// Where it was trusted.
    public let address: String?
    /// When it was last used.
    public let lastUsed: UnixTime?
  }

  /// The account's name.
  public let id: AccountID
  /// When it was made.
  public let createdAt: UnixTime
  /// Whether it answers.
  public let isActive: Bool
  /// The mail address.
  public let mail: String?
  /// The phone on file, in E.164 form.
  public let phone: String?
  /// Who the person is at identity providers.
  public let identities: [ExternalIdentity]
  /// When the password was set.
  public let passwordSetAt: UnixTime?
  /// The factors in use.
  public let factors: [Factor]
  /// The remembered devices.
  public let devices: [Device]
  /// When the sign-ins began whose grants are good still.
  public let recentSignIns: [UnixTime]

  init(_ account: Account.State) {
    id = account.id
    createdAt = account.createdAt
    isActive = account.standing == .active
    mail = account.mail
    phone = account.phone?.number.e164
    identities = account.identities
    passwordSetAt = account.password?.setAt
    factors =
      account.apps.map {
        Factor(
          kind: .totp, name: $0.label?.text,
          since: $0.activeSince, lastUsed: $0.lastUsed)
      }
      + [
        account.sms.map {
          Factor(
            kind: .sms, name: nil, since: $0.activeSince, lastUsed: $0.lastUsed)
        },
        account.backup.map {
          Factor(
            kind: .backup, name: nil, since: $0.issuedAt, lastUsed: $0.lastUsed)
        },
      ].compactMap(\.self)
    devices = account.devices.map {
      Device(
        trustedAt: $0.trustedAt, expiresAt: $0.expiresAt,
        address: $0.address, lastUsed: $0.lastUsed)
    }
    recentSignIns = account.grants.map(\.issuedAt)
  }
}
