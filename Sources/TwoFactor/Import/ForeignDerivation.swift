// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CLibcrypto

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Derivations that this package only checks and never makes: all the unsafe
/// code of the import.
///
/// Each answers `nil` if the library behind it fails or is missing; the caller
/// has checked the costs.
enum ForeignDerivation {
  /// The hash function inside PBKDF2's HMAC.
  enum Digest: Equatable {
    case sha1, sha256

    fileprivate var method: OpaquePointer? {
      switch self {
      case .sha1: unsafe EVP_sha1()
      case .sha256: unsafe EVP_sha256()
      }
    }
  }

  /// SHA-256 of bytes.
  static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    _ = unsafe EVP_Digest(
      bytes, bytes.count, &digest, nil, EVP_sha256(), nil)
    return digest
  }

  /// PBKDF2 with HMAC (RFC 8018 section 5.2).
  static func pbkdf2(
    _ password: [UInt8], _ salt: [UInt8], _ iterations: Int,
    _ digest: Digest, byteCount: Int
  ) -> [UInt8]? {
    guard let iterations = Int32(exactly: iterations),
      let count = Int32(exactly: password.count)
    else { return nil }
    return unsafe derived(byteCount) { key in
      unsafe password.withUnsafeBytes { password in
        unsafe PKCS5_PBKDF2_HMAC(
          password.assumingMemoryBound(to: CChar.self).baseAddress, count,
          salt, Int32(salt.count), iterations, digest.method,
          Int32(byteCount), key)
      }
    }
  }

  /// scrypt (RFC 7914).
  static func scrypt(
    _ password: [UInt8], _ salt: [UInt8], n: Int, r: Int, p: Int,
    byteCount: Int
  ) -> [UInt8]? {
    let memory = UInt64(128 * r * (n + p + 2))
    return unsafe derived(byteCount) { key in
      unsafe password.withUnsafeBytes { password in
        unsafe EVP_PBE_scrypt(
          password.assumingMemoryBound(to: CChar.self).baseAddress,
          password.count, salt, salt.count, UInt64(n), UInt64(r), UInt64(p),
          memory, key, byteCount)
      }
    }
  }

  /// Runs a derivation that returns 1 for success.
  private static func derived(
    _ byteCount: Int, _ body: (UnsafeMutablePointer<UInt8>?) -> Int32
  ) -> [UInt8]? {
    var key = [UInt8](repeating: 0, count: byteCount)
    let status = unsafe key.withUnsafeMutableBufferPointer {
      unsafe body($0.baseAddress)
    }
    guard status == 1 else {
      ERR_clear_error()
      return nil
    }
    return key
  }
}

// MARK: - argon2id, of libcrypto 3.2 and later

extension ForeignDerivation {
  /// Whether this libcrypto has argon2id.
  static let hasArgon2: Bool = {
    guard let kdf = unsafe EVP_KDF_fetch(nil, "ARGON2ID", nil) else {
      ERR_clear_error()
      return false
    }
    unsafe EVP_KDF_free(kdf)
    return true
  }()

  /// argon2id, version 1.3 (RFC 9106).
  static func argon2id(
    _ password: [UInt8], _ salt: [UInt8], memory: Int, passes: Int,
    lanes: Int, byteCount: Int
  ) -> [UInt8]? {
    guard hasArgon2, let kdf = unsafe EVP_KDF_fetch(nil, "ARGON2ID", nil)
    else { return nil }
    defer { unsafe EVP_KDF_free(kdf) }
    guard let context = unsafe EVP_KDF_CTX_new(kdf) else { return nil }
    defer { unsafe EVP_KDF_CTX_free(context) }
    var (password, salt) = (password, salt)
    defer { Libcrypto.wipe(&password) }
    var numbers = (
      UInt32(passes), UInt32(lanes), UInt32(memory), UInt32(1)
    )
    return unsafe password.withUnsafeMutableBytes { password in
      unsafe salt.withUnsafeMutableBytes { salt in
        unsafe withUnsafeMutablePointer(to: &numbers) { numbers in
          let parameters = unsafe [
            OSSL_PARAM_construct_octet_string(
              "pass", password.baseAddress, password.count),
            OSSL_PARAM_construct_octet_string(
              "salt", salt.baseAddress, salt.count),
            OSSL_PARAM_construct_uint32(
              "iter", numbers.pointer(to: \.0)),
            OSSL_PARAM_construct_uint32(
              "lanes", numbers.pointer(to: \.1)),
            OSSL_PARAM_construct_uint32(
              "memcost", numbers.pointer(to: \.2)),
            OSSL_PARAM_construct_uint32(
              "threads", numbers.pointer(to: \.3)),
            OSSL_PARAM_construct_end(),
          ]
          return unsafe derived(byteCount) { key in
            unsafe EVP_KDF_derive(context, key, byteCount, parameters)
          }
        }
      }
    }
  }
}

// MARK: - bcrypt, of the system's crypt(3)

extension ForeignDerivation {
  private typealias Crypt =
    @convention(c) (
      UnsafePointer<CChar>?, UnsafePointer<CChar>?,
      UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
      UnsafeMutablePointer<Int32>?
    ) -> UnsafeMutablePointer<CChar>?

  /// `crypt_ra` of libxcrypt, looked up once: a process that imports no bcrypt
  /// hash needs no libcrypt.
  private static let crypt: Crypt? = {
    for name in ["libcrypt.so.1", "libcrypt.so.2", "libcrypt.so"] {
      guard let library = unsafe dlopen(name, RTLD_NOW),
        let symbol = unsafe dlsym(library, "crypt_ra")
      else { continue }
      return unsafe unsafeBitCast(symbol, to: Crypt.self)
    }
    return nil
  }()

  /// Whether the system's crypt(3) computes bcrypt; Apple's and musl's older
  /// ones do not.
  static let hasBcrypt: Bool = {
    // The cheapest setting, with a salt of zeros.
    let setting = "$2b$04$......................"
    return bcrypt(Array("x".utf8), setting: setting)?.count == 60
  }()

  /// The whole text of a bcrypt hash.
  ///
  /// - Parameter setting: The first 29 characters of such a text.
  static func bcrypt(_ password: [UInt8], setting: String) -> [UInt8]? {
    guard let crypt = unsafe crypt, !password.contains(0) else { return nil }
    var phrase = password + [0]
    defer { Libcrypto.wipe(&phrase) }
    var memory: UnsafeMutableRawPointer?
    var count: Int32 = 0
    defer {
      // It holds traces of the password.
      unsafe OPENSSL_cleanse(memory, Int(count))
      unsafe free(memory)
    }
    let text = unsafe phrase.withUnsafeBytes { phrase in
      unsafe crypt(
        phrase.assumingMemoryBound(to: CChar.self).baseAddress, setting,
        &memory, &count)
    }
    guard let text = unsafe text else { return nil }
    let found = unsafe String(cString: text)
    // A text that begins with an asterisk means failure.
    return found.hasPrefix(setting) ? Array(found.utf8) : nil
  }
}
