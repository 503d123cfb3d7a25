// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// Secret bytes in one place, which is overwritten when the last reference goes.
///
/// Swift copies and moves values freely, and each move leaves the old bytes
/// behind. Secrets and prepared keys therefore live here: they are written once
/// and wiped for certain. That costs one allocation per secret or key, and none
/// per code.
@safe package struct WipedBytes: @unchecked Sendable {
  // Unchecked, because the bytes change only in an initialiser and when the last
  // reference goes. No other thread has the value then.

  /// The object that owns the bytes and wipes them.
  let owner: ManagedBuffer<Int, UInt8>
  private let start: UnsafeRawPointer

  /// The number of bytes in use; there may be more.
  let count: Int

  /// Reserves `capacity` bytes and keeps as many as `write` returns.
  package init<E: Error>(
    capacity: Int,
    write: (UnsafeMutableRawBufferPointer) throws(E) -> Int
  ) throws(E) {
    let owner = Owner.zeros(capacity)
    self.owner = owner
    unsafe start = UnsafeRawPointer(owner.start)
    count = try unsafe min(write(owner.bytes), capacity)
  }

  /// Reserves `capacity` bytes and keeps those that `fill` appends; any beyond
  /// `capacity` are dropped.
  package init<E: Error>(
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

  /// Copies bytes; the caller wipes the original.
  package init(copying bytes: UnsafeRawBufferPointer) {
    unsafe self.init(capacity: bytes.count) { buffer in
      unsafe buffer.copyMemory(from: bytes)
      return bytes.count
    }
  }

  /// Lends the bytes to `body`.
  @inline(__always)
  package func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    defer { withExtendedLifetime(owner) {} }
    return try unsafe body(unsafeBytes)
  }

  /// The bytes.
  ///
  /// The pointer is valid as long as the caller keeps this value. Reading it
  /// counts no references, which is much of the work over many keys.
  package var unsafeBytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: start, count: count)
  }

  /// The owner, with the bytes in the same allocation.
  private final class Owner: ManagedBuffer<Int, UInt8> {
    /// `capacity` zeros.
    static func zeros(_ capacity: Int) -> Owner {
      let buffer = create(minimumCapacity: capacity) { _ in capacity }
      let owner = unsafe unsafeDowncast(buffer, to: Owner.self)
      unsafe owner.bytes.initializeMemory(as: UInt8.self, repeating: 0)
      return owner
    }

    /// The address of the first byte.
    var start: UnsafeMutableRawPointer {
      unsafe withUnsafeMutablePointerToElements {
        UnsafeMutableRawPointer($0)
      }
    }

    /// All of the bytes, in use or not.
    var bytes: UnsafeMutableRawBufferPointer {
      unsafe UnsafeMutableRawBufferPointer(start: start, count: header)
    }

    deinit {
      unsafe otp_wipe(bytes.baseAddress, bytes.count)
    }
  }
}
