// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

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
    let block = unsafe WipedBytes(capacity: algorithm.blockByteCount) {
      block in
      if key.count <= block.count {
        unsafe block.copyMemory(from: key)
      } else {
        var hash = HashState(algorithm)
        unsafe hash.update(key)
        unsafe hash.finish(into: block)
      }
      return block.count
    }
    pads = unsafe WipedBytes(capacity: 2 * algorithm.digestByteCount) { pads in
      unsafe block.withUnsafeBytes { block in
        unsafe otp_hmac_pads_of(
          backend.kernels, algorithm.kernelName,
          block.assumingMemoryBound(to: UInt8.self).baseAddress,
          pads.baseAddress)
      }
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

  /// One of the two pads.
  enum Pad { case inner, outer }

  /// The hash after the block that the pad makes of the key.
  func state(after pad: Pad) -> HashState {
    unsafe withPads { pads in
      let half = pads.count / 2
      let words = unsafe pad == .inner ? pads[..<half] : pads[half...]
      return unsafe HashState(
        algorithm, afterBlock: UnsafeRawBufferPointer(rebasing: words))
    }
  }

  /// Lends the two states, the inner and then the outer one, to `body`.
  @inline(__always)
  func withPads<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    unsafe pads.withUnsafeBytes(body)
  }
}

extension HMACKey: CustomStringConvertible, CustomReflectable {
  /// The algorithm alone, never the key.
  public var description: String { "HMACKey(\(algorithm.rawValue))" }

  /// The algorithm alone.
  public var customMirror: Mirror {
    Mirror(self, children: ["algorithm": algorithm])
  }
}

extension HashAlgorithm {
  /// The kernels' name of this hash.
  var kernelName: otp_hash {
    switch self {
    case .sha1: otp_sha1
    case .sha256: otp_sha256
    case .sha512: otp_sha512
    }
  }
}
