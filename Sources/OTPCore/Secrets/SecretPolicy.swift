// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The shortest secret that is accepted from outside.
///
/// RFC 4226 section 4 (R6) asks for 128 bits at least and recommends 160. The
/// field is full of shorter ones, 80 bits above all, so a program that must
/// import what exists says so with ``permissive``. An empty secret is refused
/// under every policy.
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

  /// Refuses a secret of too few bytes.
  func check(byteCount: Int) throws(SecretError) {
    guard byteCount > 0 else { throw .empty }
    guard byteCount >= minimumByteCount else {
      throw .tooShort(byteCount: byteCount, minimum: minimumByteCount)
    }
  }
}
