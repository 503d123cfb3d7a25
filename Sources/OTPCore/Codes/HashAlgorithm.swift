// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The hash function inside a one-time password's HMAC.
///
/// RFC 4226 defines HOTP over SHA-1; RFC 6238 section 1.2 lets TOTP use
/// SHA-256 or SHA-512 instead. SHA-1 is what authenticator apps expect
/// unless they are told otherwise, and HMAC does not depend on the collision
/// resistance that SHA-1 has lost.
///
/// The raw value is the name that `otpauth://` URIs use.
public enum HashAlgorithm: String, Hashable, Sendable, CaseIterable, Codable {
  /// SHA-1 (FIPS 180-4 section 6.1): the default everywhere.
  case sha1 = "SHA1"

  /// SHA-256 (FIPS 180-4 section 6.2).
  case sha256 = "SHA256"

  /// SHA-512 (FIPS 180-4 section 6.4).
  case sha512 = "SHA512"

  /// The length of a digest in bytes: 20, 32 or 64.
  public var digestByteCount: Int {
    switch self {
    case .sha1: 20
    case .sha256: 32
    case .sha512: 64
    }
  }

  /// The length of an input block in bytes: 64, 64 or 128.
  ///
  /// HMAC hashes a key that is longer than this first (RFC 2104 section 2).
  public var blockByteCount: Int {
    switch self {
    case .sha1, .sha256: 64
    case .sha512: 128
    }
  }
}
