// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// Windows of several prepared keys, gathered so that their codes are computed
/// side by side; on the stack.
///
/// The windows are equally wide, and there are no more of them than the kernel
/// has lanes. They are laid out by column: the first candidate of every key,
/// then the second of every key, and so on. So each key keeps its lane, and
/// the kernel loads it once.
///
/// Every key must outlive the computation: the buffer holds pointers only.
@safe struct PairBuffer {
  /// How many pairs there is room for: more than the widest window has, and
  /// as much as the stack may be asked for at a time.
  private static let capacity = 128

  private let keys: UnsafeMutableBufferPointer<UnsafeRawPointer?>
  private let counters: UnsafeMutableBufferPointer<UInt64>
  private let results: UnsafeMutableBufferPointer<UInt32>

  /// How many keys are gathered.
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

  /// How many windows of `width` are best gathered before they are computed:
  /// as many as there are lanes, if there is room.
  static func limit(
    width: Int, algorithm: HashAlgorithm, backend: Backend
  ) -> Int {
    let lanes = unsafe otp_lanes(backend.kernels, algorithm.kernelName)
    return max(1, min(lanes, capacity / width))
  }

  /// Adds a key whose window begins with the counter `first`.
  @inline(__always)
  mutating func append(_ key: borrowing HMACKey, from first: UInt64) {
    unsafe keys[count] = key.unsafePads.baseAddress
    unsafe counters[count] = first
    count += 1
  }

  /// Computes the codes of all windows, which are `width` wide.
  @inline(__always)
  func compute(
    width: Int, algorithm: HashAlgorithm, backend: Backend, digits: Int
  ) {
    for column in 1..<max(1, width) {
      for index in 0..<count {
        let place = column * count + index
        unsafe keys[place] = keys[index]
        unsafe counters[place] = counters[index] &+ UInt64(column)
      }
    }
    unsafe otp_hotp_pairs(
      backend.kernels, algorithm.kernelName, keys.baseAddress,
      counters.baseAddress, count * width, UInt32(digits), results.baseAddress)
  }

  /// The code of the key at `index` in `column` of its window, once it is
  /// computed.
  @inline(__always)
  func code(of index: Int, column: Int) -> UInt32 {
    unsafe results[column &* count &+ index]
  }

  /// Forgets the windows.
  mutating func removeAll() { count = 0 }
}
