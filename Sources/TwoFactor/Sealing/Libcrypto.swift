// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CLibcrypto
import OTPCore

/// The calls into OpenSSL's libcrypto: all the unsafe code of this library.
enum Libcrypto {
  /// The length of a GCM nonce in bytes (NIST SP 800-38D section 5.2.1.1).
  static let nonceByteCount = 12

  /// The length of a GCM tag in bytes: the full one.
  static let tagByteCount = 16

  /// SHA-256 (FIPS 180-4).
  static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    let status = unsafe bytes.withUnsafeBytes { bytes in
      unsafe digest.withUnsafeMutableBufferPointer { digest in
        unsafe EVP_Digest(
          bytes.baseAddress, bytes.count, digest.baseAddress, nil, hash, nil)
      }
    }
    // libcrypto can only fail here for want of memory; a fixed hash would
    // then be equal for any two tokens, a random one is equal to nothing.
    guard status == 1 else {
      var random = SystemRandomNumberGenerator()
      return (0..<32).map { _ in .random(in: 0...255, using: &random) }
    }
    return digest
  }

  /// The hash, looked up once: `EVP_sha256` finds it again each time.
  nonisolated(unsafe) private static let hash = unsafe EVP_MD_fetch(
    nil, "SHA2-256", nil)

  /// Random bytes of libcrypto's generator (NIST SP 800-90A); `nil` if it has
  /// none to give.
  static func randomBytes(_ count: Int) -> [UInt8]? {
    guard let length = Int32(exactly: count) else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    guard unsafe RAND_bytes(&bytes, length) == 1 else {
      ERR_clear_error()
      return nil
    }
    return bytes
  }

  /// Overwrites the bytes with zeros in a way that the optimiser keeps.
  static func wipe(_ bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe OPENSSL_cleanse(bytes.baseAddress, bytes.count)
    }
  }
}

// MARK: - AES-256-GCM

extension Libcrypto {
  /// Encrypts (NIST SP 800-38D); `nil` if libcrypto fails.
  ///
  /// - Returns: The ciphertext and the tag after it.
  static func seal(
    _ plaintext: [UInt8], key: Secret, nonce: [UInt8], associated: [UInt8]
  ) -> [UInt8]? {
    guard let context = Context(key, nonce, isSealing: true),
      context.authenticate(associated),
      var output = context.update(plaintext), context.finish(),
      let tag = context.tag()
    else { return failed() }
    output += tag
    return output
  }

  /// Decrypts; `nil` if anything was changed, or if libcrypto fails.
  static func open(
    _ sealed: [UInt8], key: Secret, nonce: [UInt8], associated: [UInt8]
  ) -> [UInt8]? {
    guard sealed.count >= tagByteCount else { return nil }
    guard let context = Context(key, nonce, isSealing: false),
      context.authenticate(associated),
      var output = context.update(sealed.dropLast(tagByteCount)),
      context.expect(tag: sealed.suffix(tagByteCount))
    else { return failed() }
    guard context.finish() else {
      wipe(&output)
      return failed()
    }
    return output
  }

  /// Empties the thread's error queue, which others would find.
  private static func failed() -> [UInt8]? {
    ERR_clear_error()
    return nil
  }

  /// The cipher, looked up once: `EVP_aes_256_gcm` finds it again each time.
  nonisolated(unsafe) private static let cipher = unsafe EVP_CIPHER_fetch(
    nil, "AES-256-GCM", nil)

  /// A cipher context that frees itself.
  @safe private final class Context {
    private let context: OpaquePointer
    private let isSealing: Bool

    init?(_ key: Secret, _ nonce: [UInt8], isSealing: Bool) {
      guard key.byteCount == 32, nonce.count == Libcrypto.nonceByteCount,
        let cipher = unsafe Libcrypto.cipher,
        let context = unsafe EVP_CIPHER_CTX_new()
      else { return nil }
      unsafe self.context = unsafe context
      self.isSealing = isSealing
      let status = unsafe key.withUnsafeBytes { key in
        let key = unsafe key.assumingMemoryBound(to: UInt8.self).baseAddress
        return unsafe EVP_CipherInit_ex(
          context, cipher, nil, key, nonce, isSealing ? 1 : 0)
      }
      guard status == 1 else { return nil }
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    /// Takes in what is authenticated and not encrypted.
    func authenticate(_ bytes: [UInt8]) -> Bool {
      guard let count = Int32(exactly: bytes.count) else { return false }
      var written: Int32 = 0
      return unsafe EVP_CipherUpdate(context, nil, &written, bytes, count) == 1
    }

    /// Encrypts or decrypts; GCM's output is as long as its input.
    func update(_ input: some Collection<UInt8>) -> [UInt8]? {
      let input = Array(input)
      guard let count = Int32(exactly: input.count) else { return nil }
      var output = [UInt8](repeating: 0, count: input.count)
      var written: Int32 = 0
      guard
        unsafe EVP_CipherUpdate(context, &output, &written, input, count) == 1,
        written == count
      else { return nil }
      return output
    }

    func finish() -> Bool {
      var written: Int32 = 0
      var rest = [UInt8](repeating: 0, count: 16)
      return unsafe EVP_CipherFinal_ex(context, &rest, &written) == 1
    }

    func tag() -> [UInt8]? {
      var tag = [UInt8](repeating: 0, count: Libcrypto.tagByteCount)
      let status = unsafe EVP_CIPHER_CTX_ctrl(
        context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag)
      return status == 1 ? tag : nil
    }

    func expect(tag: some Collection<UInt8>) -> Bool {
      var tag = Array(tag)
      return unsafe EVP_CIPHER_CTX_ctrl(
        context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1
    }
  }
}
