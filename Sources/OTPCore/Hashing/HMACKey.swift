// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A key that HMAC (RFC 2104) has prepared: the state of the hash after the
/// inner and after the outer pad.
///
/// Preparing costs two compressions, once. Each code then costs two instead of
/// four. The states are as secret as the key: they are kept in one place, which
/// is wiped when the last copy of the value goes.
///
/// Time depends on: the algorithm, and the length of the secret. Never on its
/// bytes.
package struct HMACKey: Sendable {
  /// The hash function.
  package let algorithm: HashAlgorithm

  /// The kernels that compute with this key.
  package let backend: Backend

  private let pads: WipedBytes

  /// Prepares `secret`.
  ///
  /// - Parameters:
  ///   - secret: A secret of any length; one longer than a block is hashed
  ///     first (RFC 2104 section 2).
  ///   - algorithm: The hash function.
  ///   - backend: The kernels to use.
  package init(
    _ secret: Secret, algorithm: HashAlgorithm = .sha1,
    backend: Backend = .best
  ) {
    self = unsafe secret.withUnsafeBytes { bytes in
      unsafe HMACKey(
        unsafeBytes: bytes, algorithm: algorithm, backend: backend)
    }
  }

  /// Prepares a key for HMAC in general: any number of bytes, even none.
  ///
  /// RFC 4226's least length of a secret does not apply.
  package init(
    bytes: some Collection<UInt8>, algorithm: HashAlgorithm,
    backend: Backend = .best
  ) {
    let copy = WipedBytes(capacity: bytes.count) { append in
      for byte in bytes { append(byte) }
    }
    self = unsafe copy.withUnsafeBytes { bytes in
      unsafe HMACKey(
        unsafeBytes: bytes, algorithm: algorithm, backend: backend)
    }
  }

  private init(
    unsafeBytes key: UnsafeRawBufferPointer, algorithm: HashAlgorithm,
    backend: Backend
  ) {
    self.algorithm = algorithm
    self.backend = backend
    pads = unsafe WipedBytes(capacity: 2 * algorithm.digestByteCount) { pads in
      unsafe PreparedPads.write(
        of: key, algorithm: algorithm, backend: backend, to: pads)
      return pads.count
    }
  }

  /// The authentication code of `message`: as many bytes as a digest.
  ///
  /// Time depends on: the lengths of the message and of a digest.
  package func authenticationCode(
    for message: some Collection<UInt8>
  ) -> [UInt8] {
    var hmac = HMAC(self)
    hmac.update(message)
    return hmac.finalize()
  }

  /// Whether this is the key of `secret`.
  ///
  /// Time depends on: the algorithm, the length of the secret, and the answer.
  func isPrepared(from secret: Secret) -> Bool {
    let other = HMACKey(secret, algorithm: algorithm, backend: backend)
    return unsafe pads.withUnsafeBytes { a in
      unsafe other.pads.withUnsafeBytes { b in
        unsafe ConstantTime.equal(a, b)
      }
    }
  }

  /// Lends the prepared key to `body`.
  @inline(__always)
  func withPads<R>(_ body: (PreparedPads) -> R) -> R {
    unsafe pads.withUnsafeBytes { pads in
      body(
        unsafe PreparedPads(
          lending: pads, algorithm: algorithm, backend: backend))
    }
  }

  /// The prepared key.
  ///
  /// It is valid as long as the caller keeps this value.
  var unsafePads: UnsafeRawBufferPointer { unsafe pads.unsafeBytes }
}

extension HMACKey: CustomStringConvertible, CustomReflectable {
  /// The algorithm alone, never the key.
  package var description: String { "HMACKey(\(algorithm.rawValue))" }

  /// The algorithm alone.
  package var customMirror: Mirror {
    Mirror(self, children: ["algorithm": algorithm])
  }
}
