// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import Testing

@Suite struct TOTPVerifierTests {
  static func verifier(
    past: Int = 1, future: Int = 1, driftLimit: Int = 0
  ) throws -> TOTPVerifier {
    try TOTPVerifier(
      RFC.totp(), window: DriftWindow(past: past, future: future),
      driftLimit: driftLimit)
  }

  /// The middle of a step.
  static func time(_ step: Int) -> UnixTime { UnixTime(Int64(step) * 30 + 15) }

  // MARK: State

  @Test func acceptanceMovesTheState() throws {
    let verifier = try Self.verifier()
    let text = try RFC.totp().text(101)
    let fresh = TOTPState()
    #expect(fresh.lastAcceptedStep == nil && fresh.drift == 0)
    let (verdict, state) = try verifier.verify(
      text, at: Self.time(100), state: fresh)
    guard case .accepted(let match) = verdict else {
      Issue.record("not accepted")
      return
    }
    #expect(match.step == 101 && match.drift == 1)
    #expect(state == TOTPState(lastAcceptedStep: 101, drift: 0))
    // A second time: in the same step, later, and with the clock set back.
    for now in [100, 101, 102] {
      let again = try verifier.verify(text, at: Self.time(now), state: state)
      #expect(again.verdict == .rejected(.replayed))
      #expect(again.state == state)
    }
  }

  @Test(arguments: ["000000", "junk", ""])
  func rejectionLeavesTheState(text: String) throws {
    let verifier = try Self.verifier(driftLimit: 5)
    let state = TOTPState(lastAcceptedStep: 7, drift: 3)
    let decision = try verifier.verify(text, at: 3_000, state: state)
    #expect(!decision.verdict.isAccepted)
    #expect(decision.state == state)
  }

