// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CIPSecMB
import OTPCore
import Rounds

/// Intel's multi-buffer library: HMAC-SHA1 with prepared pads, in bursts of
/// 128 jobs; the truncation to six digits is ours.
struct IPSecMB: Rival {
  let name = "IPSec-MB"

  init?(_ inputs: Inputs) {
    guard ipsec_mb_open(inputs.secret(.sha1)) == 0 else { return nil }
  }

  func job(_ work: Work, _ inputs: Inputs) -> Job? {
    guard work == Work(.run) else { return nil }
    let count = inputs.runCount
    let first = inputs.first
    let digests = UnsafeMutablePointer<UInt8>.allocate(capacity: 20 * count)
    digests.initialize(repeating: 0, count: 20 * count)
    return Job(count: count) {
      ipsec_mb_run(first, count, digests)
    } answers: {
      (0..<count).map {
        truncated(UnsafeRawBufferPointer(start: digests + 20 * $0, count: 20))
      }
    }
  }
}
