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
/// The value is immutable and a check is a pure function: it answers with the
/// set that is to be stored next. A code counts as accepted only once the
/// store has replaced exactly the set that was checked (compare-and-set): of
/// two sign-ins that use one code at the same time, one wins and the other
/// finds the code spent. Compare whole values or their ``revision``; no state
/// comes back, because the salt is new for each set and entries are only ever
/// spent.
///
/// All codes of a set share one random salt. So a typed code is hashed once,
/// however many codes there are, and not once for each. The salts of two sets
/// differ, hence equal codes of two accounts have different hashes. Someone
/// who has stolen one set tries each guess against all its codes at once,
/// which takes log2(10) ≈ 3.3 of the 75 bits.
///
/// A spent code keeps its place and its hash. The comparison therefore has
/// the same length on the first day and on the last, and a code that comes a
/// second time is recognised.
public struct BackupCodeSet: Sendable, Equatable {
  static let saltByteCount = 16
  static let hashByteCount = 32

  /// One code: its hash and a mask, 0xFF as long as it may be used, then 0.
  struct Slot: Sendable, Equatable {
    let hash: [UInt8]
    var live: UInt8 = 0xFF
  }

  /// The algorithm and the cost that this set was hashed with.
  public let derivation: KeyDerivation

  /// The id of the server key that was mixed in, if one was.
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
  /// How many codes were issued, 1…100.
  public var count: Int { slots.count }

  /// How many codes can still be used.
  ///
  /// Time depends on: ``count`` alone.
  public var remaining: Int { slots.reduce(0) { $0 &+ Int($1.live & 1) } }

  /// A short text that changes with every spent code and every new set.
  ///
  /// For a store whose compare-and-set compares a column: the salt, which is
  /// no secret, and the number of spent codes.
  public var revision: String {
    PHCBase64.encode(salt) + "." + String(count - remaining)
  }
}

extension BackupCodeSet: CustomStringConvertible, CustomReflectable {
  /// How many codes are left and how they are hashed.
  public var description: String {
    "BackupCodeSet(\(remaining) of \(count) left, \(derivation))"
  }

  /// No children: a dump shows no hashes.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
