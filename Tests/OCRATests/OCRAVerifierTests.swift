// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OCRA
import OTPCore
import Testing

struct OCRAVerifierTests {
  private func verifier(
    _ inputs: String, lookAhead: Int = 0
  ) throws -> OCRAVerifier {
    let suite = try OCRASuite("OCRA-1:HOTP-SHA1-6:" + inputs)
    let ocra = OCRAResponder(
      secret: try PublishedOCRA.secret(suite), suite: suite)
    return try OCRAVerifier(ocra, lookAhead: lookAhead)
  }

  /// The response of the party that is checked.
  private func response(
    _ verifier: OCRAVerifier, _ question: String, own: String? = nil,
    counter: UInt64? = nil, time: UnixTime? = nil
  ) throws -> String {
    try verifier.responder.response(
      to: OCRAInput(
        question: OCRAQuestion(question, own: own), counter: counter,
        time: time)
    ).description
  }

  @Test func questionsAreAnsweredOnce() throws {
    let verifier = try verifier("QA20")
    let (question, asked) = verifier.challenge(OCRAState())
    #expect(question.utf8.count == 20)
    let answer = try response(verifier, question)
    let (verdict, state) = try verifier.verify(answer, state: asked)
    #expect(verdict.isAccepted)
    #expect(state.question == nil)
    let error = #expect(throws: OCRAError.self) {
      try verifier.verify(answer, state: state)
    }
    #expect(error?.kind == .noChallenge)
  }

  @Test func wrongResponsesChangeNothing() throws {
    let verifier = try verifier("C-QN08")
    let (question, asked) = verifier.challenge(OCRAState(counter: 5))
    let answer = try response(verifier, question, counter: 4)
    let (verdict, state) = try verifier.verify(answer, state: asked)
    #expect(!verdict.isAccepted)
    #expect(state == asked)
  }

  @Test func countersCountOnAfterSuccess() throws {
    let verifier = try verifier("C-QN08", lookAhead: 3)
    let (question, asked) = verifier.challenge(OCRAState(counter: 5))
    let answer = try response(verifier, question, counter: 7)
    let (verdict, state) = try verifier.verify(answer, state: asked)
    #expect(verdict.isAccepted)
    #expect(state.counter == 8)
    let (last, end) = verifier.challenge(OCRAState(counter: .max))
    let final = try response(verifier, last, counter: .max)
    #expect(try verifier.verify(final, state: end).state.counter == 0)
  }

  @Test func stepsAreAcceptedOnce() throws {
    let verifier = try verifier("QN08-T1M")
    var (question, state) = verifier.challenge(OCRAState())
    let first = try response(verifier, question, time: 600)
    let decision = try verifier.verify(first, state: state, time: 600)
    #expect(decision.verdict.isAccepted)
    #expect(decision.state.lastStep == 10)
    (question, state) = verifier.challenge(decision.state)
    let second = try response(verifier, question, time: 601)
    #expect(
      try verifier.verify(second, state: state, time: 601).verdict
        == .rejected(.replayed))
    let third = try response(verifier, question, time: 660)
    #expect(
      try verifier.verify(third, state: state, time: 660).verdict.isAccepted)
  }

  @Test func takesThePeersQuestion() throws {
    let verifier = try verifier("QA08")
    let (question, asked) = verifier.challenge(OCRAState())
    let answer = try response(verifier, question, own: "CLI22220")
    let decision = try verifier.verify(
      answer, state: asked, peer: "CLI22220")
    #expect(decision.verdict.isAccepted)
    #expect(
      !(try verifier.verify(answer, state: asked, peer: "CLI22221").verdict
        .isAccepted))
  }

  @Test func newQuestionsReplaceOldOnes() throws {
    let verifier = try verifier("QA20")
    let (old, first) = verifier.challenge(OCRAState())
    let (new, second) = verifier.challenge(first)
    #expect(old != new)
    let answer = try response(verifier, old)
    #expect(!(try verifier.verify(answer, state: second).verdict.isAccepted))
  }

  @Test(arguments: [-1, 51])
  func refusesLookAheads(lookAhead: Int) {
    #expect(throws: OCRAError.self) {
      try verifier("C-QN08", lookAhead: lookAhead)
    }
  }
}
