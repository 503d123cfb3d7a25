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
    case accountCreated, accountDeactivated, accountReactivated
    /// The first step of signing in.
    case passwordAccepted, passwordRejected, assertionAccepted
    case assertionRejected, signInRefused
    /// The second step.
    case challengeOpened, challengeRejected, challengeExhausted
    case factorAccepted, factorRejected, factorReplayed, factorDisabled
    case signedIn, signedOut, throttled, codeSent, sendingRefused
    /// Factors.
    case enrolmentStarted, enrolmentRejected, factorAdded, factorRemoved
    case backupCodesIssued, backupCodeUsed, resynchronized
    case phoneChangeStarted, phoneChanged
    /// Losing a device.
    case recoveryRequested, recoveryRejected, recovered
    case administratorReset
    /// Devices.
    case deviceRemembered, deviceUsed, deviceRejected, devicesRevoked
    /// Passwords.
    case passwordChanged, passwordChangeRejected, temporaryPasswordIssued
    case resetRequested, resetSuppressed, resetConfirmed, resetRejected
    /// Anything that was tried without the right to.
    case notAuthorized
  }

  /// The account.
  public let account: AccountID
  /// When, by the server's clock.
  public let at: UnixTime
  /// What.
  public let kind: Kind
  /// Which factor, if one was tried or changed.
  public var factor: FactorKind?
  /// Why, in a word: `mismatch`, `expired`, `deactivated`, ….
  public var reason: String?
  /// The administrator, for what one did.
  public var actor: String?
  /// The address that the request came from, if it was given.
  public var address: String?
}

/// Where audit events go.
///
/// Events are recorded after the account was saved, in order; a decision that
/// lost its race leaves none. A sink that fails must keep that to itself.
public protocol AuditSink: Sendable {
  /// Writes the events of one command.
  func record(_ events: [AuditEvent]) async
}

/// A sink that forgets.
public struct NoAudit: AuditSink {
  /// A sink.
  public init() {}

  /// Does nothing.
  public func record(_ events: [AuditEvent]) async {}
}
