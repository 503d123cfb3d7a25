// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// Something about an account's security that happened: for the log, and
/// never for the person who tried.
///
/// It holds no code, password, token or secret (ASVS 5.0 16.2.5).
public struct AuditEvent: Sendable, Hashable, Codable {
  /// What happened.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// A life.
    case accountCreated, accountDeactivated, accountReactivated, statusRead
    case accountImported, accountErased
    /// The first step of signing in.
    case passwordAccepted, passwordRejected, assertionAccepted
    case assertionRejected, signInRefused
    /// The second step.
    case challengeOpened, challengeRejected, challengeExhausted
    case factorAccepted, factorRejected, factorReplayed, factorDisabled
    case signedIn, signedOut, sessionsEnded, throttled, codeSent, sendingRefused
    /// Factors.
    case enrolmentStarted, enrolmentRejected, factorAdded, factorRemoved
    case appRenamed
    case backupCodesIssued, backupCodeUsed, resynchronized
    case phoneChangeStarted, phoneChanged, phoneRemoved
    /// Losing a device.
    case recoveryRequested, recoveryRejected, recovered
    case administratorReset
    /// Devices.
    case deviceRemembered, deviceUsed, deviceRejected, devicesRevoked
    /// Passwords.
    case passwordChanged, passwordChangeRejected, temporaryPasswordIssued
    case resetRequested, resetSuppressed, resetConfirmed, resetRejected
    /// A message that had to give way in a full outbox.
    case messageDropped
    /// The mail address, and identities at providers.
    case mailChangeStarted, mailChanged, identityLinked, identityUnlinked
    /// Anything that was tried without the right to.
    case notAuthorized
    /// What the application does itself; the account layer records none of
    /// these. A policy's account is the administrator's who set it.
    case roleGranted, roleRevoked, policyChanged
  }

  /// The account.
  public let account: AccountID
  /// When, by the server's clock.
  public let at: UnixTime
  /// What.
  public let kind: Kind
  /// Which factor, if one was tried or changed.
  public var factor: FactorKind?
  /// Which authenticator app, by ``AccountStatus/App/id``, for what was done
  /// with one or to one.
  public var app: String?
  /// Why, in a word: `mismatch`, `expired`, `deactivated`, ….
  public var reason: String?
  /// The administrator, for what one did.
  public var actor: String?
  /// The address that the request came from, if it was given.
  public var address: String?
  /// The same each time that the event is recorded; `nil` unless events leave
  /// through the outbox (``TwoFactorConfiguration/auditsThroughOutbox``).
  public var id: String?

  /// An event.
  public init(
    account: AccountID, at: UnixTime, kind: Kind, factor: FactorKind? = nil,
    app: String? = nil, reason: String? = nil, actor: String? = nil,
    address: String? = nil,
    id: String? = nil
  ) {
    self.account = account
    self.at = at
    self.kind = kind
    self.factor = factor
    self.app = app
    self.reason = reason
    self.actor = actor
    self.address = address
    self.id = id
  }
}

/// Where audit events go.
///
/// An ``AuditingAccountStore`` records events together with what they are about.
/// Elsewhere each event is recorded at most once, unless
/// ``TwoFactorConfiguration/auditsThroughOutbox`` is set:
///
/// - A command's events come in one call, in their order, after the account
///   was saved and before the command answers. What was not saved because a
///   race was lost, or because the store failed, leaves none; what needs no
///   saving, such as a refusal, leaves its events.
/// - If the process ends between the save and the call, the events are lost:
///   the account says what happened, the audit does not. So an event proves
///   that something happened, and a missing one proves nothing.
/// - Calls for one account may overtake each other where commands on it run at
///   the same time.
///
/// What a person must hear of does not rest on this: a
/// ``AccountMessage/Notice`` is saved with the account and sent at least once.
/// Where the audit must have everything, too, set
/// ``TwoFactorConfiguration/auditsThroughOutbox``: the events of a command that
/// changes the account are then saved with it, and recorded until the sink has
/// taken them, each time with the same ``AuditEvent/id``. Events of a command
/// that changes nothing, such as a refusal within a wait, are recorded
/// directly, before the answer.
public protocol AuditSink: Sendable {
  /// Writes the events of one command; the answer waits for it.
  ///
  /// - Throws: Anything, if they were not written. They are recorded again if
  ///   they leave through the outbox, and are lost otherwise.
  func record(_ events: [AuditEvent]) async throws
}

/// A sink that forgets.
public struct NoAudit: AuditSink {
  /// A sink.
  public init() {}

  /// Does nothing.
  public func record(_ events: [AuditEvent]) async {}
}
