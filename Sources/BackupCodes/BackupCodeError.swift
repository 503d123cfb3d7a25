// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why backup codes could not be made, read or checked.
///
/// A wrong code is a verdict, not an error; see ``BackupCodeSet``. No error
/// holds a code, a hash or a key.
public struct BackupCodeError: Error, Hashable, Sendable {
  private enum Code: Hashable {
    case count, repeatedCode
    case pepperID, pepperKey, repeatedPepper, unknownPepper(String)
    case mixedSet, repeatedHash, spent
    case stored(PHCStringError), derivation(KeyDerivationError)
  }

  private let code: Code

  private init(_ code: Code) { self.code = code }

  /// A set has 1…100 codes.
  public static let count = Self(.count)

  /// The generator made two equal codes, so its numbers are not random.
  public static let repeatedCode = Self(.repeatedCode)

  /// A pepper's id is not 1…32 characters of `A–Z a–z 0–9 . -`.
  public static let pepperID = Self(.pepperID)

  /// A pepper's key is shorter than 16 bytes.
  public static let pepperKey = Self(.pepperKey)

  /// Two peppers of one scheme have the same id.
  public static let repeatedPepper = Self(.repeatedPepper)

  /// The set needs a pepper that the scheme does not have.
  ///
  /// This is a fault of the server's configuration. It says nothing about the
  /// typed code: do not treat it as wrong, and do not count it as a failure.
  public static func unknownPepper(id: String) -> Self {
    Self(.unknownPepper(id))
  }

  /// Stored entries differ in salt, parameters, key id or hash length.
  public static let mixedSet = Self(.mixedSet)

  /// A stored hash appears twice in its set.
  public static let repeatedHash = Self(.repeatedHash)

  /// The stored list of spent entries is not ascending or points outside.
  public static let spent = Self(.spent)

  /// A stored entry is not a readable PHC string.
  public static func stored(_ error: PHCStringError) -> Self {
    Self(.stored(error))
  }

  /// The key derivation failed; nothing is known about the typed code.
  public static func derivation(_ error: KeyDerivationError) -> Self {
    Self(.derivation(error))
  }
}

extension BackupCodeError: CustomStringConvertible {
  /// One sentence for a log.
  public var description: String {
    switch code {
    case .count: "a set has 1…100 backup codes"
    case .repeatedCode: "the random number generator repeats itself"
    case .pepperID: "a pepper's id must be 1…32 of A–Z a–z 0–9 . -"
    case .pepperKey: "a pepper's key must be at least 16 bytes long"
    case .repeatedPepper: "two peppers have the same id"
    case .unknownPepper(let id): "there is no pepper with the id \(id)"
    case .mixedSet: "the stored entries do not belong to one set"
    case .repeatedHash: "a stored hash appears twice"
    case .spent: "the stored list of spent entries is malformed"
    case .stored(let error): "a stored entry is unreadable: \(error)"
    case .derivation(let error): "the code cannot be hashed: \(error)"
    }
  }
}
