// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Testing

/// Random numbers that come again with the same seed (SplitMix64).
///
/// The seed of every run is in ``comment``, which each expectation carries;
/// `OTPKIT_TEST_SEED` sets another one for a longer search.
package struct SeededGenerator: RandomNumberGenerator {
  package let seed: UInt64
  private var state: UInt64

  package init(seed: UInt64 = 1) {
    let given = ProcessInfo.processInfo.environment["OTPKIT_TEST_SEED"]
    self.seed = seed &+ (given.flatMap { UInt64($0) } ?? 0) &* 0x9e37_79b9
    state = self.seed
  }

  /// What a failing expectation says.
  package var comment: Comment { "seed \(seed)" }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  package mutating func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
      var word = next()
      for _ in 0..<min(8, count - bytes.count) {
        bytes.append(UInt8(truncatingIfNeeded: word))
        word >>= 8
      }
    }
    return bytes
  }

  package mutating func int(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &self)
  }

  package mutating func pick<T>(_ values: [T]) -> T {
    values[int(0...values.count - 1)]
  }

  /// A counter from the whole range; every second one is near an edge of a
  /// width that implementations get wrong.
  package mutating func counter() -> UInt64 {
    let word = next()
    guard word & 1 == 0 else { return word >> (next() % 64) }
    let edges: [UInt64] = [
      0, 1 << 7, 1 << 8, 1 << 15, 1 << 16, 1 << 31, 1 << 32, 1 << 53,
      1 << 63, .max,
    ]
    return pick(edges) &+ next() % 9 &- 4
  }
}
