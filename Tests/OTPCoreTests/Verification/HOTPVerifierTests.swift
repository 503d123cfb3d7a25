// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import Testing

@Suite struct HOTPVerifierTests {
  @Test func acceptanceMovesTheCounter() throws {
    let verifier = try HOTPVerifier(RFC.hotp())
    #expect(verifier.lookAhead == 3)
    var state = HOTPState()
    #expect(state.counter == 0)
    for counter in [0, 1, 4, 8] as [UInt64] {
      let decision = try verifier.verify(
        RFC.hotp().text(counter), state: state)
      #expect(decision.verdict.isAccepted)
      state = decision.state
      #expect(state.counter == counter + 1)
    }
    for counter in UInt64(0)...8 {
      let old = try verifier.verify(RFC.hotp().text(counter), state: state)
      #expect(old.verdict == .rejected(.mismatch))
      #expect(old.state == state)
    }
  }

  @Test(arguments: ["000000", "junk", ""])
  func rejectionLeavesTheState(text: String) throws {
    let verifier = try HOTPVerifier(RFC.hotp())
    let state = HOTPState(counter: 5)
    let decision = verifier.verify(text, state: state)
    #expect(!decision.verdict.isAccepted)
    #expect(decision.state == state)
  }

  @Test func afterTheLastCounter() throws {
    let verifier = try HOTPVerifier(RFC.hotp())
    let (verdict, state) = verifier.verify(
      "094451", state: HOTPState(counter: .max - 2))
    #expect(verdict.isAccepted)
    #expect(state.counter == nil)
    for text in ["094451", "755224"] {
      let decision = verifier.verify(text, state: state)
      #expect(decision.verdict == .rejected(.mismatch))
      #expect(decision.state == state)
    }
    let last = try RFC.hotp().texts(.max - 1, 2)
    let resync = try verifier.resynchronize(last, lookAhead: 9, state: state)
    #expect(resync.verdict == .rejected(.mismatch))
    #expect(resync.state == state)
  }

  /// A used-up secret changes nothing about what is malformed or out of range.
  @Test func usedUpSecretsAnswerLikeOthers() throws {
    let verifier = try HOTPVerifier(RFC.hotp())
    for state in [HOTPState(counter: 5), HOTPState(counter: nil)] {
      #expect(
        verifier.verify("junk", state: state).verdict
          == .rejected(.malformed))
      #expect(
        try verifier.resynchronize(["1", "2"], lookAhead: 9, state: state)
          .verdict == .rejected(.malformed))
      #expect(throws: ParameterError.codeCount(1)) {
        try verifier.resynchronize(["755224"], lookAhead: 9, state: state)
      }
      #expect(throws: ParameterError.lookAhead(-1, limit: 1_000)) {
        try verifier.resynchronize(
          ["755224", "287082"], lookAhead: -1, state: state)
      }
    }
  }

  @Test func resynchronisation() throws {
    let verifier = try HOTPVerifier(RFC.hotp())
    let texts = try RFC.hotp().texts(700, 3)
    let (verdict, state) = try verifier.resynchronize(
      texts, lookAhead: 1_000, state: HOTPState(counter: 10))
    #expect(verdict.isAccepted)
    #expect(state.counter == 703)
    let again = try verifier.resynchronize(
      texts, lookAhead: 1_000, state: state)
    #expect(again.verdict == .rejected(.mismatch))
    #expect(again.state == state)
  }

  @Test(arguments: [Int.min, -1, 51, Int.max])
  func limits(lookAhead: Int) throws {
    #expect(throws: ParameterError.lookAhead(lookAhead, limit: 50)) {
      try HOTPVerifier(RFC.hotp(), lookAhead: lookAhead)
    }
  }

  /// A verifier of a raw secret decides as one with a prepared key does.
  @Test(arguments: HashAlgorithm.allCases)
  func secretsUsedOnce(algorithm: HashAlgorithm) throws {
    let secret = try RFC.secret(algorithm)
    let hotp = try HOTP(secret: secret, algorithm: algorithm, digits: 8)
    let kept = try HOTPVerifier(hotp, lookAhead: 5)
    let once = try HOTPVerifier(
      secret: secret, algorithm: algorithm, digits: 8, lookAhead: 5)
    #expect(once.digits == 8)
    for counter in [9, 10, 15, 16] as [UInt64] {
      let state = HOTPState(counter: 10)
      let decision = once.verify(hotp.text(counter), state: state)
      #expect(decision == kept.verify(hotp.text(counter), state: state))
      #expect(decision.verdict.isAccepted == (10...15).contains(counter))
    }
    let texts = try hotp.texts(300, 2)
    let found = try once.resynchronize(
      texts, lookAhead: 400, state: HOTPState(counter: 10))
    #expect(found.state.counter == 302)
    #expect(throws: ParameterError.digits(10)) {
      try HOTPVerifier(secret: secret, digits: 10)
    }
    #expect(throws: ParameterError.lookAhead(51, limit: 50)) {
      try HOTPVerifier(secret: secret, lookAhead: 51)
    }
  }

  @Test func oneOfManyWins() async throws {
    let verifier = try HOTPVerifier(RFC.hotp())
    let store = CheckedStore(HOTPState(counter: 4))
    let text = try RFC.hotp().text(5)
    let wins = try await concurrentWins(200, store) { state in
      let decision = verifier.verify(text, state: state)
      return (decision.verdict.isAccepted, decision.state)
    }
    #expect(wins == 1)
    #expect(await store.state == HOTPState(counter: 6))
  }

  @Test(arguments: [nil, 0, 5, UInt64.max])
  func codable(counter: UInt64?) throws {
    let state = HOTPState(counter: counter)
    let data = try JSONEncoder().encode(state)
    #expect(try JSONDecoder().decode(HOTPState.self, from: data) == state)
  }
}
