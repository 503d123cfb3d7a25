// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// How somebody signed in.
public enum SignInMethod: String, Sendable, Hashable, Codable {
  /// A password, or a provider's assertion without several factors.
  case password, provider
  /// A provider's assertion of several factors.
  case providerWithFactors
  /// A second factor of this account.
  case totp, sms, backup
  /// A device that is remembered: no authentication by NIST's rules.
  case device
  /// The way for lost devices.
  case recovery

  init(_ kind: FactorKind) {
    switch kind {
    case .totp: self = .totp
    case .sms: self = .sms
    case .backup: self = .backup
    }
  }
}

/// What a session may not do yet.
public enum SessionLimit: String, Sendable, Hashable, Codable {
  /// Nothing but set up a second factor.
  case mustEnrol
  /// Nothing but choose a new password.
  case mustChangePassword
  /// Signed in by the lost-device way: may set up and remove factors without
  /// showing one, and not change the phone number.
  case recovering
}

/// A completed sign-in.
public struct SignInSession: Sendable, Equatable {
  /// Evidence of this sign-in for the settings, good for some minutes.
  ///
  /// Keep it with the session on the server.
  public let grant: String
  /// The account's number of ended sessions: see
  /// ``TwoFactorService/epoch(of:)``.
  public let epoch: UInt64
  /// 1, or 2 where two factors were shown (NIST SP 800-63B-4 section 2.2).
  public let assurance: Int
  /// How.
  public let methods: [SignInMethod]
  /// What the session may not do yet; the server must enforce it.
  public let limits: Set<SessionLimit>
  /// Until when a second factor must be set up, if that is demanded.
  public let enrolBefore: UnixTime?
  /// A token for the device, if it is to be remembered: set it as a cookie
  /// with `Secure`, `HttpOnly` and `SameSite`.
  public let device: String?

  /// A session, for doubles of the service in tests.
  public init(
    grant: String, epoch: UInt64 = 0, assurance: Int, methods: [SignInMethod],
    limits: Set<SessionLimit> = [], enrolBefore: UnixTime? = nil,
    device: String? = nil
  ) {
    self.grant = grant
    self.epoch = epoch
    self.assurance = assurance
    self.methods = methods
    self.limits = limits
    self.enrolBefore = enrolBefore
    self.device = device
  }
}

/// The second step that a sign-in still needs.
public struct ChallengeOffer: Sendable, Equatable {
  /// Names this sign-in in the calls that follow.
  public let token: String
  /// What can be used, the stronger first.
  public let factors: [FactorKind]
  /// When it ends.
  public let expiresAt: UnixTime

  /// An offer, for doubles of the service in tests.
  public init(token: String, factors: [FactorKind], expiresAt: UnixTime) {
    self.token = token
    self.factors = factors
    self.expiresAt = expiresAt
  }
}

/// What came of a step of signing in.
public enum SignInAnswer: Sendable, Equatable {
  /// Done.
  case signedIn(SignInSession)
  /// A second step is needed.
  case challenge(ChallengeOffer)
  /// No; try again after so many seconds, if that is said.
  ///
  /// The same for a wrong password, an unknown and a deactivated account; for
  /// a wrong, used and expired code.
  case refused(retryAfter: Int?)
}

/// What came of showing the password again.
public enum ConfirmationAnswer: Sendable, Equatable {
  /// It was right.
  case confirmed
  /// It was not, or it came too early: the seconds until the next one is
  /// looked at.
  case refused(retryAfter: Int?)
}

/// What came of choosing a new password.
public enum PasswordChangeAnswer: Sendable, Equatable {
  /// It is the new one from now on.
  case changed
  /// The present one is wrong; try again after so many seconds, if that is
  /// said.
  case refused(retryAfter: Int?)
}

/// What came of asking for a message.
public enum SendAnswer: Sendable, Equatable {
  /// It is on its way, if there is a way.
  case sent(retryAfter: Int?)
  /// Not now: after so many seconds, if that is said.
  case refused(retryAfter: Int?)
}

/// What came of a step of setting up a factor.
public enum EnrolmentAnswer: Sendable, Equatable {
  /// The factor guards the account now.
  case active
  /// Show these once; the factor becomes active when the person has confirmed
  /// that they are saved.
  case saveBackupCodes([String])
  /// The code is wrong or too old.
  case refused(retryAfter: Int?)
}

/// What an authenticator app needs, shown once.
public struct TOTPEnrolment: Sendable {
  /// The text of the QR code.
  public let uri: OTPAuthURI
  /// The secret in groups of four letters, for apps without a camera.
  public let secretText: String

  /// An enrolment, for doubles of the service in tests.
  public init(uri: OTPAuthURI, secretText: String) {
    self.uri = uri
    self.secretText = secretText
  }
}

/// What is said while a phone number waits for its code.
public struct SMSEnrolment: Sendable, Equatable {
  /// Where the code went, all but two digits hidden.
  public let sentTo: String
  /// When the code ends.
  public let expiresAt: UnixTime
  /// What the person must be told about codes by text message.
  public let notice: String

  /// An enrolment, for doubles of the service in tests.
  public init(sentTo: String, expiresAt: UnixTime, notice: String) {
    self.sentTo = sentTo
    self.expiresAt = expiresAt
    self.notice = notice
  }
}

/// Something to complete the second step with.
public enum SecondFactorProof: Sendable {
  /// A code from an authenticator app.
  case totp(String)
  /// A code from a text message.
  case sms(String)
  /// A backup code.
  case backup(String)

  /// Which factor it is of.
  public var kind: FactorKind {
    switch self {
    case .totp: .totp
    case .sms: .sms
    case .backup: .backup
    }
  }
}
