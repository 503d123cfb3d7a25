// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why a secret was refused.
///
/// It never repeats the secret.
///
/// ```swift
/// do throws(SecretError) {
///   secret = try Secret(base32: text)
/// } catch {
///   switch error.kind {
///   case .tooShort: …                   // `policy: .permissive` accepts it
///   case .base32: …                     // `error.base32` says more
///   default: …
///   }
/// }
/// ```
public struct SecretError: Error, Hashable, Sendable {
  /// The kind of a fault; compare it, or match it in a `switch`.
  public struct Kind: Hashable, Sendable {
    package enum Value: Sendable { case empty, tooShort, tooLong, base32, hex }

    package let value: Value

    /// No bytes at all.
    public static let empty = Self(value: .empty)

    /// Fewer bytes than the policy asks for.
    public static let tooShort = Self(value: .tooShort)

    /// More bytes than ``Limits/secretByteCount``.
    public static let tooLong = Self(value: .tooLong)

    /// The text is not base32.
    public static let base32 = Self(value: .base32)

    /// The text is not an even number of hexadecimal digits.
    public static let hex = Self(value: .hex)
  }

  /// The kind of fault.
  public let kind: Kind

  /// What is wrong with the base32 text, for ``Kind/base32``.
  public let base32: Base32Error?

  /// A sentence for a person.
  public let description: String

  private init(
    _ kind: Kind, base32: Base32Error? = nil, _ description: String
  ) {
    self.kind = kind
    self.base32 = base32
    self.description = "secret: " + description
  }
}

extension SecretError {
  /// No bytes at all.
  public static let empty = SecretError(.empty, "it is empty")

  /// Fewer bytes than the policy asks for.
  public static func tooShort(byteCount: Int, minimum: Int) -> SecretError {
    SecretError(
      .tooShort,
      "\(8 * byteCount) bits, but the least is \(8 * minimum) (RFC 4226 "
        + "section 4, R6)")
  }

  /// More bytes than ``Limits/secretByteCount``.
  public static let tooLong = SecretError(
    .tooLong, "longer than \(Limits.secretByteCount) bytes")

  /// The text is not base32.
  public static func base32(_ error: Base32Error) -> SecretError {
    SecretError(.base32, base32: error, error.description)
  }

  /// The text is not an even number of hexadecimal digits.
  public static let hex = SecretError(
    .hex, "not an even number of hexadecimal digits")
}

extension SecretError: CustomStringConvertible {}
