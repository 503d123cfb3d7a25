// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A key that HMAC (RFC 2104) has prepared: the state of the hash after the
/// inner and after the outer pad.
///
/// Preparing costs two compressions, done once. Each code then costs two
/// instead of four. The states stand for the secret and are kept like it: in
/// one place, wiped when the last copy of the value goes.
///
/// Time depends on: the algorithm, and the length of the secret. Never on its
/// bytes.
public struct HMACKey: Sendable {
  /// The hash function.
  public let algorithm: HashAlgorithm

  /// The kernels that compute with this key.
  public let backend: Backend

  private let pads: WipedBytes

  /// Prepares `secret`.
  ///
  /// - Parameters:
  ///   - secret: A secret of any length; one longer than a block is hashed
  ///     first (RFC 2104 section 2).
  ///   - algorithm: The hash function.
  ///   - backend: The kernels to use.
  public init(
    _ secret: Secret, algorithm: HashAlgorithm = .sha1,
    backend: Backend = .best
  ) {
    self = unsafe secret.withUnsafeBytes { bytes in
      unsafe HMACKey(
        unsafeBytes: bytes, algorithm: algorithm, backend: backend)
    }
  }

  /// Prepares a key for HMAC in general, where RFC 4226's demands on the
  /// length of a secret do not hold: any number of bytes, even none.
  public init(
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
  public func authenticationCode(
    for message: some Collection<UInt8>
  ) -> [UInt8] {
    var hmac = HMAC(self)
    hmac.update(message)
    return hmac.finalize()
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

  /// The prepared key, for as long as somebody else keeps this value.
  var unsafePads: UnsafeRawBufferPointer { unsafe pads.unsafeBytes }
}

extension HMACKey: CustomStringConvertible, CustomReflectable {
  /// The algorithm alone, never the key.
  public var description: String { "HMACKey(\(algorithm.rawValue))" }

  /// The algorithm alone.
  public var customMirror: Mirror {
    Mirror(self, children: ["algorithm": algorithm])
  }
}
