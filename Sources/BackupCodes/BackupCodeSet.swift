// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The backup codes of one account as a server stores them: hashed.
///
///     let (verdict, next) = try set.check(typed, with: scheme)
///     if case .accepted(let match) = verdict {
///       guard store.replace(set, with: next) else { … load and check again }
///       notify(remaining: match.remaining)
///     }
///
/// The value is immutable. A check is a pure function that returns the set to
/// store next. Grant access only after the store has replaced exactly the set
/// that was checked (compare-and-set): of two sign-ins that use one code at the
/// same time, one wins and the other finds the code spent. Compare whole values
/// or their ``revision``. A set never returns to an earlier state, because the
/// salt is new for each set and codes are only ever spent.
///
/// All codes of a set share one random salt, so a typed code is hashed once,
/// however many codes there are. Two sets have different salts, so equal codes
/// of two accounts have different hashes. An attacker who has stolen a set tries
/// each guess against all its codes at once, which costs log2(10) ≈ 3.3 of the
/// 75 bits.
///
/// A spent code keeps its place and its hash. So the comparison always has the
/// same length, and a code that is used a second time is recognised.
public struct BackupCodeSet: Sendable, Equatable {
  static let saltByteCount = 16
  static let hashByteCount = 32

  /// One code: its hash, and a mask that is 0xFF until the code is spent, then 0.
  struct Slot: Sendable, Equatable {
    let hash: [UInt8]
    var live: UInt8 = 0xFF
  }

  /// The algorithm and the cost that this set was hashed with.
  public let derivation: KeyDerivation

  /// The id of the pepper, if the set has one.
  public let pepperID: String?

  let salt: [UInt8]
  var slots: [Slot]

  init(
    derivation: KeyDerivation, pepperID: String?, salt: [UInt8],
    hashes: [[UInt8]]
  ) {
    self.derivation = derivation
    self.pepperID = pepperID
    self.salt = salt
    slots = hashes.map { Slot(hash: $0) }
  }
}

// MARK: - Counting

extension BackupCodeSet {
  /// The number of codes that were issued: 1 to 100.
  public var count: Int { slots.count }

  /// The number of codes that are not spent.
  ///
  /// Time depends on: ``count`` alone.
  public var remaining: Int { slots.reduce(0) { $0 &+ Int($1.live & 1) } }

  /// A short text that changes with every spent code and every new set.
  ///
  /// It serves a store whose compare-and-set compares a column. It has the salt,
  /// which is not secret, and the number of spent codes.
  public var revision: String {
    PHCBase64.encode(salt) + "." + String(count - remaining)
  }
}

extension BackupCodeSet: CustomStringConvertible, CustomReflectable {
  /// The number of codes that are left, and the key derivation.
  public var description: String {
    "BackupCodeSet(\(remaining) of \(count) left, \(derivation))"
  }

  /// No children: a dump shows no hashes.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
