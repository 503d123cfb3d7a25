// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// A prepared key while it is lent: the hash's state after HMAC's inner and
/// after its outer pad.
///
/// It points to bytes that belong to somebody else, an ``HMACKey`` or a place
/// on the stack, and is valid inside the closure that lends it, not beyond.
/// All computing of codes begins here.
@safe struct PreparedPads {
  let algorithm: HashAlgorithm
  let backend: Backend
  private let bytes: UnsafeRawBufferPointer

  /// Lends `bytes`, which ``write(of:algorithm:backend:to:)`` has written.
  init(
    lending bytes: UnsafeRawBufferPointer, algorithm: HashAlgorithm,
    backend: Backend
  ) {
    unsafe self.bytes = bytes
    self.algorithm = algorithm
    self.backend = backend
  }

  /// The states themselves, the inner and then the outer one.
  var unsafeBytes: UnsafeRawBufferPointer { unsafe bytes }

  // MARK: Making

  /// Makes the pads of a key: two compressions, more if the key is longer
  /// than a block.
  ///
  /// - Parameters:
  ///   - key: Any number of bytes.
  ///   - pads: Room for two digests.
  static func write(
    of key: UnsafeRawBufferPointer, algorithm: HashAlgorithm,
    backend: Backend, to pads: UnsafeMutableRawBufferPointer
  ) {
    unsafe withUnsafeTemporaryAllocation(byteCount: 128, alignment: 16) {
      block in
      unsafe writeBlock(of: key, algorithm: algorithm, to: block)
      unsafe otp_hmac_pads_of(
        backend.kernels, algorithm.kernelName,
        block.assumingMemoryBound(to: UInt8.self).baseAddress,
        pads.baseAddress)
      unsafe otp_wipe(block.baseAddress, block.count)
    }
  }

  /// Writes the key as one block: itself, or its digest if it is longer than
  /// a block, and zeros (RFC 2104 section 2).
  static func writeBlock(
    of key: UnsafeRawBufferPointer, algorithm: HashAlgorithm,
    to block: UnsafeMutableRawBufferPointer
  ) {
    unsafe block.initializeMemory(as: UInt8.self, repeating: 0)
    if key.count <= algorithm.blockByteCount {
      unsafe block.copyMemory(from: key)
    } else {
      var hash = HashState(algorithm)
      unsafe hash.update(key)
      unsafe hash.finish(into: block)
    }
  }

  /// Prepares `secret` on the stack, for one use, and wipes it again.
  @inline(__always)
  static func withPads<R>(
    of secret: Secret, algorithm: HashAlgorithm, backend: Backend = .best,
    _ body: (PreparedPads) -> R
  ) -> R {
    unsafe withUnsafeTemporaryAllocation(byteCount: 128, alignment: 16) {
      pads in
      unsafe secret.withUnsafeBytes { key in
        unsafe write(
          of: key, algorithm: algorithm, backend: backend, to: pads)
      }
      defer { unsafe otp_wipe(pads.baseAddress, pads.count) }
      return body(
        unsafe PreparedPads(
          lending: UnsafeRawBufferPointer(pads), algorithm: algorithm,
          backend: backend))
    }
  }

  // MARK: Computing

  /// Gives every code of `run` to `body`, with its index, in order.
  @inline(__always)
  func forEachCode(
    of run: CandidateRun, digits: Int, _ body: (Int, UInt32) -> Void
  ) {
    forEachCode(from: run.first, count: run.count, digits: digits, body)
  }

  /// Gives `count` codes from the counter `first` on to `body`, with their
  /// indexes, in order.
  ///
  /// They are computed side by side, a few passes at a time, on the stack.
  @inline(__always)
  func forEachCode(
    from first: UInt64, count: Int, digits: Int, _ body: (Int, UInt32) -> Void
  ) {
    let chunk = 128
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: chunk) {
      codes in
      var done = 0
      while done < count {
        let now = min(chunk, count - done)
        unsafe otp_hotp_run(
          backend.kernels, algorithm.kernelName, bytes.baseAddress,
          first &+ UInt64(done), now, UInt32(digits), codes.baseAddress)
        for index in 0..<now { unsafe body(done + index, codes[index]) }
        done += now
      }
      unsafe otp_wipe(codes.baseAddress, min(chunk, count) * 4)
    }
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
