// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import COTPKernels
import TestSupport
import Testing

/// The reduction modulo 10^digits without a division, against `%`.
@Suite struct DecimalTests {
  @Test(arguments: 6...9)
  func nearEveryMultiple(digits: Int) {
    let modulus = (0..<digits).reduce(1) { power, _ in power * 10 }
    let end = 1 << 31
    var wrong: [Int] = []
    for multiple in stride(from: 0, to: end, by: modulus) {
      let near = max(0, multiple - 8)..<min(end, multiple + 8)
      wrong += near.filter { Self.reduced($0, digits) != $0 % modulus }
    }
    let last = end - 4_096..<end
    wrong += last.filter { Self.reduced($0, digits) != $0 % modulus }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: 6...9)
  func spreadOut(digits: Int) {
    var random = SeededGenerator(seed: 60)
    let modulus = (0..<digits).reduce(1) { power, _ in power * 10 }
    var wrong: [Int] = []
    for _ in 0..<50_000 {
      let number = Int(random.next() >> 33)
      if Self.reduced(number, digits) != number % modulus {
        wrong.append(number)
      }
    }
    #expect(wrong.isEmpty, random.comment)
  }

  static func reduced(_ number: Int, _ digits: Int) -> Int {
    Int(otp_reduced(UInt32(number), UInt32(digits)))
  }
}
