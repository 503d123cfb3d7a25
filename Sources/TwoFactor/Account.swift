// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

/// Everything that is remembered of one account: the unit that is loaded,
/// decided upon, and saved whole if nobody else has saved it in between.
///
/// A command is a function from an account, its input, a time and random
/// numbers to an answer and the next account. So a store needs two duties
/// only (``AccountStore``), and whatever two requests could race on lies
/// within one compare-and-set.
///
/// The stored form holds no secret in the clear: app secrets and waiting
/// messages are sealed, passwords and backup codes are slow hashes, short
/// codes are keyed digests, tokens are hashes.
public struct Account: Sendable, Equatable {
  /// The account's name.
  public let id: AccountID

  /// How often it was saved; 0 before the first time.
  public internal(set) var version: UInt64 = 0

  /// What is known of the account itself.
  enum Standing: String, Codable {
    /// An account that people use.
    case active
    /// It exists and answers nothing.
    case deactivated
    /// There is no account of this name. What somebody tried on it is counted
    /// all the same, or the growing wait would tell who has an account.
    case unknown
  }

  var standing: Standing
  var createdAt: UnixTime
  var mail: String?
  var identities: [ExternalIdentity] = []
  var password: StoredPassword?
  var throttles: [Guarded: Throttle] = [:]

  var phone: VerifiedPhone?
  var phoneChange: PhoneChange?
  var totp: TOTPFactor?
  var sms: SMSFactor?
  var backup: BackupFactor?
  var enrolment: Enrolment?
  var sending = SendLog()

  var challenges: [Challenge] = []
  var grants: [Grant] = []
  var devices: [RememberedDevice] = []
  var reset: ResetRecord?
  var outbox: [OutboxEntry] = []

  init(id: AccountID, standing: Standing, createdAt: UnixTime) {
    self.id = id
    self.standing = standing
    self.createdAt = createdAt
  }

  /// What stands for a name that has no account.
  static func unknown(_ id: AccountID, at now: UnixTime) -> Account {
    Account(id: id, standing: .unknown, createdAt: now)
  }
}

// MARK: - Questions

extension Account {
  /// Whether this is only the record of attempts on a name without account;
  /// a store may drop such records when they have not been saved for a day.
  public var isUnknown: Bool { standing == .unknown }

  /// The factors in use, the stronger first.
  var activeFactors: [FactorKind] {
    var kinds: [FactorKind] = []
    if totp != nil { kinds.append(.totp) }
    if sms != nil { kinds.append(.sms) }
    // Backup codes stand in for a device; they are no factor of their own.
    if backup != nil && !kinds.isEmpty { kinds.append(.backup) }
    return kinds
  }

  /// Whether a second factor guards the account.
  var hasSecondFactor: Bool { totp != nil || sms != nil }

  /// Words that make a password easy to guess for this account.
  var ownWords: [String] {
    let names = [id.text, mail ?? ""] + identities.map(\.subject)
    return names.flatMap { name in
      [name, String(name.prefix { $0 != "@" })].map { $0.lowercased() }
    }
  }
}

extension Account: CustomStringConvertible, CustomReflectable {
  /// Name, version and factors.
  public var description: String {
    "Account(\(id), version \(version), \(activeFactors.map(\.rawValue)))"
  }

  /// No children: a dump shows neither hashes nor sealed secrets.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
