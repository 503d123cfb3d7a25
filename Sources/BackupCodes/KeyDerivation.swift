// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A slow, salted hash for secrets that people type: scrypt or PBKDF2.
///
/// The value is the algorithm with its parameters. It says nothing about
/// backup codes and serves passwords as well.
///
///     let salt: [UInt8] = …                    // 16 random bytes
///     let key = try KeyDerivation.password.derive(
///       from: Array(password.utf8), salt: salt)
///
/// **Limits.** Parameters often come out of a database or a file, so what
/// they may ask for is bounded before any work is done. In all: at most
/// 256 MiB of memory (plus less than 128 KiB), and for a 32-byte key about
/// four times the work of ``password``, which is some two seconds on a server
/// core of 2024.
///
/// - scrypt: ln 1…20 and below 16·r, r 1…32, p 1…16, 2^ln·r ≤ 2^21 (memory),
///   2^ln·r·p ≤ 2^22 (work);
/// - PBKDF2: 1…2 000 000 iterations.
///
/// There is no lower limit worth the name, since old strings must stay
/// readable in order to be replaced. Take a preset for new ones.
public struct KeyDerivation: Hashable, Sendable {
  /// The algorithm and its cost.
  enum Algorithm: Hashable {
    case scrypt(ln: Int, r: Int, p: Int)
    case pbkdf2SHA256(iterations: Int)
  }

  let algorithm: Algorithm

  private init(unchecked algorithm: Algorithm) { self.algorithm = algorithm }

  /// Applies the limits that the type's documentation states.
  init(_ algorithm: Algorithm) throws(KeyDerivationError) {
    switch algorithm {
    case .scrypt(let ln, let r, let p):
      // In this order: the shift is safe once ln is known to be small.
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
  /// The cost is not what protects a ``BackupCode``. Of its 75 random bits
  /// a billion guesses a second, each without any key derivation, would try
  /// half in 600 000 years; what NIST SP 800-63B-4 section 3.1.2.2 asks for
  /// below 112 bits is *a* password hash with a salt. So this one is cheap
  /// enough to run for every typed code.
  public static let backupCode = Self(
    unchecked: .scrypt(ln: 15, r: 8, p: 1))

  /// scrypt with ln=17, r=8, p=1: 128 MiB, for passwords.
  ///
  /// These are the figures of OWASP's Password Storage Cheat Sheet and of
  /// ASVS 5.0 appendix C. Passwords are guessable, so here the cost counts.
  public static let password = Self(unchecked: .scrypt(ln: 17, r: 8, p: 1))

  /// PBKDF2-HMAC-SHA-256 with 600 000 iterations: next to no memory.
  ///
  /// OWASP's and ASVS's figure, for where FIPS 140 rules scrypt out.
  public static let pbkdf2 = Self(
    unchecked: .pbkdf2SHA256(iterations: 600_000))

  /// scrypt (RFC 7914) with the cost N = 2^ln, block size r, parallelism p.
  ///
  /// - Throws: ``KeyDerivationError/scryptParameters`` outside the limits
  ///   that the type states.
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
  /// The salt lengths that are accepted, in bytes.
  ///
  /// NIST SP 800-63B-4 asks for 4 bytes or more; use 16.
  static let saltByteCounts = 8...64

  /// The key lengths that are accepted, in bytes.
  static let keyByteCounts = 16...64

  /// Derives a key from a secret.
  ///
  /// The call keeps a processor busy for tens to hundreds of milliseconds:
  /// keep it off event loops and put a limit on how many run at a time, since
  /// each holds ``memoryByteCount`` bytes.
  ///
  /// Both algorithms use the secret as an HMAC key. HMAC fills a short key
  /// with zero bytes and hashes one of more than 64 (RFC 2104 section 2), so
  /// zero bytes at the end of a short secret do not count: text that may hold
  /// NUL has to be refused before.
  ///
  /// Time depends on: the parameters, `byteCount` (PBKDF2 starts again for
  /// every 32 bytes) and the lengths of the secret and the salt.
  ///
  /// - Parameters:
  ///   - secret: What was typed, of any length. The caller wipes it.
  ///   - salt: 8…64 bytes that are random for each secret.
  ///   - byteCount: The length of the key, 16…64.
  /// - Returns: The key, of which the caller holds the only copy.
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

  /// The working memory of one derivation in bytes; 0 means next to none.
  ///
  /// For scrypt 128·r·(N + p + 2), the sum that libcrypto forms and compares
  /// with the limit which it is given: that limit is this number.
  public var memoryByteCount: Int {
    switch algorithm {
    case .scrypt(let ln, let r, let p): 128 * r * ((1 << ln) + p + 2)
    case .pbkdf2SHA256: 0
    }
  }
}

extension KeyDerivation: CustomStringConvertible {
  /// The algorithm and its parameters as a PHC string has them.
  public var description: String { identifier + " " + parameterText }
}
