// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import OTPCore

/// Verification against a loop over the candidates with the documented rule.
///
/// The codes are looked up in a table (which ``DifferentialTests`` vouches
/// for), half of the cases at counters of the table that share their code.
@Suite struct VerificationPropertyTests {
  struct Table {
    let totp: TOTP
    let codes: [OneTimeCode]
    /// Lower and upper counters with equal codes, at most 50 apart.
    let pairs: [(Int, Int)]

    init(seed: UInt64) throws {
      var random = SeededGenerator(seed: seed)
      totp = try TOTP(key: HMACKey(bytes: random.bytes(20), algorithm: .sha1))
      codes = try totp.codes(fromStep: 0, count: 40_000)
      var last: [UInt32: Int] = [:]
      var pairs: [(Int, Int)] = []
      for (counter, code) in codes.enumerated() {
        if let other = last.updateValue(counter, forKey: code.value),
          counter - other <= 50
        {
          pairs.append((other, counter))
        }
      }
      self.pairs = pairs
    }
  }

  /// A check at random, and its answer by the rule.
  struct Case {
    let current: Int
    let window: DriftWindow
    let last: UInt64?
    let text: String

    init(_ table: Table, _ random: inout SeededGenerator) throws {
      window = try DriftWindow(
        past: random.int(0...random.pick([1, 50])),
        future: random.int(0...random.pick([1, 50])))
      let target: Int
      if random.next() & 1 == 0 && !table.pairs.isEmpty {
        let pair = random.pick(table.pairs)
        target = pair.0
        current = random.int(max(0, pair.0 - 20)...pair.1 + 20)
      } else {
        target = random.int(0...39_800)
        current = max(0, target + random.int(-55...55))
      }
      text = table.codes[target].description
      last =
        random.int(0...3) == 0
        ? nil : UInt64(max(0, target + random.int(-30...30)))
    }

    func expected(_ table: Table) -> Verdict<TOTP.Match> {
      var best: Int?
      var used = false
      for step in max(0, current - window.past)...current + window.future
      where table.codes[step].description == text {
        guard UInt64(step) > last ?? 0 || last == nil else {
          used = true
          continue
        }
        if let nearest = best, abs(step - current) > abs(nearest - current) {
          continue
        }
        best = step
      }
      guard let best else { return .rejected(used ? .replayed : .mismatch) }
      return .accepted(
        TOTP.Match(step: UInt64(best), current: UInt64(current)))
    }
  }

  @Test(arguments: [90, 91, 92, 93] as [UInt64])
  func agreesWithALoop(seed: UInt64) throws {
    let table = try Table(seed: seed)
    #expect(table.pairs.count > 0)
    var random = SeededGenerator(seed: seed)
    var outcomes: [Rejection?: Int] = [:]
    for _ in 0..<5_000 {
      let check = try Case(table, &random)
      let verdict = try table.totp.verify(
        check.text, at: UnixTime(Int64(check.current) * 30),
        window: check.window, after: check.last)
      let expected = check.expected(table)
      #expect(verdict == expected, "\(check), seed \(random.seed)")
      if case .rejected(let reason) = verdict {
        outcomes[reason, default: 0] += 1
      } else {
        outcomes[nil, default: 0] += 1
      }
    }
    // No outcome is rare, so each of them was put to the test.
    #expect(outcomes.values.allSatisfy { $0 > 250 } && outcomes.count == 3)
  }

  /// The same for HOTP: the lowest counter from the expected one on.
  @Test func agreesWithALoopForHOTP() throws {
    let table = try Table(seed: 94)
    let hotp = try HOTP(key: table.totp.key)
    var random = SeededGenerator(seed: 94)
    for _ in 0..<4_000 {
      let target = random.int(60...39_000)
      let expected = target + random.int(-55...5)
      let lookAhead = random.int(0...50)
      let text = table.codes[target].description
      let found = (expected...expected + lookAhead).first {
        table.codes[$0].description == text
      }
      let verdict = try hotp.verify(
        text, counter: UInt64(expected), lookAhead: lookAhead)
      let reference: Verdict<HOTP.Match> =
        if let found {
          .accepted(HOTP.Match(counter: UInt64(found)))
        } else { .rejected(.mismatch) }
      #expect(verdict == reference, random.comment)
    }
  }
}
