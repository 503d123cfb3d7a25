// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import OTPCore

/// Two or three consecutive codes over a wide window (RFC 4226 section 7.4,
/// RFC 6238 section 6).
@Suite struct ResynchronisationTests {
  static let none = Verdict<TOTP.Match>.rejected(.mismatch)
  static let replayed = Verdict<TOTP.Match>.rejected(.replayed)

  // MARK: TOTP

  /// The first code's place is judged by the window, the last one's is given.
  @Test(arguments: [2, 3], [(5, 7), (0, 0), (1_000, 1_000), (0, 40)])
  func edgesOfTheWindow(count: Int, sides: (Int, Int)) throws {
    let totp = try RFC.totp()
    let window = try ResyncWindow(past: sides.0, future: sides.1)
    let current = 10_000
    let near = [-sides.0 - 1, -sides.0, -1, 0, 1, sides.1, sides.1 + 1]
    for drift in near {
      let first = UInt64(current + drift)
      let verdict = try totp.resynchronize(
        totp.texts(first, count), at: UnixTime(Int64(current) * 30),
        window: window)
      let inside = (-sides.0...sides.1).contains(drift)
      let last = first + UInt64(count - 1)
      #expect(
        verdict
          == (inside
            ? VerificationTests.accepted(last, drift + count - 1) : Self.none),
        "drift \(drift)")
    }
  }

  /// Order, gaps, repetition and one wrong code each make it fail.
  @Test func onlyConsecutiveOnes() throws {
    let totp = try RFC.totp()
    let c = try totp.texts(90, 20)
    let window = try ResyncWindow(past: 50, future: 50)
    let wrong: [[String]] = [
      [c[1], c[0]], [c[0], c[2]], [c[0], c[0]], [c[3], c[9]], [c[0], "000000"],
      ["000000", c[0]], [c[0], c[1], c[3]], [c[0], c[2], c[3]],
      [c[2], c[1], c[0]], [c[0], c[1], c[1]], [c[0], c[0], c[1]],
      [c[1], c[0], c[2]], ["000000", c[1], c[2]], [c[0], "000000", c[2]],
      [c[0], c[1], "000000"],
    ]
    for codes in wrong {
      #expect(
        try totp.resynchronize(codes, at: 3_000, window: window) == Self.none,
        "\(codes)")
    }
    for count in 2...3 {
      #expect(
        try totp.resynchronize(
          Array(c[4..<4 + count]), at: 3_000, window: window
        ).isAccepted)
    }
  }

  @Test func malformed() throws {
    let totp = try RFC.totp()
    let window = try ResyncWindow(past: 5, future: 5)
    for bad in ["", "75522", "7552240", "７５５２２４", "+55224", "755224\0"] {
      for codes in [["755224", bad], [bad, "287082"], ["755224", bad, bad]] {
        #expect(
          try totp.resynchronize(codes, at: 0, window: window)
            == .rejected(.malformed))
      }
    }
  }

  @Test(arguments: [0, 1, 4, 1_000])
  func numbersOfCodes(count: Int) throws {
    let totp = try RFC.totp()
    let hotp = try RFC.hotp()
    let window = try ResyncWindow(past: 5, future: 5)
    for text in ["755224", "junk"] {
      let codes = [String](repeating: text, count: count)
      #expect(throws: ParameterError.codeCount(count)) {
        try totp.resynchronize(codes, at: 0, window: window)
      }
      #expect(throws: ParameterError.codeCount(count)) {
        try hotp.resynchronize(codes, counter: 0, lookAhead: 5)
      }
    }
  }

  /// The first code must come after the last step that was accepted.
  @Test(arguments: [2, 3])
  func usedSteps(count: Int) throws {
    let totp = try RFC.totp()
    let window = try ResyncWindow(past: 10, future: 10)
    for first in UInt64(92)...108 {
      let verdict = try totp.resynchronize(
        totp.texts(first, count), at: 3_000, window: window, after: 100)
      let last = first + UInt64(count - 1)
      #expect(
        verdict
          == (first > 100
            ? VerificationTests.accepted(last, Int(last) - 100)
            : Self.replayed),
        "first \(first)")
    }
  }

  @Test func stepZeroAndTheLastStep() throws {
    let totp = try RFC.totp(period: 1, t0: UnixTime(.min))
    let window = try ResyncWindow(past: 1_000, future: 1_000)
    #expect(
      try totp.resynchronize(
        totp.texts(0, 2), at: UnixTime(.min), window: window)
        == VerificationTests.accepted(1, 1))
    for count in 2...3 {
      let last = try totp.texts(.max - UInt64(count - 1), count)
      #expect(
        try totp.resynchronize(last, at: UnixTime(.max), window: window)
          == VerificationTests.accepted(.max, 0))
      // Nothing follows the last step: step 0 does not.
      let over = Array(last.dropFirst()) + ["755224"]
      #expect(
        try totp.resynchronize(over, at: UnixTime(.max), window: window)
          == Self.none)
    }
  }

  /// A window that ends at 2^64 − 1 leaves no room for the others.
  @Test(arguments: [0, 1, 2, 3])
  func narrowAtTheEnd(before: UInt64) throws {
    let totp = try RFC.totp(period: 1, t0: UnixTime(.min))
    let window = try ResyncWindow(past: 0, future: 0)
    let time = UnixTime(.max - Int64(before))
    for count in 2...3 {
      let first = UInt64.max - before
      let texts = try totp.texts(first, count)
      guard texts.count == count else {
        let padded =
          texts + [String](repeating: "755224", count: count - texts.count)
        #expect(
          try totp.resynchronize(padded, at: time, window: window)
            == Self.none)
        continue
      }
      #expect(
        try totp.resynchronize(texts, at: time, window: window).isAccepted)
    }
  }

  /// Three equal codes in a row cannot be found, but two can: 910737 and
  /// 910738.
  @Test func equalCodes() throws {
    let totp = try RFC.totp()
    let window = try ResyncWindow(past: 20, future: 20)
    let time = UnixTime(910_740 * 30)
    #expect(
      try totp.resynchronize(["911617", "911617"], at: time, window: window)
        == VerificationTests.accepted(910_738, -2))
    #expect(
      try totp.resynchronize(
        ["911617", "911617"], at: time, window: window, after: 910_737)
        == Self.replayed)
    let next = totp.text(910_739)
    #expect(
      try totp.resynchronize(
        ["911617", next], at: time, window: window, after: 910_737)
        == VerificationTests.accepted(910_739, -1))
  }

  @Test(arguments: [(-1, 0), (0, -1), (1_001, 0), (0, 1_001), (.min, .max)])
  func windowLimits(past: Int, future: Int) throws {
    let bad = (0...1_000).contains(past) ? future : past
    #expect(throws: ParameterError.window(bad, limit: 1_000)) {
      try ResyncWindow(past: past, future: future)
    }
  }

  // MARK: HOTP

  @Test(arguments: [2, 3], [0, 1, 50, 1_000])
  func lookAhead(count: Int, lookAhead: Int) throws {
    let hotp = try RFC.hotp()
    let end = 500 + UInt64(lookAhead)
    for first in [0, 498, 499, 500, 501, end - 1, end, end + 1, end + 2] {
      let verdict = try hotp.resynchronize(
        hotp.texts(first, count), counter: 500, lookAhead: lookAhead)
      let last = first + UInt64(count - 1)
      let inside = (500...end).contains(first)
      #expect(
        verdict
          == (inside
            ? .accepted(HOTP.Match(counter: last)) : .rejected(.mismatch)),
        "first \(first)")
    }
  }

  @Test func lastCounters() throws {
    let hotp = try RFC.hotp()
    let verdict = try hotp.resynchronize(
      hotp.texts(.max - 1, 2), counter: .max - 5, lookAhead: 1_000)
    #expect(verdict == .accepted(HOTP.Match(counter: .max)))
    #expect(
      try hotp.resynchronize(
        ["094451", "755224"], counter: .max - 5, lookAhead: 1_000)
        == .rejected(.mismatch))
  }

  @Test(arguments: [Int.min, -1, 1_001, Int.max])
  func lookAheadLimits(lookAhead: Int) throws {
    let hotp = try RFC.hotp()
    #expect(throws: ParameterError.lookAhead(lookAhead, limit: 1_000)) {
      try hotp.resynchronize(
        ["755224", "287082"], counter: 0, lookAhead: lookAhead)
    }
  }

  /// Against a loop: random places, counts and used steps, on every backend.
  @Test(arguments: Backend.tested)
  func agreesWithALoop(backend: Backend) throws {
    var random = SeededGenerator(seed: 100)
    let key = HMACKey(
      bytes: random.bytes(20), algorithm: .sha1, backend: backend)
    let totp = try TOTP(key: key)
    let texts = try totp.texts(0, 900)
    for _ in 0..<400 {
      let count = random.int(2...3)
      let (current, first) = (random.int(0...600), random.int(0...600))
      let last = random.next() & 1 == 0 ? nil : UInt64(random.int(0...600))
      let window = try ResyncWindow(
        past: random.int(0...200), future: random.int(0...200))
      let verdict = try totp.resynchronize(
        Array(texts[first..<first + count]),
        at: UnixTime(Int64(current) * 30), window: window, after: last)
      let step = first + count - 1
      let expected: Verdict<TOTP.Match> =
        if first < current - window.past || first > current + window.future {
          Self.none
        } else if let last, UInt64(first) <= last {
          Self.replayed
        } else {
          VerificationTests.accepted(UInt64(step), step - current)
        }
      #expect(verdict == expected, random.comment)
    }
  }
}
