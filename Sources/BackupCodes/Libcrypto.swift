// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CLibcrypto

/// The calls into OpenSSL's libcrypto: all the unsafe code of this library.
///
/// Nothing here checks a limit; `KeyDerivation` does that. What is checked is
/// that every length fits the C type which carries it.
enum Libcrypto {
  /// The hash function inside PBKDF2's HMAC.
  ///
  /// The library itself uses SHA-256 alone; the others are here because the
  /// published values that test the call (RFC 6070) are for them.
  enum Digest {
    case sha1, sha256, sha512

    fileprivate var method: OpaquePointer? {
      switch self {
      case .sha1: unsafe EVP_sha1()
      case .sha256: unsafe EVP_sha256()
      case .sha512: unsafe EVP_sha512()
      }
    }
  }
}

// MARK: - Key derivation

extension Libcrypto {
  /// scrypt (RFC 7914 section 6).
  ///
  /// - Parameters:
  ///   - n: The cost N itself, a power of two.
  ///   - memoryLimit: Bytes above which libcrypto refuses to start.
  static func scrypt(
    password: [UInt8], salt: [UInt8], n: UInt64, r: UInt64, p: UInt64,
    memoryLimit: UInt64, byteCount: Int
  ) throws(KeyDerivationError) -> [UInt8] {
    try unsafe derive(password, salt, byteCount) { password, salt, key in
      unsafe EVP_PBE_scrypt(
        password.baseAddress, password.count, salt.baseAddress, salt.count,
        n, r, p, memoryLimit, key.baseAddress, key.count)
    }
  }

  /// PBKDF2 with HMAC (RFC 8018 section 5.2).
  static func pbkdf2(
    password: [UInt8], salt: [UInt8], iterations: Int, digest: Digest,
    byteCount: Int
  ) throws(KeyDerivationError) -> [UInt8] {
    guard
      let passwordCount = Int32(exactly: password.count),
      let saltCount = Int32(exactly: salt.count),
      let rounds = Int32(exactly: iterations),
      let keyCount = Int32(exactly: byteCount)
    else { throw .unsupportedLength }
    return try unsafe derive(password, salt, byteCount) {
      password, salt, key in
      unsafe PKCS5_PBKDF2_HMAC(
        password.baseAddress, passwordCount, salt.baseAddress, saltCount,
        rounds, digest.method, keyCount, key.baseAddress)
    }
  }

  /// Runs one derivation, which answers 1 for success, into a new array.
  ///
  /// A failure wipes the array, so that no half of a key gets out, and
  /// empties libcrypto's error queue, which belongs to the thread and would
  /// otherwise be found by whatever calls libcrypto next.
  private static func derive(
    _ password: [UInt8], _ salt: [UInt8], _ byteCount: Int,
    _ body: (
      UnsafeBufferPointer<CChar>, UnsafeBufferPointer<UInt8>,
      UnsafeMutableBufferPointer<UInt8>
    ) -> Int32
  ) throws(KeyDerivationError) -> [UInt8] {
    guard byteCount > 0 else { throw .unsupportedLength }
    var key = [UInt8](repeating: 0, count: byteCount)
    let status = unsafe password.withUnsafeBytes { password in
      let password = unsafe password.assumingMemoryBound(to: CChar.self)
      return unsafe salt.withUnsafeBufferPointer { salt in
        unsafe key.withUnsafeMutableBufferPointer { key in
          unsafe body(password, salt, key)
        }
      }
    }
    guard status == 1 else {
      wipe(&key)
      throw lastError()
    }
    return key
  }

  /// The last error of this thread that libcrypto still keeps; 0 for none.
  static var pendingErrorCode: UInt { ERR_peek_last_error() }

  private static func lastError() -> KeyDerivationError {
    let code = pendingErrorCode
    ERR_clear_error()
    switch ERR_GET_REASON(code) {
    case EVP_R_MEMORY_LIMIT_EXCEEDED: return .memoryLimit
    case Int32(ERR_R_MALLOC_FAILURE): return .outOfMemory
    default: return .libcrypto(code: UInt64(code))
    }
  }
}

// MARK: - Comparing

extension Libcrypto {
  /// All ones if two arrays have the same bytes, else zero: a mask, so that
  /// nothing has to branch on it.
  ///
  /// `CRYPTO_memcmp` is a call that the optimiser cannot look into.
  ///
  /// Time depends on: the lengths. Unequal ones give 0 at once; in this
  /// library every length is public.
  static func mask(equal a: [UInt8], _ b: [UInt8]) -> UInt8 {
    guard a.count == b.count else { return 0 }
    let difference = unsafe a.withUnsafeBytes { a in
      unsafe b.withUnsafeBytes { b in
        unsafe CRYPTO_memcmp(a.baseAddress, b.baseAddress, a.count)
      }
    }
    // Of a number and its negation one has the top bit, unless both are 0.
    let nonzero = UInt32(bitPattern: difference | (0 &- difference)) >> 31
    return UInt8(nonzero) &- 1
  }
}

// MARK: - Wiping

extension Libcrypto {
  /// Overwrites the bytes with zeros in a way that the optimiser keeps.
  ///
  /// An array that shares its storage is copied first, and the other copy
  /// stays as it is: wipe only what one variable holds.
  static func wipe(_ bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe OPENSSL_cleanse(bytes.baseAddress, bytes.count)
    }
  }
}

/// Bytes in one storage that is wiped when its last owner lets go of it.
final class WipedArray: Sendable {
  private nonisolated(unsafe) var storage: [UInt8]

  /// Takes the bytes over; pass an array that nothing else holds.
  init(_ bytes: consuming [UInt8]) {
    unsafe storage = bytes
  }

  /// The bytes, to be read while the owner lives and not to be kept.
  ///
  /// An array that shares the storage when the owner goes away keeps it.
  var bytes: [UInt8] { unsafe storage }

  deinit {
    unsafe Libcrypto.wipe(&storage)
  }
}
