// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// The counters of a window, from the first to the last: cut off at 0 and at
/// 2^64 − 1, where they would wrap.
struct CandidateRun {
  let first: UInt64
  let count: Int

  /// The counter that is wanted most.
  let expected: UInt64

  /// `before` counters before `expected` and `after` counters after it.
  init(around expected: UInt64, before: Int, after: Int) {
    let below = min(UInt64(before), expected)
    let above = min(UInt64(after), UInt64.max - expected)
    first = expected - below
    count = Int(below + above) + 1
    self.expected = expected
  }

  /// The counter at `index`, which is below `count`.
  func counter(at index: Int) -> UInt64 { first + UInt64(index) }

  /// How far the counter at `index` is from the expected one.
  func distance(at index: Int) -> UInt32 {
    let counter = counter(at: index)
    let difference =
      counter < expected ? expected - counter : counter - expected
    return UInt32(truncatingIfNeeded: difference)
  }
}

extension HMACKey {
  /// Gives every code of `run` to `body`, with its index, in order.
  ///
  /// The codes are computed side by side, a few passes at a time, on the stack.
  @inline(__always)
  func forEachCode(
    of run: CandidateRun, digits: Int, _ body: (Int, UInt32) -> Void
  ) {
    forEachCode(from: run.first, count: run.count, digits: digits, body)
  }

  /// Gives `count` codes from the counter `first` on to `body`.
  @inline(__always)
  func forEachCode(
    from first: UInt64, count: Int, digits: Int, _ body: (Int, UInt32) -> Void
  ) {
    let chunkCount = 64
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: chunkCount)
    { codes in
      var done = 0
      while done < count {
        let now = min(chunkCount, count - done)
        unsafe compute(
          from: first &+ UInt64(done), count: now, digits: digits, codes)
        for index in 0..<now { unsafe body(done + index, codes[index]) }
        done += now
      }
      unsafe otp_wipe(codes.baseAddress, chunkCount * 4)
    }
  }

  /// Writes `count` codes to the front of `codes`.
  @inline(__always)
  func compute(
    from first: UInt64, count: Int, digits: Int,
    _ codes: UnsafeMutableBufferPointer<UInt32>
  ) {
    unsafe withPads { pads in
      unsafe otp_hotp_run(
        backend.kernels, algorithm.kernelName, pads.baseAddress, first, count,
        UInt32(digits), codes.baseAddress)
    }
  }
}
