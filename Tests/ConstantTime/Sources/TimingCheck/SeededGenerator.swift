// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Random numbers that can be had again from their seed (SplitMix64): which
/// class comes next, and everything that both classes have at random.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// As many digits as a code has.
  mutating func digits(_ count: Int = 6) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: 48 + next() % 10) }
  }

  /// Random bytes.
  mutating func bytes(_ count: Int = 20) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }

  /// A counter in the middle of a window that is not cut off.
  mutating func counter() -> UInt64 { 1_000 + next() % 1_000_000_000 }
}
