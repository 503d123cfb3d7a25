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
///
/// A value is a snapshot that never changes; to copy it costs a reference.
public struct Account: Sendable, Equatable {
  private final class Snapshot: Sendable {
    let state: State
    let origin: Origin

    init(_ state: State, _ origin: Origin) {
      self.state = state
      self.origin = origin
    }

    func differs(from next: State) -> Bool {
      // What signing in changes is looked at first, and quick to compare.
      state.challenges != next.challenges || state.grants != next.grants
        || state != next
    }
  }

  private var snapshot: Snapshot

  /// Where a snapshot comes from.
  enum Origin: Sendable {
    /// A command of this process; what is stored is authenticated by a setup.
    case made(by: Setup?)
    /// Stored bytes, which say themselves who wrote them.
    case read(StoredRecord)
    /// A text of format 1, which nobody can say that of.
    case unsigned
  }

  /// A snapshot of a state.
  init(_ state: State, origin: Origin = .made(by: nil)) {
    snapshot = Snapshot(state, origin)
  }

  /// Where this snapshot comes from.
  var origin: Origin { snapshot.origin }

  /// What commands read and change.
  var state: State {
    get { snapshot.state }
    set { snapshot = Snapshot(newValue, .made(by: nil)) }
  }

  /// Whether a state is another one than this.
  func differs(from next: State) -> Bool { snapshot.differs(from: next) }

  /// The account's name.
  public var id: AccountID { snapshot.state.id }

  /// How often it was saved; 0 before the first time.
  public var version: UInt64 { snapshot.state.version }

  /// Whether this is only a record of attempts on names without account.
  ///
  /// There are so many as ``TwoFactorConfiguration/unknownNameRows`` says; a
  /// store leaves them out where it lists accounts.
  public var isUnknown: Bool { snapshot.state.isUnknown }

  /// Whether two snapshots say the same.
  public static func == (a: Self, b: Self) -> Bool {
    a.snapshot === b.snapshot || a.snapshot.state == b.snapshot.state
  }
}

extension Account {
  /// The members of an account.
  struct State: Sendable, Equatable {
    let id: AccountID
    var version: UInt64 = 0

    var standing: Standing
    var createdAt: UnixTime
    var mail: String?
    var identities: [ExternalIdentity] = []
    var password: StoredPassword?
    var throttles: [Guarded: Throttle] = [:]

    var phone: VerifiedPhone?
    var phoneChange: PhoneChange?
    var mailChange: MailChange?
    /// The authenticator apps in use, the oldest first.
    var apps: [TOTPFactor] = []
    var sms: SMSFactor?
    var backup: BackupFactor?
    var enrolment: Enrolment?
    var sending = SendLog()

    var challenges: [Challenge] = []
    var grants: [Grant] = []
    var devices: [RememberedDevice] = []
    var reset: ResetRecord?
    var outbox: [OutboxEntry] = []

    /// In a row that names without an account share: what was tried on them.
    var strangers: [Stranger] = []
    /// Of a name without an account: the row that it shares; never stored.
    var slot: StrangerSlot?
    /// How often all sessions have ended.
    var epoch: UInt64 = 0
    /// Addresses that signed in lately, the oldest first.
    var familiar: [FamiliarAddress] = []

    init(id: AccountID, standing: Standing, createdAt: UnixTime) {
      self.id = id
      self.standing = standing
      self.createdAt = createdAt
    }

    /// What stands for a name that has no account.
    static func unknown(_ id: AccountID, at now: UnixTime) -> State {
      State(id: id, standing: .unknown, createdAt: now)
    }
  }

  /// What is known of the account itself.
  enum Standing: String {
    /// An account that people use.
    case active
    /// It exists and answers nothing.
    case deactivated
    /// There is no account of this name. What somebody tried on it is counted
    /// all the same, or the growing wait would tell who has an account.
    case unknown
    /// There was an account, and everything of it was erased but its id.
    case erased
  }
}

// MARK: - Questions

extension Account.State {
  /// Whether this is only the record of attempts on a name without account.
  var isUnknown: Bool { standing == .unknown }

  /// Whether a factor is in use.
  func isActive(_ kind: FactorKind) -> Bool {
    switch kind {
    case .totp: !apps.isEmpty
    case .sms: if case .some = sms { true } else { false }
    // Backup codes stand in for a device; they are no factor of their own.
    case .backup: backup != nil && hasSecondFactor
    }
  }

  /// The factors in use, the stronger first.
  var activeFactors: [FactorKind] {
    var kinds: [FactorKind] = []
    for kind in FactorKind.allCases where isActive(kind) { kinds.append(kind) }
    return kinds
  }

  /// Whether a second factor guards the account.
  var hasSecondFactor: Bool { !apps.isEmpty || sms != nil }

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
    let factors = state.activeFactors.map(\.rawValue)
    return "Account(\(id), version \(version), \(factors))"
  }

  /// No children: a dump shows neither hashes nor sealed secrets.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
