// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

extension BackupCodeSet {
  /// What an accepted code tells.
  public struct Match: Sendable, Hashable {
    /// Which code of the set it was, from 0, in the order of issue.
    public let index: Int

    /// How many codes are left after this one.
    public let remaining: Int

    /// Whether the scheme would hash a new set differently.
    ///
    /// If so, suggest a new set; ``BackupCodeScheme/isOutdated(_:)`` says why
    /// nothing less will do.
    public let isOutdated: Bool
  }

  /// Checks a typed code and gives the set to store if it is accepted.
  ///
  /// A wrong code is a verdict: `.mismatch` for an unknown code, `.replayed`
  /// for a spent one, `.malformed` for a text that cannot be a code. They are
  /// meant for logs, not for whoever typed it. After any of them the second
  /// value equals this set.
  ///
  /// Count failures together with those of other factors and slow them down
  /// (NIST SP 800-63B-4 section 3.2.2). Each well-formed guess costs a key
  /// derivation here as well.
  ///
  /// Time depends on: the typed text (see ``BackupCode/init(_:)``); the
  /// derivation's parameters; whether there is a pepper, and which; the
  /// number of codes issued. A malformed text is refused without a key
  /// derivation, which tells only what the form of a code tells, and that is
  /// public. Every other text costs exactly one derivation and one pass over
  /// all entries, also when none is left: time does not tell how many are
  /// left, how many bytes agreed or which entry matched. Whether one matched
  /// is the verdict; making its value is not hidden.
  ///
  /// - Throws: ``BackupCodeError/unknownPepper(id:)`` before anything else;
  ///   ``BackupCodeError/derivation(_:)``. In both cases nothing is known
  ///   about the code and no set is to be stored.
  public func check(
    _ typed: some StringProtocol, with scheme: BackupCodeScheme
  ) throws(BackupCodeError) -> (verdict: Verdict<Match>, next: BackupCodeSet) {
    let hasher = CodeHasher(
      derivation: derivation, pepper: try scheme.pepper(for: self), salt: salt)
    return try check(
      typed, hasher: hasher, isOutdated: scheme.isOutdated(self))
  }

  /// The check with a hasher that a test can look into.
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
  /// What a pass over the entries found, as masks.
  private struct Found {
    /// 0xFF if an entry that may be used matched.
    var live: UInt8 = 0

    /// 0xFF if a spent entry matched.
    var spent: UInt8 = 0

    /// The place of the matching entry.
    ///
    /// Hashes differ, so there is one at most.
    var index: UInt8 = 0
  }

  /// Takes the matching entry out of use, without a branch or an early end.
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
