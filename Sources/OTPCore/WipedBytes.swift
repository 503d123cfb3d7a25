// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// The one home of secret bytes, overwritten when the last reference goes.
///
/// A Swift value may be copied and moved at will, and each move leaves the
/// old bytes behind. Secrets and prepared keys therefore live here, where they
/// are written once and can be wiped for certain. It costs one allocation per
/// secret or key, and none per code.
@safe final class WipedBytes: @unchecked Sendable {
  // Unchecked, because the bytes change in `init` and `deinit` alone, which
  // nobody else can see.
  private let storage: UnsafeMutableRawBufferPointer

  /// How many of the bytes count.
  let count: Int

  /// Reserves `capacity` bytes and keeps as many as `write` says it wrote.
  init<E: Error>(
    capacity: Int,
    write: (UnsafeMutableRawBufferPointer) throws(E) -> Int
  ) throws(E) {
    let storage = UnsafeMutableRawBufferPointer.allocate(
      byteCount: capacity, alignment: 16)
    unsafe storage.initializeMemory(as: UInt8.self, repeating: 0)
    do throws(E) {
      count = try unsafe min(write(storage), capacity)
    } catch {
      unsafe Self.release(storage)
      throw error
    }
    unsafe self.storage = storage
  }

  /// Reserves `capacity` bytes and takes those that `fill` appends.
  convenience init<E: Error>(
    capacity: Int, fill: (_ append: (UInt8) -> Void) throws(E) -> Void
  ) throws(E) {
    try unsafe self.init(capacity: capacity) { buffer throws(E) in
      var count = 0
      try fill { byte in
        guard count < capacity else { return }
        unsafe buffer[count] = byte
        count += 1
      }
      return count
    }
  }

  /// Copies bytes, which the caller still has to wipe.
  convenience init(copying bytes: UnsafeRawBufferPointer) {
    unsafe self.init(capacity: bytes.count) { buffer in
      unsafe buffer.copyMemory(from: bytes)
      return bytes.count
    }
  }

  deinit {
    unsafe Self.release(storage)
  }

  private static func release(_ storage: UnsafeMutableRawBufferPointer) {
    unsafe otp_wipe(storage.baseAddress, storage.count)
    unsafe storage.deallocate()
  }

  /// Lends the bytes to `body`.
  @inline(__always)
  func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try unsafe body(UnsafeRawBufferPointer(rebasing: storage[..<count]))
  }
}
