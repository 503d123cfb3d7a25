// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Rounds

/// What one pass of each kernel costs: runs of as many counters as a kernel
/// has lanes, and the handing out of so many codes.
///
/// These figures say which kernel should serve which work; the table in
/// dispatch.c is made from them.
func measurePasses(_ backend: Backend) {
  for algorithm in HashAlgorithm.allCases {
    // A lane of 64 bits takes the room of two.
    let widest = algorithm == .sha512 ? 8 : 16
    for lanes in [1, 2, 4, 8, 16] where lanes <= widest {
      guard
        let secret = try? Secret([UInt8](repeating: 7, count: 20)),
        let hotp = try? HOTP(
          secret: secret, algorithm: algorithm, backend: backend)
      else { continue }
      solo(
        "pass of \(lanes), \(algorithm.rawValue) | \(backend)",
        pass(of: lanes, hotp))
    }
  }
}

private func pass(of lanes: Int, _ hotp: HOTP) -> Job {
  let codes = UnsafeMutableBufferPointer<OneTimeCode>.allocate(capacity: lanes)
  codes.initialize(repeating: hotp.code(at: 0))
  return Job(count: 64) { number in
    var span = codes.mutableSpan
    return hotp.codes(from: UInt64(number), into: &span)
  }
}
