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
@safe package struct WipedBytes: @unchecked Sendable {
  // Unchecked, because the bytes change in an initialiser and when the last
  // reference goes, which nobody else can see.

  /// What the bytes live and end with.
  let owner: ManagedBuffer<Int, UInt8>
  private let start: UnsafeRawPointer

  /// How many of the bytes count.
  let count: Int

  /// Reserves `capacity` bytes and keeps as many as `write` says it wrote.
  package init<E: Error>(
    capacity: Int,
    write: (UnsafeMutableRawBufferPointer) throws(E) -> Int
  ) throws(E) {
    let owner = Owner.zeros(capacity)
    self.owner = owner
    unsafe start = UnsafeRawPointer(owner.start)
    count = try unsafe min(write(owner.bytes), capacity)
  }

  /// Reserves `capacity` bytes and takes those that `fill` appends.
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

  /// Copies bytes, which the caller still has to wipe.
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

  /// The bytes, for as long as somebody else keeps this value.
  ///
  /// Reading them counts no reference, which over many keys is much of the
  /// work.
  package var unsafeBytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: start, count: count)
  }

  /// The bytes in one allocation, so that reading a key touches one place in
  /// memory.
  private final class Owner: ManagedBuffer<Int, UInt8> {
    /// `capacity` zeros.
    static func zeros(_ capacity: Int) -> Owner {
      let buffer = create(minimumCapacity: capacity) { _ in capacity }
      let owner = unsafe unsafeDowncast(buffer, to: Owner.self)
      unsafe owner.bytes.initializeMemory(as: UInt8.self, repeating: 0)
      return owner
    }

    /// Where the bytes are.
    var start: UnsafeMutableRawPointer {
      unsafe withUnsafeMutablePointerToElements {
        UnsafeMutableRawPointer($0)
      }
    }

    /// All of the bytes, of which not all need count.
    var bytes: UnsafeMutableRawBufferPointer {
      unsafe UnsafeMutableRawBufferPointer(start: start, count: header)
    }

    deinit {
      unsafe otp_wipe(bytes.baseAddress, bytes.count)
    }
  }
}
