// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CoreImplementation
import OTPConformance
import Testing

/// RFC 4226 section 5.3 asks for six digits, "and possibly 7 and 8".
struct ProfileDigitsTests {
  @Test(
    arguments: [
      ("hotp", 6...6, true), ("hotp", 6...7, true), ("hotp", 7...8, false),
      ("totp", 6...6, true), ("totp", 8...8, false),
      ("totp-validation", 6...6, true), ("otpauth", 6...6, false),
      ("otpauth", 6...8, true),
    ])
  func sixAreEnough(name: String, digits: ClosedRange<Int>, isEnough: Bool)
    async throws
  {
    let profile = try #require(Profile.named(name))
    let report = try await Runner(
      vectors: .embedded(), selection: Selection(profiles: [profile])
    ).run(Narrow(digits: digits))
    #expect(report.exitCode == .conformant)
    #expect((report.shortfall(of: profile) == nil) == isEnough)
  }
}

/// The core, with fewer lengths of codes.
private struct Narrow: Implementation {
  let core = CoreImplementation(version: "1")
  let claims: Claims

  init(digits: ClosedRange<Int>) {
    var claims = core.claims
    claims.limits.digits = digits
    self.claims = claims
  }

  func answer(_ call: Call) async -> Answer { await core.answer(call) }
}
