// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The shortest secret that is accepted from outside.
///
/// RFC 4226 section 4 (R6) requires 128 bits and recommends 160. Many services
/// use shorter secrets, mostly of 80 bits: a program that imports them says so
/// with ``permissive``. An empty secret is refused under every policy.
public struct SecretPolicy: Hashable, Sendable {
  /// The least number of bytes; 1 or more.
  public let minimumByteCount: Int

  private init(minimumByteCount: Int) {
    self.minimumByteCount = minimumByteCount
  }

  /// 16 bytes or more (RFC 4226 R6).
  public static let standard = SecretPolicy(minimumByteCount: 16)

  /// One byte or more: for importing existing secrets, not for making new
  /// ones.
  public static let permissive = SecretPolicy(minimumByteCount: 1)

  /// Refuses a secret of too few bytes or too many.
  func check(byteCount: Int) throws(SecretError) {
    guard byteCount > 0 else { throw .empty }
    guard byteCount <= Limits.secretByteCount else { throw .tooLong }
    guard byteCount >= minimumByteCount else {
      throw .tooShort(byteCount: byteCount, minimum: minimumByteCount)
    }
  }
}
