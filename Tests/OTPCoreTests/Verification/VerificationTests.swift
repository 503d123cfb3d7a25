// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPCore

/// Windows, edges, replay and equal neighbours, for TOTP and HOTP.
@Suite struct VerificationTests {
  static func accepted(_ step: UInt64, _ drift: Int) -> Verdict<TOTP.Match> {
    let current = step &- UInt64(bitPattern: Int64(drift))
    return .accepted(TOTP.Match(step: step, current: current))
  }

  // MARK: Windows

  /// Each side by itself: the last step inside, the first outside.
  @Test(arguments: [
    (0, 0), (1, 1), (1, 0), (0, 1), (3, 1), (1, 3), (50, 50), (50, 0), (0, 50),
  ])
  func edgesOfTheWindow(past: Int, future: Int) throws {
    let totp = try RFC.totp()
    let window = try DriftWindow(past: past, future: future)
    let current = 1_000_000
    let time = UnixTime(Int64(current) * 30 + 29)
    for drift in -past - 2...future + 2 {
      let step = UInt64(current + drift)
      let verdict = try totp.verify(totp.text(step), at: time, window: window)
      let inside = (-past...future).contains(drift)
      #expect(
        verdict == (inside ? Self.accepted(step, drift) : .rejected(.mismatch)),
        "drift \(drift)")
    }
  }

  /// Two steps back take a code 89 seconds old, and none of 90.
  @Test func toTheSecond() throws {
    let totp = try RFC.totp()
    let window = try DriftWindow(past: 2, future: 0)
    let code = totp.text(100)
    #expect(try !totp.verify(code, at: 2_999, window: window).isAccepted)
    #expect(try totp.verify(code, at: 3_000, window: window).isAccepted)
    #expect(try totp.verify(code, at: 3_089, window: window).isAccepted)
    #expect(try !totp.verify(code, at: 3_090, window: window).isAccepted)
  }

  @Test func defaultIsOneStepASide() throws {
    let totp = try RFC.totp()
    for drift in -3...3 {
      let verdict = try totp.verify(totp.text(UInt64(50 + drift)), at: 1_500)
      #expect(verdict.isAccepted == (abs(drift) <= 1), "drift \(drift)")
    }
  }

  /// Step 0 has no neighbour at 2^64 − 1.
  @Test func stepZero() throws {
    let totp = try RFC.totp()
    let window = try DriftWindow(past: 50, future: 50)
    for (text, verdict) in [
      ("755224", Self.accepted(0, 0)), ("287082", Self.accepted(1, 1)),
      ("094451", .rejected(.mismatch)),
    ] {
      #expect(try totp.verify(text, at: 0) == verdict)
      #expect(try totp.verify(text, at: 0, window: window) == verdict)
    }
  }

  /// And 2^64 − 1 none at step 0.
  @Test func lastStep() throws {
    let totp = try RFC.totp(period: 1, t0: UnixTime(.min))
    let window = try DriftWindow(past: 50, future: 50)
    let time = UnixTime(.max)
    #expect(
      try totp.verify("094451", at: time, window: window)
        == Self.accepted(.max, 0))
    let before = totp.text(.max - 50)
    #expect(
      try totp.verify(before, at: time, window: window)
        == Self.accepted(.max - 50, -50))
    #expect(
      try totp.verify("755224", at: time, window: window)
        == .rejected(.mismatch))
    #expect(
      try totp.verify("094451", at: time, after: .max) == .rejected(.replayed))
    #expect(
      try totp.verify("094451", at: time, after: .max - 1).isAccepted)
  }

  @Test(arguments: [0, 1, 59, 60] as [Int64])
  func otherT0(seconds: Int64) throws {
    let totp = try RFC.totp(period: 60, t0: -1_000)
    let time = UnixTime(seconds - 1_000)
    let step = UInt64(seconds / 60)
    #expect(
      try totp.verify(totp.text(step), at: time) == Self.accepted(step, 0))
  }

  // MARK: Replay

  /// A step that is used up, and all before it, never match again: in the same
  /// step, in a later one, or when the clock goes back.
  @Test func usedStepsStayUsed() throws {
    let totp = try RFC.totp()
    let window = try DriftWindow(past: 3, future: 3)
    for now in Int64(97)...103 {
      for step in UInt64(now - 3)...UInt64(now + 3) {
        let verdict = try totp.verify(
          totp.text(step), at: UnixTime(now * 30), window: window, after: 100)
        let drift = Int(step) - Int(now)
        #expect(
          verdict
            == (step <= 100
              ? .rejected(.replayed) : Self.accepted(step, drift)),
          "step \(step) at \(now)")
      }
    }
  }

  /// Outside the window, a used code is just wrong.
  @Test func oldCodesAreWrong() throws {
    let totp = try RFC.totp()
    #expect(
      try totp.verify(totp.text(90), at: 3_000, after: 90)
        == .rejected(.mismatch))
  }

  @Test func stateFromTheFuture() throws {
    let totp = try RFC.totp()
    for last in [101, 1_000, UInt64.max] {
      #expect(
        try totp.verify(totp.text(100), at: 3_000, after: last)
          == .rejected(.replayed))
      #expect(
        try totp.verify("000000", at: 3_000, after: last)
          == .rejected(.mismatch))
    }
  }

  /// A used step does not hide its fresh neighbour with the same code.
  @Test(
    arguments: [(910_737, "911617"), (1_300_575, "761737")]
      as [(UInt64, String)])
  func equalNeighbours(lower: UInt64, text: String) throws {
    let totp = try RFC.totp()
    #expect(try totp.texts(lower, 2) == [text, text])
    for current in lower - 2...lower + 3 {
      for last in [nil, lower - 3, lower - 1, lower, lower + 1, lower + 2] {
        let candidates = (current - 1...current + 1).filter {
          $0 == lower || $0 == lower + 1
        }
        let fresh = candidates.filter { $0 > last ?? 0 }
        // The nearer one; never are both equally near.
        let step = fresh.contains(current) ? current : fresh.first
        let expected: Verdict<TOTP.Match> =
          if let step {
            Self.accepted(step, Int(step) - Int(current))
          } else {
            .rejected(candidates.isEmpty ? .mismatch : .replayed)
          }
        #expect(
          try totp.verify(
            text, at: UnixTime(Int64(current) * 30 + 7), after: last)
            == expected,
          "at \(current) after \(String(describing: last))")
      }
    }
  }

  @Test func bothNeighboursOnceEach() throws {
    let totp = try RFC.totp()
    let time = UnixTime(910_738 * 30)
    let first = try totp.verify("911617", at: time, after: 910_736)
    #expect(first == Self.accepted(910_738, 0))
    #expect(
      try totp.verify("911617", at: time, after: 910_738)
        == .rejected(.replayed))
  }

  // MARK: HOTP

  /// It looks ahead, never back.
  @Test(arguments: [0, 1, 3, 50])
  func direction(lookAhead: Int) throws {
    let hotp = try RFC.hotp()
    for counter in UInt64(0)...160 {
      let verdict = try hotp.verify(
        hotp.text(counter), counter: 100, lookAhead: lookAhead)
      let inside = counter >= 100 && counter <= 100 + UInt64(lookAhead)
      #expect(
        verdict
          == (inside
            ? .accepted(HOTP.Match(counter: counter)) : .rejected(.mismatch)),
        "counter \(counter)")
    }
    #expect(
      try hotp.verify("755224", counter: 1, lookAhead: lookAhead)
        == .rejected(.mismatch))
  }

  @Test func nextCounter() {
    #expect(HOTP.Match(counter: 5).nextCounter == 6)
    #expect(HOTP.Match(counter: .max - 1).nextCounter == .max)
    #expect(HOTP.Match(counter: .max).nextCounter == nil)
  }

  @Test func lastCounter() throws {
    let hotp = try RFC.hotp()
    for counter in [UInt64.max - 50, .max - 3, .max - 1, .max] {
      #expect(
        try hotp.verify("094451", counter: counter, lookAhead: 50)
          == .accepted(HOTP.Match(counter: .max)))
      #expect(
        try hotp.verify("755224", counter: counter, lookAhead: 50)
          == .rejected(.mismatch))
    }
    #expect(
      try hotp.verify("094451", counter: .max - 4) == .rejected(.mismatch))
  }

  @Test func lowerOfTwo() throws {
    let hotp = try RFC.hotp()
    #expect(
      try hotp.verify("911617", counter: 910_735)
        == .accepted(HOTP.Match(counter: 910_737)))
    #expect(
      try hotp.verify("911617", counter: 910_738)
        == .accepted(HOTP.Match(counter: 910_738)))
  }

  @Test(arguments: [Int.min, -1, 51, Int.max])
  func lookAheadLimits(lookAhead: Int) throws {
    let hotp = try RFC.hotp()
    let error = ParameterError.lookAhead(lookAhead, limit: 50)
    for text in ["755224", "junk"] {
      #expect(throws: error) {
        try hotp.verify(text, counter: 0, lookAhead: lookAhead)
      }
    }
  }
}
