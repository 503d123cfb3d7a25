// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import TestSupport
import Testing

/// Batches, and verification by a bare secret: what single verification says.
@Suite struct TOTPBatchTests {
  struct Account {
    let totp: TOTP
    let secret: Secret
    let algorithm: HashAlgorithm

    init(_ random: inout SeededGenerator, _ backend: Backend) throws {
      let bytes = random.bytes(random.int(16...140))
      secret = try Secret(bytes)
      algorithm = random.pick(HashAlgorithm.allCases)
      totp = try TOTP(
        key: HMACKey(secret, algorithm: algorithm, backend: backend),
        digits: random.int(6...9), period: random.pick([1, 30, 60]))
    }
  }

  /// Attempts of all sorts: right, drifted, wrong, malformed, used up.
  struct Check {
    let account: Account
    let text: String
    let time: UnixTime
    let window: DriftWindow
    let last: UInt64?

    init(_ account: Account, _ random: inout SeededGenerator) throws {
      self.account = account
      time = UnixTime(Int64(random.int(0...4_000)))
      window = try DriftWindow(
        past: random.int(0...random.pick([1, 50])),
        future: random.int(0...random.pick([1, 50])))
      let step = try account.totp.step(at: time)
      let target = Int(step) + random.int(-3...3)
      text =
        switch random.int(0...5) {
        case 0: "123"
        case 1: String(repeating: "0", count: account.totp.digits)
        default: account.totp.text(UInt64(max(0, target)))
        }
      last = random.int(0...2) == 0 ? UInt64(max(0, target - 1)) : nil
    }

    func verdict() throws -> Verdict<TOTP.Match> {
      try account.totp.verify(text, at: time, window: window, after: last)
    }
  }

  @Test(arguments: Backend.tested)
  func batchesEqualSingleChecks(backend: Backend) throws {
    var random = SeededGenerator(seed: 410)
    for count in [0, 1, 2, 5, 40, 150] {
      var checks: [Check] = []
      for _ in 0..<count {
        checks.append(try Check(Account(&random, backend), &random))
      }
      var verdicts: [Int: Verdict<TOTP.Match>] = [:]
      let attempts = try checks.map {
        try TOTP.Attempt(
          $0.text, totp: $0.account.totp, at: $0.time, window: $0.window,
          after: $0.last)
      }
      TOTP.verify(attempts) { index, verdict in
        #expect(verdicts.updateValue(verdict, forKey: index) == nil)
      }
      #expect(verdicts.count == count)
      for (index, check) in checks.enumerated() {
        #expect(try verdicts[index] == check.verdict(), random.comment)
      }
    }
  }

  /// A server's day: many attempts of accounts with one configuration, whose
  /// windows fill the lanes whole; some at one time, some at any.
  ///
  /// A million with `OTPKIT_SLOW_TESTS`.
  @Test(arguments: Backend.tested)
  func manyBatchesEqualSingleChecks(backend: Backend) throws {
    let slow = ProcessInfo.processInfo.environment["OTPKIT_SLOW_TESTS"] != nil
    let count = (slow ? 1_000_000 : 10_000) / Backend.tested.count + 1
    var random = SeededGenerator(seed: 412)
    let accounts = try (0..<1_000).map { index in
      try TOTP(
        key: HMACKey(
          bytes: random.bytes(20),
          algorithm: index % 10 == 0 ? .sha256 : .sha1, backend: backend))
    }
    let window = try DriftWindow(past: 2, future: 1)
    var (judged, accepted) = (0, 0)
    for start in stride(from: 0, to: count, by: 5_000) {
      var step = UInt64(random.int(10...100_000_000))
      let checks = (start..<min(start + 5_000, count)).map { index in
        let totp = accounts[random.int(0...999)]
        // Another one each time, or every 128 times.
        if index / 128 % 2 == 0 || index % 128 == 0 {
          step = UInt64(random.int(10...100_000_000))
        }
        let drift = random.int(-4...3)
        let wrong = random.int(0...9) == 0
        let code = totp.code(forStep: UInt64(Int(step) + drift))
        return (
          totp: totp, text: wrong ? "x00000" : code.description,
          time: UnixTime(Int64(step * 30)),
          last: random.int(0...3) == 0 ? step : nil
        )
      }
      let attempts = try checks.map {
        try TOTP.Attempt(
          $0.text, totp: $0.totp, at: $0.time, window: window, after: $0.last)
      }
      var different = 0
      TOTP.verify(attempts) { index, verdict in
        let check = checks[index]
        let alone = try? check.totp.verify(
          check.text, at: check.time, window: window, after: check.last)
        different += alone == verdict ? 0 : 1
        judged += 1
        accepted += verdict.isAccepted ? 1 : 0
      }
      #expect(different == 0, random.comment)
    }
    #expect(judged == count)
    #expect((count / 3..<count / 2).contains(accepted), "\(accepted)")
  }

