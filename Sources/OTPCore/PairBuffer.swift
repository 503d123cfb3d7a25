// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// Pairs of a prepared key and a counter, gathered so that their codes are
/// computed side by side; on the stack.
///
/// Every key must outlive the computation: the buffer holds pointers only.
@safe struct PairBuffer {
  /// How many pairs there is room for: more than the widest window has, and
  /// as much as the stack may be asked for at a time.
  static let capacity = 128

  private let keys: UnsafeMutableBufferPointer<UnsafeRawPointer?>
  private let counters: UnsafeMutableBufferPointer<UInt64>
  private let results: UnsafeMutableBufferPointer<UInt32>

  /// How many pairs are gathered.
  private(set) var count = 0

  /// Lends an empty buffer to `body` and wipes what it computed.
  @inline(__always)
  static func withBuffer(_ body: (inout PairBuffer) -> Void) {
    unsafe withUnsafeTemporaryAllocation(
      of: UnsafeRawPointer?.self, capacity: capacity
    ) { keys in
      unsafe withUnsafeTemporaryAllocation(
        of: UInt64.self, capacity: capacity
      ) { counters in
        unsafe withUnsafeTemporaryAllocation(
          of: UInt32.self, capacity: capacity
        ) { results in
          var buffer = unsafe PairBuffer(
            keys: keys, counters: counters, results: results)
          body(&buffer)
          unsafe otp_wipe(results.baseAddress, 4 * capacity)
        }
      }
    }
  }

  private init(
    keys: UnsafeMutableBufferPointer<UnsafeRawPointer?>,
    counters: UnsafeMutableBufferPointer<UInt64>,
    results: UnsafeMutableBufferPointer<UInt32>
  ) {
    unsafe self.keys = keys
    unsafe self.counters = counters
    unsafe self.results = results
  }

  /// Whether `more` pairs have room.
  func hasRoom(for more: Int) -> Bool { count + more <= Self.capacity }

  /// Adds a key with the counters of `run`, for which there is room.
  @inline(__always)
  mutating func append(_ key: PreparedPads, _ run: CandidateRun) {
    for index in 0..<min(run.count, Self.capacity - count) {
      unsafe keys[count] = key.unsafeBytes.baseAddress
      unsafe counters[count] = run.counter(at: index)
      count += 1
    }
  }

  /// Computes the codes of all pairs.
  func compute(algorithm: HashAlgorithm, backend: Backend, digits: Int) {
    guard count > 0 else { return }
    unsafe otp_hotp_pairs(
      backend.kernels, algorithm.kernelName, keys.baseAddress,
      counters.baseAddress, count, UInt32(digits), results.baseAddress)
  }

  /// The code of the pair at `index`, once it is computed.
  @inline(__always)
  func code(at index: Int) -> UInt32 { unsafe results[index] }

  /// Forgets the pairs.
  mutating func removeAll() { count = 0 }
}
