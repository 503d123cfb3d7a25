// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

@Suite struct DelayPolicyTests {
  @Test func theWaitDoublesUpToTheLongest() {
    let password = DelayPolicy.password
    #expect((0...9).map(password.delay) == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60])
    let factor = DelayPolicy.factor
    #expect((0...5).map(factor.delay) == [0, 0, 0, 1, 2, 4])
    #expect(factor.delay(after: 14) == 2_048)
    #expect(factor.delay(after: 15) == 3_600)
    #expect(factor.delay(after: .max) == 3_600)
  }

  @Test func anAttemptIsLookedAtWhenTheWaitIsOver() {
    var throttle = Throttle()
    #expect(throttle.wait(at: 100, .password) == nil)
    for _ in 0..<3 { throttle.fail(at: 100) }
    #expect(throttle.wait(at: 100, .password) == 4)
    #expect(throttle.wait(at: 103, .password) == 1)
    #expect(throttle.wait(at: 104, .password) == nil)
  }

  @Test func aClockThatGoesBackCostsOneWaitAtMost() {
    var throttle = Throttle()
    for _ in 0..<3 { throttle.fail(at: 1_000_000) }
    #expect(throttle.wait(at: 5, .password) == 4)
    throttle.reanchor(at: 5, tolerance: 30)
    #expect(throttle.wait(at: 9, .password) == nil)
  }

  @Test func aDisabledAuthenticatorDoesNotComeBackByWaiting() throws {
    let policy = try DelayPolicy(free: 0, longest: 60, disableAfter: 3)
    var throttle = Throttle()
    for _ in 0..<2 { throttle.fail(at: 0) }
    #expect(!throttle.isDisabled(policy))
    throttle.fail(at: 0)
    #expect(throttle.isDisabled(policy))
    #expect(throttle.wait(at: 1_099_511_627_776, policy) == 60)
  }

  @Test func extremeTimesAreSafe() {
    var throttle = Throttle()
    throttle.fail(at: UnixTime(.min))
    #expect(throttle.wait(at: UnixTime(.max), .password) == nil)
    throttle.fail(at: UnixTime(.max))
    #expect(throttle.wait(at: UnixTime(.min), .password) == 2)
  }
}
