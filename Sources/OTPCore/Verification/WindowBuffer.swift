// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// Windows of several prepared keys, on the stack, whose codes are computed side
/// by side.
///
/// All windows have the same width. The buffer holds pointers to the keys, which
/// must outlive the search.
@safe struct WindowBuffer {
  /// The most windows: as many as the widest kernel takes in a pass, and few
  /// enough for a temporary allocation to stay on the stack.
  static let capacity = 16

  private let windows: UnsafeMutableBufferPointer<otp_window>

  /// The number of windows.
  private(set) var count = 0

  /// Lends an empty buffer to `body` and wipes it.
  @inline(__always)
  static func withBuffer(_ body: (inout WindowBuffer) -> Void) {
    unsafe withUnsafeTemporaryAllocation(
      of: otp_window.self, capacity: capacity
    ) { windows in
      var buffer = unsafe WindowBuffer(windows: windows)
      body(&buffer)
      let bytes = UnsafeMutableRawBufferPointer(windows)
      unsafe otp_wipe(bytes.baseAddress, bytes.count)
    }
  }

  private init(windows: UnsafeMutableBufferPointer<otp_window>) {
    unsafe self.windows = windows
  }

  /// Adds a window of `key` that begins with the counter `first`, and the code
  /// to look for.
  @inline(__always)
  mutating func append(
    _ key: borrowing HMACKey, from first: UInt64, wanted: UInt32
  ) {
    let window = unsafe otp_window(
      pads: key.unsafePads.baseAddress, first: first, wanted: wanted,
      matches: (0, 0))
    unsafe windows.initializeElement(at: count, to: window)
    count += 1
  }

  /// Looks for the codes in all windows, which have `width` counters.
  @inline(__always)
  func search(
    width: Int, algorithm: HashAlgorithm, backend: Backend, digits: Int
  ) {
    unsafe otp_hotp_windows(
      backend.kernels, algorithm.kernelName, windows.baseAddress, count, width,
      UInt32(digits))
  }

  /// The matches in the window at `index`: a bit for each candidate, 1 if it has
  /// the code.
  ///
  /// The second number has the bits of the candidates from 64 on.
  @inline(__always)
  func matches(of index: Int) -> (UInt64, UInt64) {
    unsafe windows[index].matches
  }

  /// Removes all windows.
  mutating func removeAll() { count = 0 }
}