  @Test func errorsOfTime() throws {
    let verifier = try Self.verifier()
    let window = try ResyncWindow(past: 1, future: 1)
    #expect(throws: ParameterError.time(-1)) {
      try verifier.verify("755224", at: -1, state: TOTPState())
    }
    #expect(throws: ParameterError.time(-1)) {
      try verifier.resynchronize(
        ["755224", "287082"], at: -1, window: window, state: TOTPState())
    }
  }

  // MARK: Drift

  @Test(arguments: [Int.min, -1, 51, Int.max])
  func driftLimits(limit: Int) throws {
    #expect(throws: ParameterError.driftLimit(limit)) {
      try Self.verifier(driftLimit: limit)
    }
  }

  /// A clock two steps ahead is learned, and later codes are judged around it.
  @Test func driftIsLearned() throws {
    let verifier = try Self.verifier(past: 2, future: 2, driftLimit: 10)
    let totp = try RFC.totp()
    var (verdict, state) = try verifier.verify(
      totp.text(102), at: Self.time(100), state: TOTPState())
    #expect(verdict.isAccepted)
    #expect(state.drift == 2)
    (verdict, state) = try verifier.verify(
      totp.text(204), at: Self.time(200), state: state)
    #expect(verdict == VerificationTests.accepted(204, 4))
    #expect(state.drift == 4)
    // The window is 2 around 4 now: 1 ahead is outside, 2 is inside.
    #expect(
      try verifier.verify(totp.text(301), at: Self.time(300), state: state)
        .verdict == .rejected(.mismatch))
    (verdict, state) = try verifier.verify(
      totp.text(302), at: Self.time(300), state: state)
    #expect(state == TOTPState(lastAcceptedStep: 302, drift: 2))
  }

  /// A client one step further ahead (or behind) each time is followed to the
  /// limit, and from there as far as the window, but not beyond.
  @Test(arguments: [0, 1, 5, 50], [1, -1])
  func walkingClient(limit: Int, direction: Int) throws {
    let verifier = try Self.verifier(driftLimit: limit)
    var state = TOTPState()
    var furthest = 0
    for round in 1...60 {
      let now = 1_000 + round * 200
      let step = UInt64(now + direction * round)
      let decision = try verifier.verify(
        RFC.totp().text(step), at: Self.time(now), state: state)
      #expect(decision.verdict.isAccepted == (round <= limit + 1))
      if decision.verdict.isAccepted { furthest = round }
      state = decision.state
      #expect(abs(state.drift) <= limit)
    }
    #expect(furthest == limit + 1)
    #expect(state.drift == direction * limit)
  }

  /// The learned drift never makes a used step fresh.
  @Test func replayAfterLearning() throws {
    let verifier = try Self.verifier(past: 3, future: 3, driftLimit: 10)
    let text = try RFC.totp().text(103)
    let (_, state) = try verifier.verify(
      text, at: Self.time(100), state: TOTPState())
    #expect(state.drift == 3)
    for now in 95...106 {
      let verdict = try verifier.verify(
        text, at: Self.time(now), state: state
      ).verdict
      #expect(!verdict.isAccepted, "at \(now)")
    }
  }

  // MARK: Resynchronisation

  @Test func resynchronisationLearnsTheDrift() throws {
    let verifier = try Self.verifier(driftLimit: 50)
    let totp = try RFC.totp()
    let window = try ResyncWindow(past: 0, future: 100)
    let (verdict, state) = try verifier.resynchronize(
      totp.texts(1_040, 2), at: Self.time(1_000), window: window,
      state: TOTPState(lastAcceptedStep: 900, drift: 0))
    #expect(verdict == VerificationTests.accepted(1_041, 41))
    #expect(
      state
        == TOTPState(
          lastAcceptedStep: 1_041, drift: 41, resynchronizedDrift: 41))
    #expect(
      try verifier.verify(totp.text(1_051), at: Self.time(1_010), state: state)
        .verdict == VerificationTests.accepted(1_051, 41))
    // The two codes are used up.
    #expect(
      try verifier.resynchronize(
        totp.texts(1_040, 2), at: Self.time(1_000), window: window,
        state: state
      ).verdict == .rejected(.replayed))
    #expect(
      try verifier.resynchronize(
        totp.texts(1_041, 2), at: Self.time(1_000), window: window,
        state: state
      ).verdict == .rejected(.replayed))
  }

  /// A resynchronisation holds whatever the limit, and the limit then counts
  /// from the drift that it found.
  @Test(arguments: [200, 1_800], [0, 5])
  func driftIsLearnedAroundTheResynchronisedOne(
    first: Int, limit: Int
  ) throws {
    let verifier = try Self.verifier(driftLimit: limit)
    let totp = try RFC.totp()
    var (verdict, state) = try verifier.resynchronize(
      totp.texts(UInt64(first), 3), at: Self.time(1_000),
      window: try ResyncWindow(past: 1_000, future: 1_000),
      state: TOTPState())
    let drift = first + 2 - 1_000
    #expect(
      verdict == VerificationTests.accepted(UInt64(first) + 2, drift))
    #expect(state.drift == drift)
    // A clock that gains one step each time is followed to the limit.
    var accepted = 0
    for round in 1...20 {
      let step = UInt64(1_000 + 10 * round + drift + round)
      (verdict, state) = try verifier.verify(
        totp.text(step), at: Self.time(1_000 + 10 * round),
        state: state)
      if verdict.isAccepted { accepted = round }
    }
    #expect(accepted == limit + 1)
    #expect(state.drift == drift + limit)
    #expect(state.resynchronizedDrift == drift)
  }

  @Test(arguments: [Int.min, -1_003, 1_003, Int.max])
  func hostileResynchronisedDrift(drift: Int) throws {
    let verifier = try Self.verifier(driftLimit: 5)
    let state = TOTPState(drift: drift, resynchronizedDrift: drift)
    let edge: UInt64 = drift < 0 ? 2_000 - 1_002 : 2_000 + 1_002
    let (verdict, next) = try verifier.verify(
      RFC.totp().text(edge), at: Self.time(2_000), state: state)
    #expect(verdict.isAccepted == (abs(Double(drift)) < 1_010))
    #expect(next == state || verdict.isAccepted)
  }

  @Test func failedResynchronisationLeavesTheState() throws {
    let verifier = try Self.verifier(driftLimit: 5)
    let state = TOTPState(lastAcceptedStep: 990, drift: -4)
    let window = try ResyncWindow(past: 1_000, future: 1_000)
    for codes in [["000000", "000000"], ["junk", "755224"]] {
      let decision = try verifier.resynchronize(
        codes, at: Self.time(1_000), window: window, state: state)
      #expect(!decision.verdict.isAccepted)
      #expect(decision.state == state)
    }
  }

  // MARK: Hostile states

  /// Whatever a store gives back, nothing traps and nothing far off matches.
  @Test(arguments: [Int.min, -51, -1, 0, 1, 51, Int.max], [0, 50])
  func hostileDrift(drift: Int, limit: Int) throws {
    let verifier = try TOTPVerifier(
      RFC.totp(period: 1, t0: UnixTime(.min)), driftLimit: limit)
    let bounded = min(max(drift, -limit), limit)
    for last in [nil, 0, UInt64.max] {
      for time in [Int64.min, .min + 1, 0, .max - 1, .max] {
        let state = TOTPState(lastAcceptedStep: last, drift: drift)
        let now = UInt64(bitPattern: time &- .min)
        let there = now.addingReportingOverflow(
          UInt64(bitPattern: Int64(bounded)))
        let verdict = try verifier.verify(
          RFC.totp().text(there.partialValue), at: UnixTime(time),
          state: state
        ).verdict
        let isBeyond = there.overflow != (bounded < 0)
        guard bounded == 0 || !isBeyond else {
          #expect(!verdict.isAccepted)
          continue
        }
        let fresh = last.map { there.partialValue > $0 } ?? true
        #expect(verdict.isAccepted == fresh, "\(state) at \(time)")
      }
    }
  }

  // MARK: Storage

  /// Of 200 sign-ins with one code, exactly one wins.
  // MARK: Secrets that are used once

  /// A verifier of a raw secret decides as one with a prepared key does.
  @Test(arguments: HashAlgorithm.allCases)
  func secretsUsedOnce(algorithm: HashAlgorithm) throws {
    let secret = try RFC.secret(algorithm)
    let totp = try TOTP(
      secret: secret, algorithm: algorithm, digits: 8, period: 300, t0: 7,
      periodLimit: .none)
    let window = try DriftWindow(past: 2, future: 1)
    let kept = try TOTPVerifier(totp, window: window, driftLimit: 3)
    let once = try TOTPVerifier(
      secret: secret, algorithm: algorithm, digits: 8, period: 300, t0: 7,
      window: window, driftLimit: 3, periodLimit: .none)
    #expect(once.digits == 8 && once.period == 300 && once.t0 == 7)
    let state = TOTPState(lastAcceptedStep: 90, drift: 1)
    for step in [97, 98, 99, 101, 102, 103] as [UInt64] {
      let text = totp.text(step)
      let decision = try once.verify(text, at: 30_010, state: state)
      let other = try kept.verify(text, at: 30_010, state: state)
      #expect(decision == other)
      #expect(decision.verdict.isAccepted == (99...102).contains(step))
    }
    let found = try once.resynchronize(
      totp.texts(140, 2), at: 30_010,
      window: ResyncWindow(past: 60, future: 60), state: state)
    #expect(found.state.drift == 41)
  }

  @Test func limitsOfSecretsUsedOnce() throws {
    let secret = try RFC.secret()
    #expect(throws: ParameterError.digits(5)) {
      try TOTPVerifier(secret: secret, digits: 5)
    }
    #expect(throws: ParameterError.period(121)) {
      try TOTPVerifier(secret: secret, period: 121)
    }
    #expect(throws: ParameterError.period(0)) {
      try TOTPVerifier(secret: secret, period: 0, periodLimit: .none)
    }
    #expect(throws: ParameterError.driftLimit(51)) {
      try TOTPVerifier(secret: secret, driftLimit: 51)
    }
  }

  @Test func oneOfManyWins() async throws {
    let verifier = try Self.verifier(driftLimit: 2)
    let store = CheckedStore(TOTPState())
    let text = try RFC.totp().text(100)
    let wins = try await concurrentWins(200, store) { state in
      let decision = try verifier.verify(
        text, at: Self.time(100), state: state)
      return (decision.verdict.isAccepted, decision.state)
    }
    #expect(wins == 1)
    #expect(await store.state == TOTPState(lastAcceptedStep: 100))
  }

  @Test(arguments: [
    TOTPState(), TOTPState(lastAcceptedStep: 0, drift: -3),
    TOTPState(lastAcceptedStep: .max, drift: .max),
    TOTPState(lastAcceptedStep: .max - 1, drift: .min),
  ])
  func codable(state: TOTPState) throws {
    let data = try JSONEncoder().encode(state)
    #expect(try JSONDecoder().decode(TOTPState.self, from: data) == state)
  }
}
