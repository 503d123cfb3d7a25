// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension HMACKey {
  /// Looks for a code among those of many counters, computed side by side.
  ///
  /// - Parameters:
  ///   - code: The number that the code's digits spell.
  ///   - digits: How many digits a code has, 1 to 9.
  ///   - counters: The counters to try.
  ///   - found: Is given each counter that has the code, in order.
  ///
  /// Time depends on: the algorithm, the number of counters, and how many of
  /// them have the code.
  package func search(
    for code: UInt32, digits: Int, in counters: ClosedRange<UInt64>,
    found: (UInt64) -> Void
  ) {
    // No code is this number.
    let wanted = SIMD3(code, .max, .max)
    let length = counters.upperBound - counters.lowerBound
    let count = length >= UInt64(Int.max) ? Int.max : Int(length) + 1
    withPads { pads in
      pads.forEachMatch(
        of: wanted, from: counters.lowerBound, count: count, digits: digits
      ) { index, matches in
        var bits = matches.x
        while bits != 0 {
          let place = index &+ bits.trailingZeroBitCount
          found(counters.lowerBound &+ UInt64(truncatingIfNeeded: place))
          bits &= bits &- 1
        }
      }
    }
  }
}
