// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

extension HOTP {
  /// The code of a secret that is used once, without keeping a prepared key.
  ///
  /// It costs four compressions instead of two, and allocates nothing.
  ///
  /// - Parameters:
  ///   - secret: The shared secret.
  ///   - counter: The counter.
  ///   - algorithm: The hash.
  ///   - digits: 6 to 9.
  ///   - backend: The kernels to use.
  /// - Throws: ``ParameterError`` for a number of digits outside 6 to 9.
  ///
  /// Time depends on: the algorithm and the length of the secret.
  public static func code(
    secret: Secret, counter: UInt64, algorithm: HashAlgorithm = .sha1,
    digits: Int = 6, backend: Backend = .best
  ) throws(ParameterError) -> OneTimeCode {
    guard OneTimeCode.digitRange.contains(digits) else {
      throw .digits(digits)
    }
    var value: UInt32 = 0
    PreparedPads.withPads(
      of: secret, algorithm: algorithm, backend: backend
    ) { pads in
      pads.forEachCode(from: counter, count: 1, digits: digits) { value = $1 }
    }
    return OneTimeCode(value: value, digits: digits)
  }

  /// The codes of many secrets for one counter, computed side by side: what
  /// an audit of a table of accounts needs.
  ///
  /// - Parameters:
  ///   - secrets: The secrets, of any lengths.
  ///   - counter: The counter; for TOTP, the time step.
  ///   - algorithm: The hash.
  ///   - digits: 6 to 9.
  ///   - backend: The kernels to use.
  ///   - report: Takes the index of a secret and its code, in order.
  /// - Throws: ``ParameterError`` for a number of digits outside 6 to 9.
  ///
  /// Time depends on: the algorithm, and the number and lengths of the
  /// secrets. Nothing is allocated.
  public static func codes(
    secrets: [Secret], counter: UInt64, algorithm: HashAlgorithm = .sha1,
    digits: Int = 6, backend: Backend = .best,
    report: (Int, OneTimeCode) -> Void
  ) throws(ParameterError) {
    guard OneTimeCode.digitRange.contains(digits) else {
      throw .digits(digits)
    }
    SecretBatch.withBatch(algorithm: algorithm, backend: backend) { batch in
      var done = 0
      while done < secrets.count {
        let count = min(batch.capacity, secrets.count - done)
        for index in 0..<count {
          batch.put(secrets[done + index], at: index)
        }
        batch.compute(count, counter: counter, digits: digits) {
          report(done + $0, OneTimeCode(value: $1, digits: digits))
        }
        done += count
      }
    }
  }
}

/// Raw secrets on their way to codes, as many as fill the widest kernel; on
/// the stack, and wiped.
@safe private struct SecretBatch {
  let algorithm: HashAlgorithm
  let backend: Backend
  private let blocks: UnsafeMutableRawBufferPointer
  private let pads: UnsafeMutableRawBufferPointer

  /// How many secrets there is room for: 16, or 8 with SHA-512.
  var capacity: Int { unsafe blocks.count / algorithm.blockByteCount }

  /// Lends a batch to `body` and wipes it.
  @inline(__always)
  static func withBatch(
    algorithm: HashAlgorithm, backend: Backend,
    _ body: (SecretBatch) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) {
      blocks in
      unsafe withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) {
        pads in
        body(
          unsafe SecretBatch(
            algorithm: algorithm, backend: backend, blocks: blocks,
            pads: pads))
        unsafe otp_wipe(blocks.baseAddress, blocks.count)
        unsafe otp_wipe(pads.baseAddress, pads.count)
      }
    }
  }

  private init(
    algorithm: HashAlgorithm, backend: Backend,
    blocks: UnsafeMutableRawBufferPointer, pads: UnsafeMutableRawBufferPointer
  ) {
    self.algorithm = algorithm
    self.backend = backend
    unsafe self.blocks = blocks
    unsafe self.pads = pads
  }

  /// Puts the key block of `secret` at `index`, which is below the capacity.
  func put(_ secret: Secret, at index: Int) {
    let size = algorithm.blockByteCount
    let range = index * size..<(index + 1) * size
    unsafe secret.withUnsafeBytes { key in
      unsafe PreparedPads.writeBlock(
        of: key, algorithm: algorithm,
        to: UnsafeMutableRawBufferPointer(rebasing: blocks[range]))
    }
  }

  /// Prepares the first `count` keys and gives their codes to `report`.
  func compute(
    _ count: Int, counter: UInt64, digits: Int, _ report: (Int, UInt32) -> Void
  ) {
    let blockSize = algorithm.blockByteCount
    let padSize = 2 * algorithm.digestByteCount
    PairBuffer.withBuffer { buffer in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafePointer<UInt8>?.self, capacity: 16
      ) { from in
        unsafe withUnsafeTemporaryAllocation(
          of: UnsafeMutableRawPointer?.self, capacity: 16
        ) { to in
          for index in 0..<count {
            unsafe from[index] = UnsafePointer(
              blocks.baseAddress?.advanced(by: index * blockSize)
                .assumingMemoryBound(to: UInt8.self))
            unsafe to[index] = pads.baseAddress?.advanced(by: index * padSize)
          }
          unsafe otp_hmac_pads(
            backend.kernels, algorithm.kernelName, from.baseAddress,
            to.baseAddress, count)
        }
      }
      let run = CandidateRun(around: counter, before: 0, after: 0)
      for index in 0..<count {
        let range = index * padSize..<(index + 1) * padSize
        buffer.append(
          unsafe PreparedPads(
            lending: UnsafeRawBufferPointer(rebasing: pads[range]),
            algorithm: algorithm, backend: backend), run)
      }
      buffer.compute(algorithm: algorithm, backend: backend, digits: digits)
      for index in 0..<count { report(index, buffer.code(at: index)) }
    }
  }
}
