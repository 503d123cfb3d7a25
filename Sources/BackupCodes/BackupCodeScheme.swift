// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The settings by which a server hashes backup codes, the same for all
/// accounts.
///
///     let scheme = BackupCodeScheme()
///     let (codes, set) = try scheme.issue()
///     show(codes.map(\.revealedText))           // once, and never again
///     store(set)                                // in place of any older set
///
/// The settings can change at any time: a set is checked with those that it was
/// issued with. ``isOutdated(_:)`` says whether they differ.
///
/// To change the pepper, make the new one `pepper` and keep the old one in
/// `formerPeppers` until no stored set names it.
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
  /// Every code costs one key derivation: ten codes take ten times as long as a
  /// check, about a second with the default. Storing the new set in place of
  /// the old one revokes all old codes.
  ///
  /// - Parameters:
  ///   - count: 1 to 100.
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
  /// A password can be hashed again when a person signs in with it. A set of
  /// codes cannot: a sign-in reveals one code, which is then spent. Issue a new
  /// set instead. It replaces the person's list, so suggest it after a code was
  /// used. An outdated cost is not urgent, because the codes have 75 random
  /// bits; a leaked pepper is.
  public func isOutdated(_ set: BackupCodeSet) -> Bool {
    set.derivation != derivation || set.pepperID != pepper?.id
  }

  /// The pepper that a set was hashed with; `nil` if it has none.
  func pepper(for set: BackupCodeSet) throws(BackupCodeError) -> Pepper? {
    guard let id = set.pepperID else { return nil }
    if let pepper, pepper.id == id { return pepper }
    guard let former = formerPeppers.first(where: { $0.id == id }) else {
      throw .unknownPepper(id: id)
    }
    return former
  }
}
