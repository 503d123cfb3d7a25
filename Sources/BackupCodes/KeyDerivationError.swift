// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why a key could not be derived.
///
/// No error holds a secret, a salt or a parameter: the message can be logged
/// even if the parameters came from somebody else.
public struct KeyDerivationError: Error, Hashable, Sendable {
  private enum Code: Hashable {
    case scryptParameters, iterations, saltLength, keyLength
    case unsupportedLength, memoryLimit, outOfMemory
    case libcrypto(UInt64)
  }

  private let code: Code

  private init(_ code: Code) { self.code = code }

  /// scrypt's ln, r or p is outside the limits that `KeyDerivation` states.
  public static let scryptParameters = Self(.scryptParameters)

  /// PBKDF2's iteration count is outside 1…2 000 000.
  public static let iterations = Self(.iterations)

  /// The salt is not 8…64 bytes long.
  public static let saltLength = Self(.saltLength)

  /// The key asked for is not 16…64 bytes long.
  public static let keyLength = Self(.keyLength)

  /// A length is too large for libcrypto's interface.
  public static let unsupportedLength = Self(.unsupportedLength)

  /// libcrypto refused: more memory would be needed than the call allows.
  public static let memoryLimit = Self(.memoryLimit)

  /// The system did not have enough memory.
  public static let outOfMemory = Self(.outOfMemory)

  /// libcrypto failed for another reason; `openssl errstr` explains the code.
  public static func libcrypto(code: UInt64) -> Self { Self(.libcrypto(code)) }
}

extension KeyDerivationError: CustomStringConvertible {
  /// One sentence for a log.
  public var description: String {
    switch code {
    case .scryptParameters: "scrypt parameters are outside the limits"
    case .iterations: "PBKDF2 iterations must be 1…2000000"
    case .saltLength: "a salt must be 8…64 bytes long"
    case .keyLength: "a derived key must be 16…64 bytes long"
    case .unsupportedLength: "a length is too large for libcrypto"
    case .memoryLimit: "the memory limit is too low for these parameters"
    case .outOfMemory: "not enough memory for the key derivation"
    case .libcrypto(let code):
      "libcrypto failed with error " + String(code, radix: 16)
    }
  }
}
