// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct ExitCodeTests {
  @Test func numbersAreThoseOfTheSpecification() {
    #expect(
      ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 130])
  }

  @Test func nothingWrongIsConformant() {
    #expect(ExitCode.deciding(among: []) == .conformant)
    #expect(ExitCode.deciding(among: [.conformant]) == .conformant)
  }

  /// 6 > 2 > 3 > 5 > 1 > 4 > 0, and an interruption before all.
  @Test func precedence() {
    let order: [ExitCode] = [
      .interrupted, .invalidVectors, .usage, .notStarted, .nothingRan,
      .nonConformant, .broken, .conformant,
    ]
    #expect(order.map(\.rawValue) == [130, 6, 2, 3, 5, 1, 4, 0])
    for (index, code) in order.enumerated() {
      #expect(ExitCode.deciding(among: order[index...].reversed()) == code)
      for weaker in order[index...] {
        #expect(ExitCode.deciding(among: [weaker, code, weaker]) == code)
      }
    }
  }
}
