// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

extension BackupCodeSet {
  /// What is known about an accepted code.
  public struct Match: Sendable, Hashable {
    /// The index of the code, in the order of issue.
    public let index: Int

    /// The number of codes that are left after this one.
    public let remaining: Int

    /// Whether the scheme would hash a new set differently.
    ///
    /// If so, suggest a new set; ``BackupCodeScheme/isOutdated(_:)`` says why.
    public let isOutdated: Bool
  }

  /// Checks a typed code and returns the set to store if it is accepted.
  ///
  /// A code is rejected as `.mismatch` if it is unknown, `.replayed` if it is
  /// spent, and `.malformed` if the text cannot be a code. The reasons are for
  /// logs, not for the person. After a rejection the second value equals this
  /// set.
  ///
  /// Count failures together with those of other factors and slow them down
  /// (NIST SP 800-63B-4 section 3.2.2). Each well-formed guess costs a key
  /// derivation.
  ///
  /// Time depends on: the typed text, as in ``BackupCode/init(_:)``; the
  /// parameters of the derivation; the pepper that is used, if one is; the
  /// number of codes issued; and the verdict. A malformed text is refused
  /// without a key derivation. Every other text costs exactly one derivation
  /// and one pass over all entries, even if none is left: time does not tell
  /// how many are left, how many bytes agreed or which entry matched.
  ///
  /// - Throws: ``BackupCodeError/unknownPepper(id:)`` before anything else;
  ///   ``BackupCodeError/derivation(_:)``. Neither says anything about the code,
  ///   and no set is to be stored.
  public func check(
    _ typed: some StringProtocol, with scheme: BackupCodeScheme
  ) throws(BackupCodeError) -> (verdict: Verdict<Match>, next: BackupCodeSet) {
    let hasher = CodeHasher(
      derivation: derivation, pepper: try scheme.pepper(for: self), salt: salt)
    return try check(
      typed, hasher: hasher, isOutdated: scheme.isOutdated(self))
  }

  /// The check with a hasher that a test can replace.
  func check(
    _ typed: some StringProtocol, hasher: CodeHasher, isOutdated: Bool
  ) throws(BackupCodeError) -> (verdict: Verdict<Match>, next: BackupCodeSet) {
    guard let code = BackupCode(typed) else {
      return (.rejected(.malformed), self)
    }
    var hash = try hasher.hash(code)
    defer { Libcrypto.wipe(&hash) }
    let (found, next) = spend(hash)
    guard ConstantTime.decide(UInt32(found.live)) else {
      let isSpent = ConstantTime.decide(UInt32(found.spent))
      return (.rejected(isSpent ? .replayed : .mismatch), next)
    }
    let match = Match(
      index: Int(found.index), remaining: next.remaining,
      isOutdated: isOutdated)
    return (.accepted(match), next)
  }
}

// MARK: - Comparison

extension BackupCodeSet {
  /// The result of a pass over the entries, as masks.
  private struct Found {
    /// 0xFF if an entry that is not spent matched.
    var live: UInt8 = 0

    /// 0xFF if a spent entry matched.
    var spent: UInt8 = 0

    /// The index of the matching entry; one at most, because all hashes differ.
    var index: UInt8 = 0
  }

  /// Marks the matching entry as spent, without a branch or an early exit.
  private func spend(_ hash: [UInt8]) -> (Found, BackupCodeSet) {
    var next = self
    var found = Found()
    for (index, slot) in slots.enumerated() {
      let match = Libcrypto.mask(equal: slot.hash, hash)
      found.live |= match & slot.live
      found.spent |= match & ~slot.live
      found.index |= match & UInt8(truncatingIfNeeded: index)
      next.slots[index].live = slot.live & ~match
    }
    return (found, next)
  }
}
