// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

extension HOTP {
  /// The code of a secret that is used once.
  ///
  /// The key is prepared on the stack and not kept: a code costs four
  /// compressions instead of two. Nothing is allocated.
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
    try Limits.check(digits: digits)
    let value = PreparedPads.withPads(
      of: secret, algorithm: algorithm, backend: backend
    ) {
      $0.code(at: counter, digits: digits)
    }
    return OneTimeCode(value: value, digits: digits)
  }

  /// The codes of many secrets for one counter, computed side by side.
  ///
  /// An audit of a table of accounts needs this.
  ///
  /// - Parameters:
  ///   - secrets: The secrets, of any lengths.
  ///   - counter: The counter; for TOTP, the time step.
  ///   - algorithm: The hash.
  ///   - digits: 6 to 9.
  ///   - backend: The kernels to use.
  ///   - report: Called with the index of each secret and its code, in order.
  /// - Throws: ``ParameterError`` for a number of digits outside 6 to 9.
  ///
  /// Time depends on: the algorithm, and the number and lengths of the
  /// secrets. Nothing is allocated.
  public static func codes(
    secrets: [Secret], counter: UInt64, algorithm: HashAlgorithm = .sha1,
    digits: Int = 6, backend: Backend = .best,
    report: (Int, OneTimeCode) -> Void
  ) throws(ParameterError) {
    try Limits.check(digits: digits)
    unsafe secrets.withUnsafeBufferPointer { secrets in
      unsafe forEachCode(
        of: secrets, counter: counter, algorithm: algorithm, digits: digits,
        backend: backend
      ) {
        report($0, OneTimeCode(value: $1, digits: digits))
      }
    }
  }

  /// Calls `body` with the index and the value of each code, in order.
  ///
  /// The codes are computed side by side, 48 at most at a time, on the stack.
  @inline(__always)
  private static func forEachCode(
    of secrets: UnsafeBufferPointer<Secret>, counter: UInt64,
    algorithm: HashAlgorithm, digits: Int, backend: Backend,
    _ body: (Int, UInt32) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(of: otp_key.self, capacity: 48) {
      keys in
      unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 48) {
        codes in
        unsafe withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) {
          digests in
          // Whole passes only, and no more than the digests of long keys have
          // room for.
          let chunk = digests.count / algorithm.digestByteCount & ~15
          var done = 0
          while done < secrets.count {
            let count = min(chunk, secrets.count - done)
            let next = unsafe UnsafeBufferPointer(
              rebasing: secrets[done..<done + count])
            unsafe gather(next, algorithm, backend, into: keys, digests)
            unsafe otp_hotp_secrets(
              backend.kernels, algorithm.kernelName, keys.baseAddress, count,
              counter, UInt32(digits), codes.baseAddress)
            for index in 0..<count { unsafe body(done + index, codes[index]) }
            done += count
          }
          unsafe otp_wipe(codes.baseAddress, 4 * codes.count)
          unsafe otp_wipe(digests.baseAddress, digests.count)
        }
      }
    }
  }

  /// Writes the place of every key to `keys`.
  ///
  /// A key that is longer than a block is hashed into `digests` first.
  @inline(__always)
  private static func gather(
    _ secrets: UnsafeBufferPointer<Secret>, _ algorithm: HashAlgorithm,
    _ backend: Backend, into keys: UnsafeMutableBufferPointer<otp_key>,
    _ digests: UnsafeMutableRawBufferPointer
  ) {
    let size = algorithm.digestByteCount
    for index in secrets.indices {
      let key = unsafe secrets[index].unsafeBytes
      if key.count <= algorithm.blockByteCount {
        unsafe keys[index] = otp_key(key)
      } else {
        let range = index * size..<(index + 1) * size
        unsafe keys[index] = PreparedPads.shorten(
          key, algorithm: algorithm, backend: backend,
          into: UnsafeMutableRawBufferPointer(rebasing: digests[range]))
      }
    }
  }
}
