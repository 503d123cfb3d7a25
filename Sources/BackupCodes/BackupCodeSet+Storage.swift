// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// MARK: - PHC strings

extension BackupCodeSet {
  /// The hashes to store, one for each code, in the order of issue.
  ///
  /// All have the same salt and parameters.
  public var hashes: [PHCString] {
    slots.map {
      PHCString(
        unchecked: derivation, keyID: pepperID, salt: salt, hash: $0.hash)
    }
  }

  /// The indexes of the spent codes in ``hashes``, ascending.
  public var spent: [Int] { slots.indices.filter { slots[$0].live == 0 } }

  /// A set from its stored parts.
  ///
  /// - Parameters:
  ///   - hashes: 1…100 different hashes of 32 bytes with the same 16-byte
  ///     salt, parameters and key id.
  ///   - spent: The indexes of the spent ones, ascending.
  /// - Throws: ``BackupCodeError/count``, ``BackupCodeError/mixedSet``,
  ///   ``BackupCodeError/repeatedHash``, ``BackupCodeError/spent``.
  public init(
    hashes: [PHCString], spent: [Int]
  ) throws(BackupCodeError) {
    guard BackupCode.setCounts ~= hashes.count, let first = hashes.first
    else { throw .count }
    guard hashes.allSatisfy({ $0.fits(first) }) else { throw .mixedSet }
    // Two equal hashes would make one code count twice.
    guard Set(hashes).count == hashes.count else { throw .repeatedHash }
    guard
      zip(spent, spent.dropFirst()).allSatisfy({ $0 < $1 }),
      spent.allSatisfy(hashes.indices.contains)
    else { throw .spent }
    self.init(
      derivation: first.derivation, pepperID: first.keyID, salt: first.salt,
      hashes: hashes.map(\.hash))
    for place in spent { slots[place].live = 0 }
  }
}

extension PHCString {
  /// Whether this hash and `first` can belong to one set.
  fileprivate func fits(_ first: PHCString) -> Bool {
    derivation == first.derivation && keyID == first.keyID
      && salt == first.salt && salt.count == BackupCodeSet.saltByteCount
      && hash.count == BackupCodeSet.hashByteCount
  }
}

// MARK: - Codable

extension BackupCodeSet: Codable {
  private enum CodingKeys: String, CodingKey {
    case hashes, spent
  }

  /// Writes `{"hashes": ["$scrypt$…", …], "spent": [0, 3]}`.
  ///
  /// It holds no code, but store it as carefully as password hashes.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(hashes.map(\.text), forKey: .hashes)
    try container.encode(spent, forKey: .spent)
  }

  /// Reads what ``encode(to:)`` writes and checks it like
  /// ``init(hashes:spent:)``.
  ///
  /// - Throws: `DecodingError`; its underlying error is a ``BackupCodeError`` if
  ///   a value is wrong. Neither repeats the content.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let texts = try container.decode([String].self, forKey: .hashes)
    let spent = try container.decode([Int].self, forKey: .spent)
    do throws(BackupCodeError) {
      try self.init(texts: texts, spent: spent)
    } catch {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath, debugDescription: error.description,
          underlyingError: error))
    }
  }

  private init(texts: [String], spent: [Int]) throws(BackupCodeError) {
    guard BackupCode.setCounts ~= texts.count else { throw .count }
    var hashes: [PHCString] = []
    for text in texts {
      do throws(PHCStringError) {
        hashes.append(try PHCString(parsing: text))
      } catch {
        throw .stored(error)
      }
    }
    try self.init(hashes: hashes, spent: spent)
  }
}
