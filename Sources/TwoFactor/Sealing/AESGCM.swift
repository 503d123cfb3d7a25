// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CLibcrypto
import OTPCore

/// AES-256-GCM (NIST SP 800-38D) under one key, by libcrypto.
///
/// The key is expanded once. Each use works on a copy of that context, so
/// that a value may be shared between threads; libcrypto wipes a context when
/// it is freed.
@safe final class AESGCM: @unchecked Sendable {
  // Unchecked, because the context is only read after `init`.
  private let prepared: OpaquePointer

  /// The length of a nonce in bytes (section 5.2.1.1).
  static let nonceByteCount = 12

  /// The length of a tag in bytes: the full one.
  static let tagByteCount = 16

  /// Expands a key of 32 bytes; `nil` for another length, or if libcrypto
  /// fails.
  init?(key: Secret) {
    guard key.byteCount == 32, let cipher = unsafe Self.cipher,
      let context = unsafe EVP_CIPHER_CTX_new()
    else { return nil }
    unsafe prepared = unsafe context
    let status = unsafe key.withUnsafeBytes { key in
      let key = unsafe key.assumingMemoryBound(to: UInt8.self).baseAddress
      return unsafe EVP_CipherInit_ex(context, cipher, nil, key, nil, 1)
    }
    guard status == 1 else { return nil }
  }

  deinit { unsafe EVP_CIPHER_CTX_free(prepared) }

  /// The cipher, looked up once: `EVP_aes_256_gcm` finds it again each time.
  nonisolated(unsafe) private static let cipher = unsafe EVP_CIPHER_fetch(
    nil, "AES-256-GCM", nil)

  /// Encrypts; `nil` if libcrypto fails.
  ///
  /// - Returns: The ciphertext and the tag after it.
  func seal(
    _ plaintext: [UInt8], nonce: [UInt8], associated: [UInt8]
  ) -> [UInt8]? {
    let count = plaintext.count
    var output = [UInt8](repeating: 0, count: count + Self.tagByteCount)
    let isSealed = unsafe plaintext.withUnsafeBytes { plaintext in
      unsafe output.withUnsafeMutableBytes { output in
        guard let pass = unsafe Pass(prepared, nonce, isSealing: true) else {
          return false
        }
        return unsafe pass.authenticate(associated)
          && pass.update(plaintext, into: output) && pass.finish()
          && pass.tag(
            EVP_CTRL_AEAD_GET_TAG, .init(rebasing: output[count...]))
      }
    }
    guard isSealed else {
      ERR_clear_error()
      return nil
    }
    return output
  }

  /// Decrypts; `nil` if anything was changed, or if libcrypto fails.
  func open(
    _ sealed: [UInt8], nonce: [UInt8], associated: [UInt8]
  ) -> [UInt8]? {
    guard sealed.count >= Self.tagByteCount else { return nil }
    let count = sealed.count - Self.tagByteCount
    var output = [UInt8](repeating: 0, count: count)
    let isOpen = unsafe output.withUnsafeMutableBytes {
      unsafe open(sealed, nonce: nonce, associated: associated, into: $0)
    }
    return isOpen ? output : nil
  }

  /// Decrypts to where the plaintext will stay: as many bytes as the
  /// ciphertext has without its tag.
  ///
  /// - Returns: Whether nothing was changed; if not, zeros are left.
  func open(
    _ sealed: [UInt8], nonce: [UInt8], associated: [UInt8],
    into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    let count = output.count
    guard sealed.count == count + Self.tagByteCount else { return false }
    let isOpen = unsafe sealed.withUnsafeBytes { sealed in
      guard let pass = unsafe Pass(prepared, nonce, isSealing: false) else {
        return false
      }
      // libcrypto only reads the tag that is set.
      let tag = unsafe UnsafeMutableRawBufferPointer(
        mutating: .init(rebasing: sealed[count...]))
      return unsafe pass.authenticate(associated)
        && pass.update(.init(rebasing: sealed[..<count]), into: output)
        && pass.tag(EVP_CTRL_AEAD_SET_TAG, tag) && pass.finish()
    }
    if !isOpen {
      unsafe OPENSSL_cleanse(output.baseAddress, count)
      ERR_clear_error()
    }
    return isOpen
  }
}

/// One encryption or decryption.
@safe private struct Pass: ~Copyable {
  private let context: OpaquePointer

  init?(_ prepared: OpaquePointer, _ nonce: [UInt8], isSealing: Bool) {
    guard nonce.count == AESGCM.nonceByteCount,
      let context = unsafe EVP_CIPHER_CTX_new()
    else { return nil }
    let isReady =
      unsafe EVP_CIPHER_CTX_copy(context, prepared) == 1
      && EVP_CipherInit_ex(context, nil, nil, nil, nonce, isSealing ? 1 : 0)
        == 1
    guard isReady else {
      unsafe EVP_CIPHER_CTX_free(context)
      return nil
    }
    unsafe self.context = unsafe context
  }

  deinit { unsafe EVP_CIPHER_CTX_free(context) }

  /// Takes in what is authenticated and not encrypted.
  func authenticate(_ bytes: [UInt8]) -> Bool {
    guard let count = Int32(exactly: bytes.count) else { return false }
    var written: Int32 = 0
    return unsafe EVP_CipherUpdate(context, nil, &written, bytes, count) == 1
  }

  /// Encrypts or decrypts; the output is as long as the input.
  func update(
    _ input: UnsafeRawBufferPointer,
    into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    guard let count = Int32(exactly: input.count) else { return false }
    var written: Int32 = 0
    let status = unsafe EVP_CipherUpdate(
      context, output.assumingMemoryBound(to: UInt8.self).baseAddress,
      &written, input.assumingMemoryBound(to: UInt8.self).baseAddress, count)
    return status == 1 && written == count
  }

  func finish() -> Bool {
    var (written, rest) = (Int32(0), SIMD16<UInt8>())
    return unsafe withUnsafeMutableBytes(of: &rest) { rest in
      unsafe EVP_CipherFinal_ex(
        context, rest.assumingMemoryBound(to: UInt8.self).baseAddress,
        &written) == 1
    }
  }

  /// Gets the tag, or sets the one that is expected.
  func tag(_ command: Int32, _ tag: UnsafeMutableRawBufferPointer) -> Bool {
    unsafe EVP_CIPHER_CTX_ctrl(
      context, command, Int32(AESGCM.tagByteCount), tag.baseAddress) == 1
  }
}
