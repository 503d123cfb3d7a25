// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CLibcrypto

/// The calls into OpenSSL's libcrypto: all the unsafe code of this module.
///
/// `KeyDerivation` checks the limits. The functions here check only that every
/// length fits its C type.
enum Libcrypto {
  /// The hash function inside PBKDF2's HMAC.
  ///
  /// The module uses SHA-256 only. The others are here for tests: published
  /// values (RFC 6070) use them.
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

  /// Runs a derivation, which returns 1 for success, into a new array.
  ///
  /// After a failure the array is wiped, so that no part of a key gets out. So is
  /// libcrypto's error queue: it belongs to the thread, and the next caller of
  /// libcrypto would find the error.
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

  /// The last error in this thread's queue; 0 for none.
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
  /// All ones if two arrays have the same bytes, else zero.
  ///
  /// `CRYPTO_memcmp` is a call whose result the optimiser cannot predict.
  ///
  /// Time depends on: the lengths, which are public. Unequal ones give 0 at once.
  static func mask(equal a: [UInt8], _ b: [UInt8]) -> UInt8 {
    guard a.count == b.count else { return 0 }
    let difference = unsafe a.withUnsafeBytes { a in
      unsafe b.withUnsafeBytes { b in
        unsafe CRYPTO_memcmp(a.baseAddress, b.baseAddress, a.count)
      }
    }
    // A number or its negation has the top bit set, unless it is 0.
    let nonzero = UInt32(bitPattern: difference | (0 &- difference)) >> 31
    return UInt8(nonzero) &- 1
  }
}

// MARK: - Wiping

extension Libcrypto {
  /// Overwrites the bytes with zeros in a way that the optimiser keeps.
  ///
  /// Only the copy of this variable is wiped: an array that shares its storage is
  /// copied first.
  static func wipe(_ bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe OPENSSL_cleanse(bytes.baseAddress, bytes.count)
    }
  }
}

/// Bytes in one storage that is wiped when its last owner goes.
final class WipedArray: Sendable {
  private nonisolated(unsafe) var storage: [UInt8]

  /// Takes over `bytes`, an array that nothing else holds.
  init(_ bytes: consuming [UInt8]) {
    unsafe storage = bytes
  }

  /// The bytes; do not keep them.
  ///
  /// An array that still shares the storage when the owner goes is not wiped.
  var bytes: [UInt8] { unsafe storage }

  deinit {
    unsafe Libcrypto.wipe(&storage)
  }
}
