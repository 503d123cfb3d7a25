// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why a command was not carried out: the state of the account is what it was
/// before.
///
/// A wrong code or password is no error but an answer. No case carries a
/// code, a password, a token, or what a store's error said.
public struct TwoFactorError: Error, Hashable, Sendable {
  enum Cause: Hashable {
    case storeUnavailable, contention, busy, unreadableState
    case newerFormat(Int)
    case alteredState, wrongAccount, invalidAccountID, invalidMail
    case unsupportedHash, shortSecret, lastWayIn
    case invalidKey
    case unknownKey(String)
    case sealing, derivation, parameters
    case notAuthorized, alreadyExists, nothingPending, notEnrolled
    case lastFactor, factorActive, tooManyMessages, auditUnavailable
    case tooManyApps, invalidAppName
    case phone(PhoneNumberError), password([PasswordViolation])
  }

  let cause: Cause

  init(_ cause: Cause) { self.cause = cause }

  /// The store failed: the answer is no, and nothing is half-written.
  public static let storeUnavailable = Self(.storeUnavailable)

  /// The account kept changing while the command was decided; try again.
  public static let contention = Self(.contention)

  /// Too many passwords and backup codes are being hashed; try again
  /// (``DerivationExecutor``).
  public static let busy = Self(.busy)

  /// The stored state is not what this library writes; it is not used.
  public static let unreadableState = Self(.unreadableState)

  /// The stored state has a later format than this version knows.
  public static func newerFormat(_ format: Int) -> Self {
    Self(.newerFormat(format))
  }

  /// The stored state was not written by this service, or was changed since;
  /// it is not used.
  public static let alteredState = Self(.alteredState)

  /// The store answered with the row of another account.
  public static let wrongAccount = Self(.wrongAccount)

  /// A text cannot name an account; see ``AccountID``.
  public static let invalidAccountID = Self(.invalidAccountID)

  /// A text is no mail address.
  public static let invalidMail = Self(.invalidMail)

  /// A password hash of another system cannot be checked here.
  public static let unsupportedHash = Self(.unsupportedHash)

  /// The secret of an app is shorter than the rules allow.
  public static let shortSecret = Self(.shortSecret)

  /// Without this identity nobody could sign in: set a password first.
  public static let lastWayIn = Self(.lastWayIn)

  /// A key of the keyring has a wrong name or length, or a name twice.
  public static let invalidKey = Self(.invalidKey)

  /// A stored secret names a key that the keyring does not have.
  ///
  /// It is a fault of the configuration: nothing is known about what was
  /// typed, and it is not counted as wrong.
  public static func unknownKey(id: String) -> Self { Self(.unknownKey(id)) }

  /// A stored secret does not open: it was changed or moved, or libcrypto
  /// failed.
  public static let sealing = Self(.sealing)

  /// A password or a backup code could not be hashed.
  public static let derivation = Self(.derivation)

  /// A time or a setting is out of range.
  public static let parameters = Self(.parameters)

  /// The grant is unknown, too old, or does not allow this.
  public static let notAuthorized = Self(.notAuthorized)

  /// There is an account of this name.
  public static let alreadyExists = Self(.alreadyExists)

  /// There is nothing to confirm.
  public static let nothingPending = Self(.nothingPending)

  /// The factor is not in use.
  public static let notEnrolled = Self(.notEnrolled)

  /// The policy requires a second factor and this is the only one.
  public static let lastFactor = Self(.lastFactor)

  /// The phone number is in use as a factor: remove that first.
  public static let factorActive = Self(.factorActive)

  /// The account has as many authenticator apps as
  /// ``TwoFactorConfiguration/appLimit`` says: remove or replace one.
  public static let tooManyApps = Self(.tooManyApps)

  /// A text cannot name an authenticator app: it has more than 64 characters,
  /// or one that cannot be seen.
  public static let invalidAppName = Self(.invalidAppName)

  /// Too many messages were sent; wait a little.
  public static let tooManyMessages = Self(.tooManyMessages)

  /// Too many audit events of the account wait for their sink
  /// (``TwoFactorConfiguration/auditsThroughOutbox``).
  public static let auditUnavailable = Self(.auditUnavailable)

  /// The phone number cannot be used.
  public static func phone(_ error: PhoneNumberError) -> Self {
    Self(.phone(error))
  }

  /// The new password breaks these rules.
  public static func password(_ violations: [PasswordViolation]) -> Self {
    Self(.password(violations))
  }
}

extension TwoFactorError: CustomStringConvertible {
  /// One sentence; that for a phone number or a password is for the person.
  public var description: String {
    switch cause {
    case .storeUnavailable: "the account store is unavailable"
    case .contention: "the account is busy; try again"
    case .busy: "the service is busy; try again"
    case .unreadableState: "the stored account state is malformed"
    case .newerFormat(let format): "the account state has format \(format)"
    case .alteredState: "the stored account state was changed by others"
    case .wrongAccount: "the account store answered with another account"
    case .invalidAccountID:
      "an account id has 1 to 255 bytes of visible characters"
    case .invalidMail: "enter a mail address"
    case .unsupportedHash: "this form of password hash cannot be checked here"
    case .shortSecret: "the app's secret is shorter than the rules allow"
    case .lastWayIn: "set a password first: this is the only way to sign in"
    case .invalidKey: "a key needs a name of its own and 32 bytes"
    case .unknownKey(let id): "the keyring has no key \(id)"
    case .sealing: "a stored secret does not open"
    case .derivation: "a password or code cannot be hashed"
    case .parameters: "a time or a setting is out of range"
    case .notAuthorized: "sign in again to do this"
    case .alreadyExists: "there is an account of this name"
    case .nothingPending: "there is nothing to confirm"
    case .notEnrolled: "this method is not in use"
    case .lastFactor: "two-factor authentication is required here"
    case .factorActive: "the phone number is in use for signing in"
    case .tooManyApps: "remove an authenticator app first: there are too many"
    case .invalidAppName: "a name has up to 64 visible characters"
    case .tooManyMessages: "too many messages were sent; wait a little"
    case .auditUnavailable: "the audit is unavailable"
    case .phone(let error): error.description
    case .password(let violations):
      violations.map(\.description).joined(separator: "; ")
    }
  }
}
