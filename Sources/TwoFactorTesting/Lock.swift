// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import TwoFactor

/// A value behind a mutex that can be captured.
final class Lock<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) { mutex = Mutex(value) }

  func withLock<R: Sendable>(_ body: (inout sending Value) -> sending R) -> R {
    mutex.withLock { body(&$0) }
  }
}

extension Randomness {
  /// SplitMix64: the same numbers in every run, so that a scenario's wrong
  /// code is never the right one by chance.
  static func scenario() -> Randomness {
    let state = Lock(UInt64(0x2545_F491_4F6C_DD1D))
    return Randomness {
      state.withLock { state in
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
      }
    }
  }
}
