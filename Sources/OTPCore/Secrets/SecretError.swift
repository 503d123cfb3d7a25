// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why a secret was refused.
///
/// It never repeats the secret.
public struct SecretError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  public enum Kind: Hashable, Sendable {
    /// No bytes at all.
    case empty
    /// Fewer bytes than the policy asks for.
    case tooShort
    /// The text is not base32.
    case base32(Base32Error.Kind)
    /// The text is not an even number of hexadecimal digits.
    case hex
  }

  /// The kind of fault.
  public let kind: Kind

  /// A sentence for a person.
  public let description: String

  /// No bytes at all.
  public static let empty = SecretError(
    kind: .empty, description: "secret: it is empty")

  /// Fewer bytes than the policy asks for.
  public static func tooShort(
    byteCount: Int, minimum: Int
  ) -> SecretError {
    SecretError(
      kind: .tooShort,
      description: "secret: \(8 * byteCount) bits, but the least is "
        + "\(8 * minimum) (RFC 4226 section 4, R6)")
  }

  /// The text is not base32.
  public static func base32(_ error: Base32Error) -> SecretError {
    SecretError(
      kind: .base32(error.kind), description: "secret: \(error.description)")
  }

  /// The text is not an even number of hexadecimal digits.
  public static let hex = SecretError(
    kind: .hex,
    description: "secret: not an even number of hexadecimal digits")
}
