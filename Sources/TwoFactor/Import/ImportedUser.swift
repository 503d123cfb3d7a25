// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// Somebody whom another system knows, to become an account here.
///
/// ```swift
/// var user = ImportedUser()
/// user.mail = row.mail
/// user.password = try ImportedPassword(hash: row.password)
/// user.app = ImportedApp(secret: try Secret(base32: row.secret))
/// try await service.importUser(AccountID(row.id), user, by: "migration")
/// ```
public struct ImportedUser: Sendable {
  /// The mail address, taken for verified.
  public var mail: String?
  /// Who the person is at identity providers.
  public var identities: [ExternalIdentity] = []
  /// The password's hash; without one, the person resets it by mail.
  public var password: ImportedPassword?
  /// Whether the password must be changed at the next sign-in.
  public var mustChangePassword = false
  /// The authenticator apps in use, as many as
  /// ``TwoFactorConfiguration/appLimit`` allows.
  public var apps: [ImportedApp] = []
  /// A phone number that the person has proven to have.
  public var phone: PhoneNumber?
  /// Whether codes by text message are in use; they need ``phone``.
  public var usesTextMessages = false
  /// When the account was made, if that is known.
  public var createdAt: UnixTime?

  /// Nobody in particular.
  public init() {}
}

/// An authenticator app that another system has set up.
public struct ImportedApp: Sendable {
  /// The secret, at least as long as ``TwoFactorConfiguration/importedSecrets``
  /// says.
  public var secret: Secret
  /// What the person calls it; empty if there is no name.
  public var name: String
  /// What the app was set up with.
  public var parameters: TOTPParameters
  /// The last time step that was accepted there, so that its code is not
  /// accepted again here; `nil` if it is not known.
  public var lastAcceptedStep: UInt64?

  /// An app.
  public init(
    secret: Secret, name: String = "",
    parameters: TOTPParameters = TOTPParameters(),
    lastAcceptedStep: UInt64? = nil
  ) {
    self.secret = secret
    self.name = name
    self.parameters = parameters
    self.lastAcceptedStep = lastAcceptedStep
  }
}
