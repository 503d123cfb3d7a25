// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// A prepared key that is lent to a closure: the states of the hash after HMAC's
/// inner and outer pad.
///
/// It points to bytes of an ``HMACKey`` or on the stack, and is valid only
/// inside the closure. All codes are computed from such a value.
@safe struct PreparedPads {
  let algorithm: HashAlgorithm
  let backend: Backend
  private let bytes: UnsafeRawBufferPointer

  /// A prepared key at `bytes`.
  ///
  /// ``write(of:algorithm:backend:to:)`` must have written them.
  init(
    lending bytes: UnsafeRawBufferPointer, algorithm: HashAlgorithm,
    backend: Backend
  ) {
    unsafe self.bytes = bytes
    self.algorithm = algorithm
    self.backend = backend
  }

  /// The two states: the inner one, then the outer one.
  var unsafeBytes: UnsafeRawBufferPointer { unsafe bytes }

  // MARK: Making

  /// Prepares a key: two compressions, more if it is longer than a block.
  ///
  /// - Parameters:
  ///   - key: Any number of bytes.
  ///   - pads: The memory for the result: two digests.
  @inline(__always)
  static func write(
    of key: UnsafeRawBufferPointer, algorithm: HashAlgorithm,
    backend: Backend, to pads: UnsafeMutableRawBufferPointer
  ) {
    if key.count <= algorithm.blockByteCount {
      unsafe otp_hmac_pads(
        backend.kernels, algorithm.kernelName, otp_key(key), pads.baseAddress)
    } else {
      unsafe writeLong(key, algorithm, backend, pads)
    }
  }

  /// Prepares a key that is longer than a block: it is hashed first (RFC 2104
  /// section 2).
  private static func writeLong(
    _ key: UnsafeRawBufferPointer, _ algorithm: HashAlgorithm,
    _ backend: Backend, _ pads: UnsafeMutableRawBufferPointer
  ) {
    unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 16) {
      digest in
      let short = unsafe shorten(
        key, algorithm: algorithm, backend: backend, into: digest)
      unsafe otp_hmac_pads(
        backend.kernels, algorithm.kernelName, short, pads.baseAddress)
      unsafe otp_wipe(digest.baseAddress, digest.count)
    }
  }

  /// Hashes a key that is longer than a block (RFC 2104 section 2).
  ///
  /// - Parameter digest: The memory for the digest.
  /// - Returns: The digest as a key; it points into `digest`.
  static func shorten(
    _ key: UnsafeRawBufferPointer, algorithm: HashAlgorithm, backend: Backend,
    into digest: UnsafeMutableRawBufferPointer
  ) -> otp_key {
    var hash = HashState(algorithm, backend: backend)
    unsafe hash.update(key)
    unsafe hash.finish(into: digest)
    return unsafe otp_key(
      UnsafeRawBufferPointer(
        rebasing: digest[..<algorithm.digestByteCount]))
  }

  /// Prepares `secret` on the stack, lends the key to `body` and wipes it.
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

  /// The value of the code for `counter`.
  func code(at counter: UInt64, digits: Int) -> UInt32 {
    var code: UInt32 = 0
    unsafe otp_hotp_run(
      backend.kernels, algorithm.kernelName, bytes.baseAddress, counter, 1,
      UInt32(digits), &code)
    return code
  }

  /// Calls `body` with the index and the value of each of `count` codes, in
  /// order, for the counters from `first` on.
  ///
  /// The codes are computed side by side, 64 at a time, on the stack.
  @inline(__always)
  func forEachCode(
    from first: UInt64, count: Int, digits: Int, _ body: (Int, UInt32) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) {
      codes in
      var done = 0
      while done < count {
        let now = min(64, count &- done)
        unsafe otp_hotp_run(
          backend.kernels, algorithm.kernelName, bytes.baseAddress,
          first &+ UInt64(truncatingIfNeeded: done), now, UInt32(digits),
          codes.baseAddress)
        for index in 0..<now { unsafe body(done &+ index, codes[index]) }
        done &+= now
      }
      unsafe otp_wipe(codes.baseAddress, 4 * codes.count)
    }
  }

  /// Compares the codes of `count` counters from `first` on with the wanted
  /// codes, 64 counters at a time.
  ///
  /// - Parameters:
  ///   - wanted: The values of up to three codes.
  ///   - count: At least one.
  ///   - body: Takes the index of the first of 64 counters, and for each wanted
  ///     code 64 bits. A bit is 1 if the counter has that code; the lowest bit
  ///     belongs to the first counter.
  @inline(__always)
  func forEachMatch(
    of wanted: SIMD3<UInt32>, from first: UInt64, count: Int, digits: Int,
    _ body: (Int, SIMD3<UInt64>) -> Void
  ) {
    // Most windows have at most 64 counters: they need no loop.
    body(
      0, matches(of: wanted, from: first, count: min(64, count), digits: digits)
    )
    var done = 64
    while done < count {
      let matches = matches(
        of: wanted, from: first &+ UInt64(truncatingIfNeeded: done),
        count: min(64, count &- done), digits: digits)
      body(done, matches)
      done &+= 64
    }
  }

  /// The bits of `count` counters, 1 to 64, for each wanted code.
  @inline(__always)
  private func matches(
    of wanted: SIMD3<UInt32>, from first: UInt64, count: Int, digits: Int
  ) -> SIMD3<UInt64> {
    var matches = SIMD3<UInt64>()
    unsafe withUnsafeBytes(of: wanted) { wanted in
      unsafe withUnsafeMutableBytes(of: &matches) { matches in
        unsafe otp_hotp_find(
          backend.kernels, algorithm.kernelName, bytes.baseAddress, first,
          count, UInt32(truncatingIfNeeded: digits),
          wanted.assumingMemoryBound(to: UInt32.self).baseAddress,
          matches.assumingMemoryBound(to: UInt64.self).baseAddress)
      }
    }
    return matches
  }
}

extension otp_key {
  /// A key of these bytes, which must outlive it.
  init(_ bytes: UnsafeRawBufferPointer) {
    unsafe self.init(
      bytes: bytes.assumingMemoryBound(to: UInt8.self).baseAddress,
      count: bytes.count)
  }
}

extension HashAlgorithm {
  /// The name of this hash in the kernels.
  var kernelName: otp_hash {
    switch self {
    case .sha1: otp_sha1
    case .sha256: otp_sha256
    case .sha512: otp_sha512
    }
  }
}
