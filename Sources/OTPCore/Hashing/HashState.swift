// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// A hash in progress (FIPS 180-4).
///
/// Whole blocks are hashed at once; the bytes of an incomplete block are kept.
/// Everything is stored inline, so hashing allocates nothing.
package struct HashState {
  let algorithm: HashAlgorithm
  private let backend: Backend
  private var state = SIMD8<UInt64>()
  private var tail = (SIMD8<UInt64>(), SIMD8<UInt64>())
  private var byteCount: UInt64 = 0

  /// The state before the first byte, for the kernels of `backend`.
  package init(_ algorithm: HashAlgorithm, backend: Backend = .best) {
    self.algorithm = algorithm
    self.backend = backend
    unsafe withUnsafeMutableBytes(of: &state) { state in
      unsafe otp_initial_state(algorithm.kernelName, state.baseAddress)
    }
  }

  /// Starts again with the state after one block: HMAC has hashed that block of
  /// its key already.
  ///
  /// The change is made in place. A new value would leave copies in memory.
  mutating func restart(afterBlock words: UnsafeRawBufferPointer) {
    unsafe withUnsafeMutableBytes(of: &state) { state in
      unsafe state.copyMemory(from: words)
    }
    byteCount = UInt64(algorithm.blockByteCount)
  }

  /// Takes in more of the message.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let block = algorithm.blockByteCount
    var waiting = Int(byteCount % UInt64(block))
    var rest = unsafe bytes[...]
    byteCount &+= UInt64(bytes.count)
    while unsafe !rest.isEmpty {
      if unsafe waiting == 0 && rest.count >= block {
        let whole = unsafe rest.prefix(rest.count / block * block)
        unsafe compress(UnsafeRawBufferPointer(rebasing: whole))
        unsafe rest = rest.dropFirst(whole.count)
        continue
      }
      let part = unsafe rest.prefix(block - waiting)
      unsafe withUnsafeMutableBytes(of: &tail) { tail in
        unsafe UnsafeMutableRawBufferPointer(rebasing: tail[waiting...])
          .copyBytes(from: part)
      }
      unsafe rest = rest.dropFirst(part.count)
      waiting += unsafe part.count
      if waiting == block {
        compressTail()
        waiting = 0
      }
    }
  }

  /// Hashes whole blocks.
  private mutating func compress(_ blocks: UnsafeRawBufferPointer) {
    unsafe withUnsafeMutableBytes(of: &state) { state in
      unsafe otp_compress(
        backend.kernels, algorithm.kernelName, state.baseAddress,
        blocks.assumingMemoryBound(to: UInt8.self).baseAddress,
        blocks.count / algorithm.blockByteCount)
    }
  }

  /// Hashes the block in `tail`, which is complete.
  private mutating func compressTail() {
    unsafe withUnsafeMutableBytes(of: &state) { state in
      unsafe withUnsafeBytes(of: &tail) { tail in
        unsafe otp_compress(
          backend.kernels, algorithm.kernelName, state.baseAddress,
          tail.assumingMemoryBound(to: UInt8.self).baseAddress, 1)
      }
    }
  }

  /// Ends the message, writes the digest and wipes the state.
  package mutating func finish(into digest: UnsafeMutableRawBufferPointer) {
    unsafe withUnsafeMutableBytes(of: &state) { state in
      unsafe withUnsafeBytes(of: &tail) { tail in
        unsafe otp_finish(
          backend.kernels, algorithm.kernelName, state.baseAddress,
          tail.assumingMemoryBound(to: UInt8.self).baseAddress, byteCount,
          digest.assumingMemoryBound(to: UInt8.self).baseAddress)
      }
    }
    wipe()
  }

  /// Overwrites the state and the kept bytes.
  mutating func wipe() {
    unsafe withUnsafeMutableBytes(of: &state) { state in
      unsafe otp_wipe(state.baseAddress, state.count)
    }
    unsafe withUnsafeMutableBytes(of: &tail) { tail in
      unsafe otp_wipe(tail.baseAddress, tail.count)
    }
  }
}
