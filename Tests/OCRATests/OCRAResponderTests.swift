// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OCRA
import OTPCore
import Testing

struct OCRAResponderTests {
  private static let hour = "OCRA-1:HOTP-SHA1-6:QN08-T1M"

  private func ocra(_ suite: String) throws -> OCRAResponder {
    let suite = try OCRASuite(suite)
    return OCRAResponder(secret: try PublishedOCRA.secret(suite), suite: suite)
  }

  private func input(
    counter: UInt64? = nil, time: UnixTime? = nil
  ) -> OCRAInput {
    OCRAInput(question: OCRAQuestion("12345678"), counter: counter, time: time)
  }

  @Test func seventyRowsArePublished() {
    #expect(PublishedOCRA.all.count == 70)
  }

  @Test(arguments: PublishedOCRA.all)
  func answersAsPublished(row: PublishedOCRA.Row) throws {
    let ocra = try ocra(row.suite)
    let input = PublishedOCRA.input(row, ocra.suite)
    #expect(try ocra.response(to: input).description == row.response)
    #expect(try ocra.verify(row.response, input: input).isAccepted)
    let wrong = String(row.response.reversed())
    #expect(
      try ocra.verify(wrong, input: input).isAccepted == (wrong == row.response)
    )
  }

  // MARK: Verifying

  @Test(arguments: [(0, true), (3, true), (4, false)])
  func looksAhead(distance: UInt64, isAccepted: Bool) throws {
    let ocra = try ocra("OCRA-1:HOTP-SHA1-6:C-QN08")
    let response = try ocra.response(to: input(counter: 10 + distance))
    let verdict = try ocra.verify(
      response.description, input: input(counter: 10), lookAhead: 3)
    #expect(verdict.isAccepted == isAccepted)
    guard case .accepted(let match) = verdict else { return }
    #expect(match.counter == 10 + distance)
    #expect(match.nextCounter == 11 + distance)
    #expect(match.step == nil)
  }

  @Test func neverLooksBack() throws {
    let ocra = try ocra("OCRA-1:HOTP-SHA1-6:C-QN08")
    let response = try ocra.response(to: input(counter: 9))
    let verdict = try ocra.verify(
      response.description, input: input(counter: 10), lookAhead: 50)
    #expect(verdict == .rejected(.mismatch))
  }

  @Test func countersBeginAgain() throws {
    let ocra = try ocra("OCRA-1:HOTP-SHA1-6:C-QN08")
    #expect(OCRAResponder.counter(after: 7) == 8)
    #expect(OCRAResponder.counter(after: .max) == 0)
    let response = try ocra.response(to: input(counter: 0))
    let verdict = try ocra.verify(
      response.description, input: input(counter: .max), lookAhead: 1)
    guard case .accepted(let match) = verdict else {
      Issue.record("not accepted")
      return
    }
    #expect(match.counter == 0)
    let last = try ocra.response(to: input(counter: .max)).description
    let end = try ocra.verify(last, input: input(counter: .max))
    guard case .accepted(let match) = end else {
      Issue.record("not accepted")
      return
    }
    #expect(match.nextCounter == 0)
  }

  @Test(arguments: [(-3, false), (-2, true), (0, true), (1, true), (2, false)])
  func triesTheStepsOfTheWindow(distance: Int64, isAccepted: Bool) throws {
    let ocra = try ocra(Self.hour)
    let now: Int64 = 1_206_446_790
    let then = UnixTime(now + 60 * distance)
    let response = try ocra.response(to: input(time: then)).description
    let verdict = try ocra.verify(
      response, input: input(time: UnixTime(now)),
      window: DriftWindow(past: 2, future: 1))
    #expect(verdict.isAccepted == isAccepted)
  }

  @Test func refusesStepsThatAreUsedUp() throws {
    let ocra = try ocra(Self.hour)
    let response = try ocra.response(to: input(time: 600)).description
    func verdict(after last: UInt64?) throws -> Verdict<OCRAResponder.Match> {
      try ocra.verify(response, input: input(time: 600), after: last)
    }
    #expect(try verdict(after: nil).isAccepted)
    #expect(try verdict(after: 9).isAccepted)
    #expect(try verdict(after: 10) == .rejected(.replayed))
    #expect(try verdict(after: 11) == .rejected(.replayed))
  }

  @Test func windowEndsAtTheEpoch() throws {
    let ocra = try ocra(Self.hour)
    let response = try ocra.response(to: input(time: 0)).description
    let window = try DriftWindow(past: 50, future: 50)
    #expect(
      try ocra.verify(response, input: input(time: 59), window: window)
        .isAccepted)
    let error = #expect(throws: OCRAError.self) {
      try ocra.response(to: input(time: -1))
    }
    #expect(error?.kind == .time)
  }

  @Test(arguments: ["", "12345", "1234567", "12345a", " 12345", "１２３４５６"])
  func refusesOtherTexts(text: String) throws {
    let ocra = try ocra("OCRA-1:HOTP-SHA1-6:QN08")
    #expect(try ocra.verify(text, input: input()) == .rejected(.malformed))
  }

  @Test(arguments: [-1, 51])
  func refusesLookAheads(lookAhead: Int) throws {
    let ocra = try ocra("OCRA-1:HOTP-SHA1-6:C-QN08")
    let error = #expect(throws: OCRAError.self) {
      try ocra.verify("123456", input: input(counter: 0), lookAhead: lookAhead)
    }
    #expect(error?.kind == .lookAhead)
  }

  // MARK: Flows

  /// RFC 6287 section 7.2, with the values of appendix C.2.
  @Test func bothPartiesProveThemselves() throws {
    let server = try ocra("OCRA-1:HOTP-SHA512-8:QA08")
    let client = try ocra("OCRA-1:HOTP-SHA512-8:QA08-PSHA1")
    let asked = OCRAInput(question: OCRAQuestion("CLI22220", own: "SRV11110"))
    let proof = try server.response(to: asked).description
    #expect(proof == "79496648")
    #expect(try server.verify(proof, input: asked).isAccepted)
    #expect(!(try server.verify("79496649", input: asked).isAccepted))
    let answer = OCRAInput(
      question: OCRAQuestion("SRV11110", own: "CLI22220"), pin: OCRAPIN("1234"))
    let response = try client.response(to: answer).description
    #expect(response == "18806276")
    #expect(try client.verify(response, input: answer).isAccepted)
    var other = answer
    other.pin = OCRAPIN("1235")
    #expect(!(try client.verify(response, input: other).isAccepted))
  }

  /// RFC 6287 section 8.2: one key for each direction.
  @Test func keysOfTheOtherDirectionDoNotFit() throws {
    let suite = try OCRASuite("OCRA-1:HOTP-SHA256-8:QA08")
    let there = OCRAResponder(secret: .generate(for: .sha256), suite: suite)
    let back = OCRAResponder(secret: .generate(for: .sha256), suite: suite)
    let input = OCRAInput(question: OCRAQuestion("SIG10000"))
    let response = try there.response(to: input)
    #expect(try there.response(to: input) == response)
    #expect(try back.response(to: input) != response)
  }

  /// RFC 6287 section 8.2: session data against whoever stands in between.
  @Test func sessionsAreBound() throws {
    let ocra = try ocra("OCRA-1:HOTP-SHA1-8:QN08-S064")
    var input = input()
    input.session = Array("session 1".utf8)
    let response = try ocra.response(to: input)
    let padded = [UInt8](repeating: 0, count: 55) + Array("session 1".utf8)
    input.session = padded
    #expect(try ocra.response(to: input) == response)
    input.session = Array("session 2".utf8)
    #expect(try ocra.response(to: input) != response)
  }
}
