// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A slow, salted hash for secrets that people type: scrypt or PBKDF2.
///
/// The value is the algorithm with its parameters. It serves backup codes and
/// passwords.
///
///     let salt: [UInt8] = …                    // 16 random bytes
///     let key = try KeyDerivation.password.derive(
///       from: Array(password.utf8), salt: salt)
///
/// **Limits.** Parameters often come from a database or a file, so they are
/// checked before any work is done. A derivation takes at most 256 MiB of memory
/// (plus less than 128 KiB), and for a 32-byte key about four times the work of
/// ``password``: two seconds on a server core of 2024.
///
/// - scrypt: ln 1…20 and below 16·r, r 1…32, p 1…16, 2^ln·r ≤ 2^21 (memory),
///   2^ln·r·p ≤ 2^22 (work);
/// - PBKDF2: 1…2 000 000 iterations.
///
/// Weak parameters are accepted, because old hashes must stay readable until
/// they are replaced. Use a preset for new ones.
public struct KeyDerivation: Hashable, Sendable {
  /// The algorithm and its cost.
  enum Algorithm: Hashable {
    case scrypt(ln: Int, r: Int, p: Int)
    case pbkdf2SHA256(iterations: Int)
  }

  let algorithm: Algorithm

  private init(unchecked algorithm: Algorithm) { self.algorithm = algorithm }

  /// Checks the limits in the documentation of the type.
  init(_ algorithm: Algorithm) throws(KeyDerivationError) {
    switch algorithm {
    case .scrypt(let ln, let r, let p):
      // The order matters: the shift is safe once ln is known to be small.
      guard
        1...20 ~= ln, 1...32 ~= r, 1...16 ~= p, ln < 16 * r,
        (r << ln) <= 1 << 21, (r << ln) * p <= 1 << 22
      else { throw .scryptParameters }
    case .pbkdf2SHA256(let iterations):
      guard 1...2_000_000 ~= iterations else { throw .iterations }
    }
    self.algorithm = algorithm
  }
}

// MARK: - Choosing one

extension KeyDerivation {
  /// scrypt with ln=15, r=8, p=1: 32 MiB, for backup codes.
  ///
  /// A ``BackupCode`` is protected by its 75 random bits, not by the cost: a
  /// billion guesses a second without any key derivation would take 600 000
  /// years for half of them. NIST SP 800-63B-4 section 3.1.2.2 requires a salted
  /// password hash below 112 bits. This one is cheap enough to run for every
  /// typed code.
  public static let backupCode = Self(
    unchecked: .scrypt(ln: 15, r: 8, p: 1))

  /// scrypt with ln=17, r=8, p=1: 128 MiB, for passwords.
  ///
  /// OWASP's Password Storage Cheat Sheet and ASVS 5.0 appendix C recommend these
  /// parameters. Passwords can be guessed, so the cost protects them.
  public static let password = Self(unchecked: .scrypt(ln: 17, r: 8, p: 1))

  /// PBKDF2-HMAC-SHA-256 with 600 000 iterations, which needs almost no memory.
  ///
  /// OWASP and ASVS recommend it where FIPS 140 does not allow scrypt.
  public static let pbkdf2 = Self(
    unchecked: .pbkdf2SHA256(iterations: 600_000))

  /// scrypt (RFC 7914) with the cost N = 2^ln, block size r, parallelism p.
  ///
  /// - Throws: ``KeyDerivationError/scryptParameters`` outside the limits of the
  ///   type.
  public static func scrypt(
    ln: Int, r: Int, p: Int
  ) throws(KeyDerivationError) -> Self {
    try Self(.scrypt(ln: ln, r: r, p: p))
  }

  /// PBKDF2-HMAC-SHA-256 (RFC 8018 section 5.2).
  ///
  /// - Throws: ``KeyDerivationError/iterations`` outside 1…2 000 000.
  public static func pbkdf2SHA256(
    iterations: Int
  ) throws(KeyDerivationError) -> Self {
    try Self(.pbkdf2SHA256(iterations: iterations))
  }
}

// MARK: - Using it

extension KeyDerivation {
  /// The lengths of a salt that are accepted, in bytes.
  ///
  /// NIST SP 800-63B-4 requires 4 bytes; use 16.
  static let saltByteCounts = 8...64

  /// The lengths of a key that are accepted, in bytes.
  static let keyByteCounts = 16...64

  /// Derives a key from a secret.
  ///
  /// The call keeps a processor busy for tens to hundreds of milliseconds. Keep
  /// it off event loops, and limit how many run at a time: each holds
  /// ``memoryByteCount`` bytes.
  ///
  /// Both algorithms use the secret as an HMAC key, and HMAC fills a short key
  /// with zero bytes (RFC 2104 section 2). Zero bytes at the end of a secret of
  /// up to 64 bytes therefore change nothing: refuse texts with NUL before.
  ///
  /// Time depends on: the parameters, `byteCount` (PBKDF2 starts again for
  /// every 32 bytes) and the lengths of the secret and the salt.
  ///
  /// - Parameters:
  ///   - secret: The secret, of any length. The caller wipes it.
  ///   - salt: 8 to 64 bytes, random for each secret.
  ///   - byteCount: The length of the key, 16 to 64.
  /// - Returns: The key. No other copy of it is left.
  /// - Throws: ``KeyDerivationError`` for a length outside the limits, and
  ///   when libcrypto fails or memory runs out.
  public func derive(
    from secret: [UInt8], salt: [UInt8], byteCount: Int = 32
  ) throws(KeyDerivationError) -> [UInt8] {
    guard Self.saltByteCounts ~= salt.count else { throw .saltLength }
    guard Self.keyByteCounts ~= byteCount else { throw .keyLength }
    switch algorithm {
    case .scrypt(let ln, let r, let p):
      return try Libcrypto.scrypt(
        password: secret, salt: salt, n: 1 << UInt64(ln), r: UInt64(r),
        p: UInt64(p), memoryLimit: UInt64(memoryByteCount),
        byteCount: byteCount)
    case .pbkdf2SHA256(let iterations):
      return try Libcrypto.pbkdf2(
        password: secret, salt: salt, iterations: iterations,
        digest: .sha256, byteCount: byteCount)
    }
  }

  /// The memory of one derivation in bytes; 0 if it needs almost none.
  ///
  /// For scrypt it is 128·r·(N + p + 2). libcrypto computes the same sum and
  /// compares it with the limit that it is given, which is this number.
  public var memoryByteCount: Int {
    switch algorithm {
    case .scrypt(let ln, let r, let p): 128 * r * ((1 << ln) + p + 2)
    case .pbkdf2SHA256: 0
    }
  }
}

extension KeyDerivation: CustomStringConvertible {
  /// The algorithm and its parameters, as in a PHC string.
  public var description: String { identifier + " " + parameterText }
}
