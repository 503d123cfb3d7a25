// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

extension String {
  /// An ASCII text whose characters may be secret.
  ///
  /// Making a string tests the top bit of every byte. The bit is cleared here
  /// behind an optimiser barrier, so that the test does not depend on a secret.
  /// The characters are written to their final place.
  ///
  /// Time depends on: `count`, and the time of `character`.
  ///
  /// - Parameters:
  ///   - count: The number of characters.
  ///   - character: Gives the character at each place, in order.
  package init(asciiCount count: Int, _ character: (Int) -> UInt8) {
    self = unsafe String(unsafeUninitializedCapacity: count) { text in
      for place in 0..<count {
        let byte = otp_opaque(UInt32(character(place))) & 0x7f
        unsafe text[place] = UInt8(truncatingIfNeeded: byte)
      }
      return count
    }
  }
}

extension ConstantTime {
  /// Whether a byte of a text is `delimiter`.
  ///
  /// The answer is an outcome, as that of ``decide(_:)``: the places of
  /// delimiters are public.
  @inline(__always)
  package static func isEqual(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
    decide(mask(equal: UInt32(byte), UInt32(delimiter)))
  }
}
