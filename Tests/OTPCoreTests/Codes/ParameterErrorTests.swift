// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@Suite struct ParameterErrorTests {
  static let all: [(ParameterError, ParameterError.Parameter, String)] = [
    (.digits(5), .digits, "digits: 5 is out of range; it takes 6 to 9 digits"),
    (
      .period(0), .period,
      "period: 0 is out of range; it takes 1 to 120 seconds, or more with "
        + "the period limit .none"
    ),
    (.time(-1), .time, "time: -1 is out of range; it takes T0 or later"),
    (
      .window(51, limit: 50), .window,
      "window: 51 is out of range; it takes 0 to 50 steps a side"
    ),
    (
      .lookAhead(-1, limit: 1_000), .lookAhead,
      "lookAhead: -1 is out of range; it takes 0 to 1000 counters"
    ),
    (
      .codeCount(4), .codeCount,
      "codeCount: 4 is out of range; it takes 2 or 3 consecutive codes"
    ),
    (
      .driftLimit(99), .driftLimit,
      "driftLimit: 99 is out of range; it takes 0 to 50 steps"
    ),
    (
      .count(-1), .count,
      "count: -1 is out of range; it takes 0 to 1000000 codes in one array"
    ),
    (
      .unrepresentableTime, .time,
      "time: not a number of seconds that 64 bits hold"
    ),
  ]

  @Test func descriptions() {
    for (error, parameter, text) in Self.all {
      #expect(error.parameter == parameter)
      #expect(error.description == text)
    }
  }

  @Test func equality() {
    for (i, one) in Self.all.enumerated() {
      for (j, two) in Self.all.enumerated() {
        #expect((one.0 == two.0) == (i == j))
      }
    }
    #expect(ParameterError.digits(5) != .digits(10))
    #expect(ParameterError.window(51, limit: 50) != .window(51, limit: 1_000))
  }

  /// Errors of checks never repeat the code that was typed.
  @Test func withoutTheCode() throws {
    let totp = try RFC.totp()
    let error = thrown { () throws(ParameterError) in
      try totp.verify("735190", at: -4)
    }
    let found = try #require(error)
    for text in RedactionTests.texts(found) {
      #expect(!text.contains("735190"))
    }
  }
}