  /// Windows over 2^32, where a lane's low word of the counter wraps around:
  /// each step is found by itself, with few windows and with many, at one time
  /// and at several.
  @Test(arguments: Backend.tested)
  func windowsOverTheLowWord(backend: Backend) throws {
    let middle: UInt64 = 1 << 32
    let window = try DriftWindow(past: 50, future: 50)
    for algorithm in HashAlgorithm.allCases {
      let totp = try TOTP(
        key: HMACKey(
          RFC.secret(), algorithm: algorithm, backend: backend),
        digits: 9, period: 1)
      for (count, times) in [(1, 1), (3, 1), (101, 1), (101, 7)] {
        let drifts = (0..<count).map { $0 * 100 / max(1, count - 1) - 50 }
        let attempts = try drifts.enumerated().map { index, drift in
          let step = middle + UInt64(index % times)
          return try TOTP.Attempt(
            totp.text(step.advanced(by: drift)), totp: totp,
            at: UnixTime(Int64(step)), window: window)
        }
        var found = [Int?](repeating: nil, count: count)
        TOTP.verify(attempts) { index, verdict in
          if case .accepted(let match) = verdict { found[index] = match.drift }
        }
        #expect(found == drifts, "\(algorithm), \(count), \(times)")
      }
      for drift in [-50, -1, 0, 1, 50] {
        let code = totp.text(middle.advanced(by: drift))
        let verdict = try totp.verify(
          code, at: UnixTime(Int64(middle)), window: window)
        #expect(verdict.isAccepted)
      }
    }
  }

  @Test func attemptsFillOneLineOfTheCache() {
    #expect(MemoryLayout<TOTP.Attempt>.stride == 64)
  }

  @Test func bareSecrets() throws {
    var random = SeededGenerator(seed: 411)
    var accepted = 0
    for _ in 0..<300 {
      let check = try Check(Account(&random, .best), &random)
      let totp = check.account.totp
      let verdict = try TOTP.verify(
        check.text, secret: check.account.secret, at: check.time,
        window: check.window, after: check.last,
        algorithm: check.account.algorithm, digits: totp.digits,
        period: totp.period)
      #expect(try verdict == check.verdict(), random.comment)
      accepted += verdict.isAccepted ? 1 : 0
    }
    #expect(accepted > 50)
  }

  @Test func errors() throws {
    let secret = try RFC.secret()
    #expect(throws: ParameterError.time(-1)) {
      try TOTP.verify("755224", secret: secret, at: -1)
    }
    #expect(throws: ParameterError.period(121)) {
      try TOTP.verify("755224", secret: secret, at: 0, period: 121)
    }
    #expect(throws: ParameterError.digits(5)) {
      try TOTP.verify("75522", secret: secret, at: 0, digits: 5)
    }
    #expect(throws: ParameterError.time(-1)) {
      try TOTP.Attempt("755224", totp: RFC.totp(), at: -1)
    }
  }
}
