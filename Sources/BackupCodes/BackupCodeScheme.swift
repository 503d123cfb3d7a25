// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// How a server hashes backup codes: its settings, the same for everyone.
///
///     let scheme = BackupCodeScheme()
///     let (codes, set) = try scheme.issue()
///     show(codes.map(\.revealedText))           // once, and never again
///     store(set)                                // in place of any older set
///
/// The settings may change at any time. A set keeps those that it was issued
/// with and is checked by them; ``isOutdated(_:)`` tells that they differ.
///
/// To change the pepper, make the new one `pepper` and move the old one to
/// `formerPeppers`, until no stored set names it any more.
public struct BackupCodeScheme: Sendable {
  /// The algorithm and the cost of new sets.
  public let derivation: KeyDerivation

  /// The server key that new sets are hashed with, if any.
  public let pepper: Pepper?

  /// The server keys of older sets.
  public let formerPeppers: [Pepper]

  /// Puts the settings together.
  ///
  /// - Throws: ``BackupCodeError/repeatedPepper`` if an id is given twice.
  public init(
    derivation: KeyDerivation = .backupCode, pepper: Pepper?,
    formerPeppers: [Pepper] = []
  ) throws(BackupCodeError) {
    let ids = ([pepper].compactMap(\.self) + formerPeppers).map(\.id)
    guard Set(ids).count == ids.count else { throw .repeatedPepper }
    self.derivation = derivation
    self.pepper = pepper
    self.formerPeppers = formerPeppers
  }

  /// Settings without a pepper.
  public init(derivation: KeyDerivation = .backupCode) {
    self.derivation = derivation
    pepper = nil
    formerPeppers = []
  }
}

// MARK: - Issuing

extension BackupCodeScheme {
  /// Makes codes and the set to store for them.
  ///
  /// Every code costs one key derivation: ten take about ten times as long
  /// as a check, with the default some 1 s. Storing the new set in place of
  /// the old one voids all the old codes at once.
  ///
  /// - Parameters:
  ///   - count: 1…100, by default ten.
  ///   - generator: A cryptographic generator, for the codes and the salt.
  /// - Throws: ``BackupCodeError/count``, ``BackupCodeError/repeatedCode``,
  ///   ``BackupCodeError/derivation(_:)``.
  public func issue(
    count: Int = 10, using generator: inout some RandomNumberGenerator
  ) throws(BackupCodeError) -> (codes: [BackupCode], set: BackupCodeSet) {
    let codes = try BackupCode.generate(count: count, using: &generator)
    var salt: [UInt8] = []
    for _ in 0..<BackupCodeSet.saltByteCount {
      salt.append(.random(in: .min ... .max, using: &generator))
    }
    return (codes, try hash(codes, salt: salt))
  }

  /// Makes codes from the system's random numbers, and the set to store.
  ///
  /// - Throws: as ``issue(count:using:)`` does.
  public func issue(
    count: Int = 10
  ) throws(BackupCodeError) -> (codes: [BackupCode], set: BackupCodeSet) {
    var generator = SystemRandomNumberGenerator()
    return try issue(count: count, using: &generator)
  }

  private func hash(
    _ codes: [BackupCode], salt: [UInt8]
  ) throws(BackupCodeError) -> BackupCodeSet {
    let hasher = CodeHasher(derivation: derivation, pepper: pepper, salt: salt)
    var hashes: [[UInt8]] = []
    for code in codes { hashes.append(try hasher.hash(code)) }
    return BackupCodeSet(
      derivation: derivation, pepperID: pepper?.id, salt: salt, hashes: hashes)
  }
}

// MARK: - Older sets

extension BackupCodeScheme {
  /// Whether a set was issued with another cost or pepper than new ones are.
  ///
  /// A password is hashed again at sign-in, when it is known. Here a sign-in
  /// reveals one code only, and that one is spent by it; the others cannot be
  /// hashed again by anybody. So the way forward is to issue a new set, which
  /// means new paper for the person: suggest it once a code was used, which
  /// is when they have to think of their codes anyway. There is no hurry with
  /// a cost (75 random bits do not depend on it); there is if a pepper leaked.
  public func isOutdated(_ set: BackupCodeSet) -> Bool {
    set.derivation != derivation || set.pepperID != pepper?.id
  }

  /// The pepper that a set was hashed with; `nil` if with none.
  func pepper(for set: BackupCodeSet) throws(BackupCodeError) -> Pepper? {
    guard let id = set.pepperID else { return nil }
    if let pepper, pepper.id == id { return pepper }
    guard let former = formerPeppers.first(where: { $0.id == id }) else {
      throw .unknownPepper(id: id)
    }
    return former
  }
}
