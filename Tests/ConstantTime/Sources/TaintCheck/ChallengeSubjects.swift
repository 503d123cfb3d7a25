// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OCRA
import OTPCore

// OCRA: generating and verifying, with every kind of input and every hash.

/// A suite with the secret and the PIN of somebody.
private struct Asked: Sendable {
  let suite: OCRASuite

  /// The counter that is expected next.
  static let counter: UInt64 = 1_000

  /// The verifier's time, in the middle of step 1,000.
  static let time: UnixTime = 60_030

  private static let secret = [UInt8]("12345678901234567890".utf8)
  private static let pin = "1234"

  init(_ text: String) throws { suite = try OCRASuite(text) }

  /// What is computed, with a secret that is secret or one that is known.
  func ocra(isSecret: Bool) throws -> OCRAResponder {
    OCRAResponder(
      secret: try isSecret ? .tainted(Self.secret) : Secret(Self.secret),
      suite: suite)
  }

  /// The inputs, so many counters and steps from those that are expected.
  func input(
    counter: Int = 0, step: Int = 0, isSecret: Bool
  ) -> OCRAInput {
    let pin = isSecret ? Self.pin.tainted() : Self.pin
    return OCRAInput(
      question: OCRAQuestion(
        String("1234567890".prefix(suite.questionLimit))),
      counter: suite.usesCounter ? Self.counter.advanced(by: counter) : nil,
      pin: suite.pinHash.map { OCRAPIN(pin, hash: $0) },
      session: suite.sessionByteCount.map { _ in [1, 2, 3] },
      time: suite.period.map {
        UnixTime(Self.time.seconds + Int64(step * $0))
      })
  }

  /// The right response, as secret text.
  func response(counter: Int = 0, step: Int = 0) throws -> String {
    let input = input(counter: counter, step: step, isSecret: false)
    return try ocra(isSecret: false).response(to: input).description.tainted()
  }
}

let challenges: [Subject] =
  ["6:QN08", "10:C-QN10-PSHA1", "0:QN08", "8:QN08-PSHA256-S064-T1M"].flatMap {
    end in
    ["SHA1", "SHA256", "SHA512"].flatMap { hash in
      subjects(of: "OCRA-1:HOTP-\(hash)-\(end)")
    }
  } + inWindows + [
    Subject("OCRAPIN(digest:)") {
      let suite = try OCRASuite("OCRA-1:HOTP-SHA1-6:QN08-PSHA256")
      let ocra = OCRAResponder(secret: .generate(), suite: suite)
      let digest = [UInt8](0..<32)
      let responses = try [digest.tainted(), digest].map {
        try ocra.response(
          to: OCRAInput(
            question: OCRAQuestion("12345678"),
            pin: OCRAPIN(digest: $0, hash: .sha256)))
      }
      return responses[0] == responses[1]
    }
  ]

/// A response that is made, read, compared, and verified.
private func subjects(of suite: String) -> [Subject] {
  [
    Subject("OCRA response, \(suite)") {
      let asked = try Asked(suite)
      let response = try asked.ocra(isSecret: true)
        .response(to: asked.input(isSecret: true))
      let known = try asked.ocra(isSecret: false)
        .response(to: asked.input(isSecret: false))
      // A text of ten digits is one that memcheck misjudges: see `tainted`.
      let isText =
        asked.suite.digits == 10
        || published(response.description) == known.description
      return isText && response == known
    },
    Subject("OCRAResponse ==, \(suite)") {
      let asked = try Asked(suite)
      let text = try asked.response()
      guard let typed = OCRAResponse(text, suite: asked.suite) else {
        return false
      }
      return try typed
        == asked.ocra(isSecret: false)
        .response(to: asked.input(isSecret: false))
    },
    Subject("OCRA verify, \(suite)") {
      let asked = try Asked(suite)
      let verdict = try asked.ocra(isSecret: true).verify(
        asked.response(), input: asked.input(isSecret: true))
      return published(verdict).isAccepted
    },
  ]
}

/// Both a counter and a time: the first candidate, the last, none, a used one,
/// and the same through a verifier with a memory.
private let inWindows: [Subject] =
  [(0, 0), (3, -2), (3, 2), (0, 2), (9, 0)].flatMap { counter, step in
    [nil, Asked.counter + 50].flatMap { last in
      [
        Subject("OCRA verify, counter +\(counter), step \(step), \(last ?? 0)")
        {
          let asked = try Asked("OCRA-1:HOTP-SHA1-6:C-QN08-T1M")
          let verdict = try published(
            asked.ocra(isSecret: true).verify(
              asked.response(counter: counter, step: step),
              input: asked.input(isSecret: true), lookAhead: 3,
              window: DriftWindow(past: 2, future: 2), after: last))
          return isRight(verdict, counter, step, last)
        },
        Subject("OCRAVerifier, counter +\(counter), step \(step), \(last ?? 0)")
        {
          let asked = try Asked("OCRA-1:HOTP-SHA1-6:C-QN08-T1M")
          let verifier = try OCRAVerifier(
            asked.ocra(isSecret: true), lookAhead: 3,
            window: DriftWindow(past: 2, future: 2))
          var state = OCRAState(counter: Asked.counter)
          state.question = "12345678"
          state.lastStep = last
          let decision = try published(
            verifier.verify(
              asked.response(counter: counter, step: step), state: state,
              time: Asked.time))
          return isRight(decision.verdict, counter, step, last)
        },
      ]
    }
  }

/// Whether a verdict is the one for a response so far from what is expected.
private func isRight(
  _ verdict: Verdict<OCRAResponder.Match>, _ counter: Int, _ step: Int,
  _ last: UInt64?
) -> Bool {
  guard counter <= 3 else { return verdict == .rejected(.mismatch) }
  guard last == nil else { return verdict == .rejected(.replayed) }
  guard case .accepted(let match) = verdict else { return false }
  return match.counter == Asked.counter.advanced(by: counter)
    && match.step == UInt64(1_000 + step)
}
