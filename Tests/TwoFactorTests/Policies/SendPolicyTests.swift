// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import Testing

@testable import TwoFactor

@Suite struct SendPolicyTests {
  private let policy = SendPolicy.default

  @Test func aCooldownAndALimitAnHour() {
    var log = SendLog()
    #expect(log.wait(at: 1_000, policy) == nil)
    for place in 0..<5 {
      let now = moment(1_000 + 30 * place)
      #expect(log.wait(at: now, policy) == nil)
      log.send(at: now)
    }
    #expect(log.wait(at: 1_130, policy) == 3_470)
    #expect(log.wait(at: 1_150, policy) == 3_450)
    #expect(log.wait(at: 4_599, policy) == 1)
    #expect(log.wait(at: 4_600, policy) == nil)
  }

  /// Five within any hour: none that begins late lets ten pass at its end.
  @Test func theHourSlides() {
    var log = SendLog()
    log.send(at: 0)
    for place in 0..<4 { log.send(at: moment(3_400 + 30 * place)) }
    #expect(log.wait(at: 3_599, policy) == 1)
    log.reanchor(at: 3_600, tolerance: 30)
    #expect(log.wait(at: 3_600, policy) == nil)
    log.send(at: 3_600)
    #expect(log.wait(at: 3_630, policy) == 3_370)
    #expect(log.sent.count == 5)
  }

  @Test func whatEarlierVersionsWroteIsRead() throws {
    let old = #"{"count":9,"windowStart":5,"last":600}"#
    let tree = try JSONDecoder().decode(JSONTree.self, from: Data(old.utf8))
    let log = try SendLog(tree)
    #expect(log.sent == Array(repeating: 600, count: 5))
  }

  @Test func aClockThatGoesBackOpensNothingForLong() {
    var log = SendLog()
    for _ in 0..<5 { log.send(at: 1_000_000) }
    log.reanchor(at: 10, tolerance: 30)
    #expect(log.wait(at: 10, policy) == 3_600)
    #expect(log.wait(at: 40, policy) == 3_570)
  }

  @Test func codesAreSixDigitsEvenlySpread() async throws {
    var leading = [Int](repeating: 0, count: 10)
    let world = try World(seed: 11)
    var turn = Turn(
      account: .unknown("alice", at: 0), now: 0, setup: world.service.setup,
      random: world.service.random)
    let phone = try PhoneNumber("0412345678", region: .australia)
    for _ in 0..<2_000 {
      turn.messages = []
      turn.account.outbox = []
      _ = try turn.sendCode(to: phone, for: .signIn)
      guard case .code(let text, _, _) = turn.messages.first?.content else {
        continue
      }
      #expect(text.count == 6)
      leading[text.first?.wholeNumberValue ?? 0] += 1
    }
    // 200 each; five standard deviations are 67.
    #expect(leading.allSatisfy { 133...267 ~= $0 }, "\(leading)")
  }
}

private func moment(_ seconds: Int) -> UnixTime {
  UnixTime(Int64(seconds))
}
