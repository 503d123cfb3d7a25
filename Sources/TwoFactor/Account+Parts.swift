// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

/// A password as it is stored.
struct StoredPassword: Sendable, Equatable {
  /// A PHC string.
  var phc: String
  var setAt: UnixTime
  /// The end of a temporary password.
  var validUntil: UnixTime?
  /// Whether the person must choose another one.
  var mustChange = false
  /// Whether the person has not had one of their own yet.
  var isFirst = false
}

/// A phone number that the person has proven to have.
struct VerifiedPhone: Sendable, Equatable {
  var number: PhoneNumber
  var verifiedAt: UnixTime
}

/// A phone number that waits for its code.
struct PhoneChange: Sendable, Equatable {
  var number: PhoneNumber
  var code: SentCode?
  var startedAt: UnixTime
  var expiresAt: UnixTime
}

/// A mail address that waits for its code.
struct MailChange: Sendable, Equatable {
  var mail: String
  var code: SentCode?
  var startedAt: UnixTime
  var expiresAt: UnixTime
}

/// An authenticator app in use: one of several that an account can have.
struct TOTPFactor: Sendable, Equatable {
  /// The enrolment's name, which the sealed secret is bound to and the settings
  /// tell the app by.
  var name: String
  /// What the person calls the app; `nil` if they gave it no name.
  var label: AppName?
  var secret: Sealed
  var parameters: TOTPParameters
  var state: TOTPState
  var activeSince: UnixTime
  var lastUsed: UnixTime?
  /// Steps that a backup code used up, beside those of `state`.
  var burnt: BurntSteps?
}

/// Steps of an app whose codes are refused from `first` to `last`.
///
/// It has two ends: whatever a wrong clock uses up is a few steps around its
/// own time, and nothing of the right time.
struct BurntSteps: Sendable, Equatable {
  var first: UInt64
  var last: UInt64

  func contains(_ step: UInt64) -> Bool { first <= step && step <= last }
}

/// Codes by text message in use; they go to the account's verified phone.
struct SMSFactor: Sendable, Equatable {
  var activeSince: UnixTime
  var lastUsed: UnixTime?
}

/// Backup codes in use.
struct BackupFactor: Sendable, Equatable {
  var set: BackupCodeSet
  var issuedAt: UnixTime
  var lastUsed: UnixTime?
}

/// A factor that is being set up and guards nothing yet.
struct Enrolment: Sendable, Equatable {
  enum Method: Sendable, Equatable {
    case totp(secret: Sealed, parameters: TOTPParameters)
    case sms(number: PhoneNumber, code: SentCode?)
  }

  var name: String
  var method: Method
  var startedAt: UnixTime
  var expiresAt: UnixTime
  /// Set once a code was right.
  var proof: Proof?
  /// The codes that were shown and not yet confirmed as saved.
  var backup: BackupCodeSet?
  /// What the person calls the app; `nil` for no name.
  var label: AppName?
  /// Which apps in use the new one takes the place of.
  var replaced = ReplacedApps.all

  struct Proof: Sendable, Equatable {
    var at: UnixTime
    var state: TOTPState?
  }

  var kind: FactorKind {
    switch method {
    case .totp: .totp
    case .sms: .sms
    }
  }
}

/// A code that was sent out of band: random, with its own end, used once.
struct SentCode: Sendable, Equatable {
  var digest: CodeDigest
  var sentAt: UnixTime
  var expiresAt: UnixTime
  var attemptsLeft: Int

  /// Before it was sent nothing is valid: a clock that has gone back does not
  /// bring a code to life again.
  ///
  /// - Parameters:
  ///   - now: This server's time.
  ///   - latest: The time that another server's clock may be at now.
  func isAlive(at now: UnixTime, _ latest: UnixTime) -> Bool {
    sentAt <= latest && now < expiresAt && attemptsLeft > 0
  }
}

/// One sign-in that has passed its first step.
struct Challenge: Sendable, Equatable {
  var token: TokenHash
  var openedAt: UnixTime
  var expiresAt: UnixTime
  var attemptsLeft: Int
  var firstFactor: SignInMethod
  var mustChangePassword: Bool
  /// The code for the SMS factor.
  var code: SentCode?
  /// The code for a lost device.
  var recovery: SentCode?
  /// The grant that the session takes the place of, in a step-up.
  var grant: TokenHash?
}

/// Evidence of a recent sign-in, which settings ask for.
struct Grant: Sendable, Equatable {
  var token: TokenHash
  var issuedAt: UnixTime
  var expiresAt: UnixTime
  var assurance: Int
  var methods: [SignInMethod]
  var limits: Set<SessionLimit>
}

/// A device that stands in for the second factor for a while.
struct RememberedDevice: Sendable, Equatable {
  /// A public name, to list and revoke it by.
  var name: String
  var token: TokenHash
  var trustedAt: UnixTime
  var expiresAt: UnixTime
  var address: String?
  var lastUsed: UnixTime?
  /// Wrong passwords that came with its token; `nil` for none.
  var throttle: Throttle?
}

/// The state of a password reset.
struct ResetRecord: Sendable, Equatable {
  var requestedAt: UnixTime
  /// The token that was mailed, until it is used.
  var token: TokenHash?
  var expiresAt: UnixTime
}

/// A message, or audit events, that are saved and perhaps not sent yet.
struct OutboxEntry: Sendable, Equatable {
  var id: String
  var content: Sealed
  var createdAt: UnixTime
  /// Until then, whoever holds the lease sends it; afterwards anybody may.
  var leasedUntil: UnixTime
  /// When there is no more point in sending it.
  var expiresAt: UnixTime
  /// What a newer one takes the place of; `nil` if it stands alone.
  var kind: String?
  /// How often it could not be sent; `nil` for never.
  var failures: Int?
}
