// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// A message to a person, to be put into words and sent.
public struct AccountMessage: Sendable, Equatable {
  /// The same for every attempt to send it: a crash between sending and
  /// noting it down sends it twice, and a gateway can drop the second by this.
  public let id: String
  /// The account that it belongs to: for a link, and to choose a language.
  public let account: AccountID
  /// Where it goes.
  public let destination: Destination
  /// What it says.
  public let content: Content

  /// A message.
  public init(
    id: String, account: AccountID, destination: Destination,
    content: Content
  ) {
    self.id = id
    self.account = account
    self.destination = destination
    self.content = content
  }

  /// Where a message goes.
  public enum Destination: Sendable, Equatable, Codable {
    /// A text message.
    case sms(PhoneNumber)
    /// A mail.
    case mail(String)
  }

  /// What a message says.
  public enum Content: Sendable, Equatable, Codable {
    /// A code to type in.
    case code(String, for: CodeUse, expiresAt: UnixTime)
    /// A link to confirm a password reset; put the token into a page, not
    /// into a log.
    case resetToken(String, expiresAt: UnixTime)
    /// A password that must be changed.
    case temporaryPassword(String, expiresAt: UnixTime)
    /// Something that the person should know about.
    case notice(Notice)
  }

  /// What a code is for, to be said in the message.
  public enum CodeUse: String, Sendable, Codable {
    /// The second step of signing in.
    case signIn
    /// Turning on codes by text message.
    case enrolment
    /// A new phone number.
    case phone
    /// A lost device.
    case recovery
    /// A new mail address.
    case mail
  }

  /// What a person should know about (NIST SP 800-63B-4 section 4.6), with a
  /// word on what to do if it was not them.
  public enum Notice: Sendable, Equatable, Codable {
    /// A factor guards the account now.
    case factorAdded(FactorKind)
    /// A factor was removed.
    case factorRemoved(FactorKind)
    /// One authenticator app more guards the account now; `nil` if it has no
    /// name.
    case appAdded(name: String?)
    /// An authenticator app was removed, and others stay.
    case appRemoved(name: String?)
    /// The password was right and the second step failed several times.
    case secondStepFailed
    /// A code was used again.
    case codeReused
    /// A factor was disabled after too many failures.
    case factorDisabled(FactorKind)
    /// A backup code was used; so many are left.
    case backupCodeUsed(remaining: Int)
    /// New backup codes were made; the old ones are void.
    case backupCodesIssued
    /// Somebody signed in by the lost-device way.
    case recovered
    /// An administrator removed every factor.
    case administratorReset
    /// A device is remembered.
    case deviceRemembered
    /// The phone number was changed.
    case phoneChanged
    /// The phone number was removed from the account.
    case phoneRemoved
    /// The password was changed.
    case passwordChanged
    /// The mail address was changed.
    case mailChanged
    /// Somebody at this provider can sign in now.
    case identityLinked(issuer: String)
    /// Somebody at this provider can sign in no longer.
    case identityUnlinked(issuer: String)
  }
}

extension AccountMessage.Notice {
  /// What it is about: a newer notice of this name takes its place.
  var name: String {
    switch self {
    case .factorAdded(let kind): "factor added \(kind)"
    case .factorRemoved(let kind): "factor removed \(kind)"
    case .appAdded(let name): "app added \(name ?? "")"
    case .appRemoved(let name): "app removed \(name ?? "")"
    case .secondStepFailed: "second step failed"
    case .codeReused: "code reused"
    case .factorDisabled(let kind): "factor disabled \(kind)"
    case .backupCodeUsed: "backup code used"
    case .backupCodesIssued: "backup codes issued"
    case .recovered: "recovered"
    case .administratorReset: "administrator reset"
    case .deviceRemembered: "device remembered"
    case .phoneChanged: "phone changed"
    case .phoneRemoved: "phone removed"
    case .passwordChanged: "password changed"
    case .mailChanged: "mail changed"
    case .identityLinked: "identity linked"
    case .identityUnlinked: "identity unlinked"
    }
  }
}

extension AccountMessage: CustomStringConvertible, CustomReflectable {
  /// The id alone: a message may hold a code.
  public var description: String { "AccountMessage(\(id))" }

  /// No children: a dump shows no code.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Sends text messages and mail.
public protocol MessageSender: Sendable {
  /// Sends a message or hands it to something that will.
  ///
  /// - Throws: Anything, if the message should be tried again later.
  func send(_ message: AccountMessage) async throws
}
