// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// Windows of several prepared keys, gathered so that their codes are computed
/// side by side; on the stack.
///
/// The windows are equally wide. Every key must outlive the search: the buffer
/// holds pointers only.
@safe struct WindowBuffer {
  /// How many windows there is room for: a pass of the widest kernel, and less
  /// than a temporary allocation takes from the heap.
  static let capacity = 16

  private let windows: UnsafeMutableBufferPointer<otp_window>

  /// How many windows are gathered.
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

  /// Adds a key whose window begins with the counter `first`, and the code
  /// that is looked for there.
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

  /// Looks for the codes in all windows, which are `width` wide.
  @inline(__always)
  func search(
    width: Int, algorithm: HashAlgorithm, backend: Backend, digits: Int
  ) {
    unsafe otp_hotp_windows(
      backend.kernels, algorithm.kernelName, windows.baseAddress, count, width,
      UInt32(digits))
  }

  /// What the search found in the window at `index`: a bit for each candidate.
  ///
  /// It is 1 if the candidate has the code. The second number goes on with
  /// the candidate 64.
  @inline(__always)
  func matches(of index: Int) -> (UInt64, UInt64) {
    unsafe windows[index].matches
  }

  /// Forgets the windows.
  mutating func removeAll() { count = 0 }
}
