// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The last decimal digits of a number that may be secret, in ASCII.
///
/// Time depends on: the number of digits.
package struct DecimalDigits {
  /// The number of digits.
  package let count: Int

  private var digits = SIMD16<UInt8>()

  /// The last `count` digits of `number`, leading zeros included.
  ///
  /// The digits are computed one by one. A remainder by 10^`count`, which is not
  /// constant, would need a division, whose time may depend on the number.
  ///
  /// - Parameters:
  ///   - number: The number.
  ///   - count: 0 to 16.
  package init(of number: UInt32, count: Int) {
    self.count = count
    var rest = number
    for place in (0..<count).reversed() {
      digits[place] = UInt8(truncatingIfNeeded: rest % 10) | 0x30
      rest /= 10
    }
  }

  /// The digit at `place`, from the left.
  package subscript(place: Int) -> UInt8 { digits[place] }
}
