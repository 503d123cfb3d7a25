// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why a text is not a PHC string that this library reads.
///
/// The error names the part that is wrong and never repeats it.
public struct PHCStringError: Error, Hashable, Sendable {
  private enum Code: Hashable {
    case tooLong, structure, algorithm, parameters, keyID, salt, hash
    case limits(KeyDerivationError)
  }

  private let code: Code

  private init(_ code: Code) { self.code = code }

  /// The text is longer than 512 bytes.
  public static let tooLong = Self(.tooLong)

  /// The text is not `$algorithm$parameters$salt$hash` in ASCII.
  public static let structure = Self(.structure)

  /// The algorithm is neither `scrypt` nor `pbkdf2-sha256`.
  public static let algorithm = Self(.algorithm)

  /// A parameter is missing, unknown, given twice, out of order or not a number.
  public static let parameters = Self(.parameters)

  /// The key id is not 1…32 characters of `A–Z a–z 0–9 . -`.
  public static let keyID = Self(.keyID)

  /// The salt is not strict base64 of 8…64 bytes.
  public static let salt = Self(.salt)

  /// The hash is not strict base64 of 16…64 bytes.
  public static let hash = Self(.hash)

  /// The parameters ask for more than ``KeyDerivation`` allows.
  public static func limits(_ error: KeyDerivationError) -> Self {
    Self(.limits(error))
  }
}

extension PHCStringError: CustomStringConvertible {
  /// One sentence for a log.
  public var description: String {
    switch code {
    case .tooLong: "the PHC string is longer than 512 bytes"
    case .structure: "not of the form $algorithm$parameters$salt$hash"
    case .algorithm: "the PHC string's algorithm is not supported"
    case .parameters: "the PHC string's parameters are malformed"
    case .keyID: "the PHC string's key id is malformed"
    case .salt: "the PHC string's salt is malformed"
    case .hash: "the PHC string's hash is malformed"
    case .limits(let error): "the PHC string is refused: \(error)"
    }
  }
}
