// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// A key of the server that is mixed into every hash.
///
/// Keep it outside the database, in a key store or the configuration. Codes
/// cannot be guessed from a stolen database alone then: not the code is hashed
/// but HMAC-SHA-256(key, code).
///
/// The id is stored next to the hash and names the key, so that the key can be
/// changed: see ``BackupCodeScheme``.
public struct Pepper: Sendable {
  /// The public name of the key.
  public let id: String

  private let key: HMACKey

  /// A key with its id.
  ///
  /// - Parameters:
  ///   - id: 1 to 32 characters of `A–Z a–z 0–9 . -`. Never use it for another
  ///     key.
  ///   - key: At least 16 bytes; 32 random bytes are best.
  /// - Throws: ``BackupCodeError/pepperID``, ``BackupCodeError/pepperKey``.
  public init(id: String, key: Secret) throws(BackupCodeError) {
    guard PHCString.isKeyID(id) else { throw .pepperID }
    guard key.byteCount >= 16 else { throw .pepperKey }
    self.id = id
    self.key = HMACKey(key, algorithm: .sha256)
  }

  /// HMAC-SHA-256 of a code's symbols; the caller wipes it.
  func mix(_ code: BackupCode) -> [UInt8] {
    key.authenticationCode(for: code.symbols.bytes)
  }
}

extension Pepper: CustomStringConvertible, CustomReflectable {
  /// The id alone.
  public var description: String { "Pepper(\(id), redacted)" }

  /// No children: a dump does not show the key.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
