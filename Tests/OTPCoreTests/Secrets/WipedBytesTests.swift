// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import COTPKernels
import Testing

@testable import OTPCore

/// That secret bytes are overwritten.
///
/// Memory that was given back must not be
/// read, so what a test can see is the wipe itself and the life of the owner,
/// whose `deinit` is one call of that wipe.
@Suite struct WipedBytesTests {
  @Test func wipe() {
    for count in [0, 1, 7, 20, 64, 1_000] {
      var bytes = [UInt8](repeating: 0xee, count: count + 2)
      unsafe bytes.withUnsafeMutableBytes { bytes in
        unsafe otp_wipe(bytes.baseAddress.map { unsafe $0 + 1 }, count)
      }
      // All of them, and no neighbour.
      #expect(bytes.first == 0xee && bytes.last == 0xee)
      #expect(bytes.dropFirst().dropLast().allSatisfy { $0 == 0 })
    }
    otp_wipe(nil, 0)
  }

  @Test func appending() {
    let bytes = WipedBytes(capacity: 3) { append in
      for byte in UInt8(1)...9 { append(byte) }
    }
    #expect(bytes.count == 3)
    unsafe bytes.withUnsafeBytes { #expect(unsafe Array($0) == [1, 2, 3]) }
  }

  @Test func fewerThanReserved() {
    let bytes = WipedBytes(capacity: 8) { append in append(5) }
    unsafe bytes.withUnsafeBytes { #expect(unsafe Array($0) == [5]) }
    let none = WipedBytes(capacity: 0) { append in append(5) }
    #expect(none.count == 0)
  }

  @Test func countIsAtMostTheCapacity() {
    let bytes = unsafe WipedBytes(capacity: 4) { _ in 9 }
    #expect(bytes.count == 4)
  }

  @Test func errorsPassThrough() {
    let error = thrown { () throws(SecretError) in
      try WipedBytes(capacity: 4) { append throws(SecretError) in
        append(1)
        throw .hex
      }
    }
    #expect(error == .hex)
  }

  /// The bytes go when the last copy goes, and not before.
  @Test func life() throws {
    var one: WipedBytes? = WipedBytes(capacity: 4) { append in append(1) }
    weak let weakly = one?.owner
    var two = one
    one = nil
    #expect(weakly != nil)
    #expect(two?.count == 1)
    two = nil
    #expect(weakly == nil)
  }
}
