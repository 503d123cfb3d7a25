// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// The state that a verifier keeps for an OCRA secret between two checks.
///
/// Keep it beside the secret and write it with compare-and-set, as
/// `TOTPState`.
public struct OCRAState: Hashable, Sendable, Codable {
  /// The counter that is expected next; ignored by suites without C.
  public var counter: UInt64

  /// The last time step that was accepted.
  public var lastStep: UInt64?

  /// The question that was asked and is not answered yet.
  public var question: String?

  /// A state that expects `counter` next and has asked nothing.
  public init(counter: UInt64 = 0) {
    self.counter = counter
  }
}

/// OCRA verification with a memory (RFC 6287 section 7.1 and, with a question of
/// the client, section 7.2).
///
/// A question is answered once, the counter is incremented only after an
/// acceptance, and no time step is accepted twice.
public struct OCRAVerifier: Sendable {
  /// The other party.
  public let responder: OCRAResponder

  /// The number of counters to try beyond the expected one: 0 to 50.
  public let lookAhead: Int

  /// The time steps to try.
  public let window: DriftWindow

  /// A verifier.
  ///
  /// - Throws: ``OCRAError`` for a look-ahead outside 0 to 50.
  public init(
    _ responder: OCRAResponder, lookAhead: Int = 0,
    window: DriftWindow = .default
  ) throws(OCRAError) {
    guard Limits.window.contains(lookAhead) else {
      throw OCRAError(.lookAhead)
    }
    self.responder = responder
    self.lookAhead = lookAhead
    self.window = window
  }

  /// Asks a new random question, in place of one that was not answered.
  ///
  /// - Returns: The question, and the state. Store the state before you send the
  ///   question.
  public func challenge(
    _ state: OCRAState
  ) -> (question: String, state: OCRAState) {
    var generator = SystemRandomNumberGenerator()
    return challenge(state, using: &generator)
  }

  /// Asks a question from the random numbers of `generator`, which must be
  /// cryptographically secure.
  public func challenge(
    _ state: OCRAState, using generator: inout some RandomNumberGenerator
  ) -> (question: String, state: OCRAState) {
    var state = state
    let question = OCRAQuestion.generate(
      for: responder.suite, using: &generator)
    state.question = question
    return (question, state)
  }

  /// A verdict, and the state to store with it.
  ///
  /// Unless the verdict is an acceptance, the state is the one given.
  public typealias Decision = (
    verdict: Verdict<OCRAResponder.Match>, state: OCRAState
  )

  /// Checks the response to the question that was asked.
  ///
  /// The question stays open after a wrong response: limit the attempts.
  ///
  /// - Parameters:
  ///   - text: What the other party sent.
  ///   - state: What is stored.
  ///   - peer: The question of the other party, for the mutual modes.
  ///   - pin: The PIN, if the suite has P.
  ///   - session: The session data, if the suite has S.
  ///   - time: The verifier's own time, if the suite has T.
  /// - Throws: ``OCRAError`` if nothing was asked, or if an input does not
  ///   suit the suite.
  ///
  /// Time depends on: what ``OCRAResponder/verify(_:input:lookAhead:window:after:)``
  /// depends on.
  public func verify(
    _ text: String, state: OCRAState, peer: String? = nil,
    pin: OCRAPIN? = nil, session: [UInt8]? = nil, time: UnixTime? = nil
  ) throws(OCRAError) -> Decision {
    guard let question = state.question else { throw OCRAError(.noChallenge) }
    let input = OCRAInput(
      question: OCRAQuestion(question, own: peer),
      counter: responder.suite.usesCounter ? state.counter : nil, pin: pin,
      session: session, time: time)
    let verdict = try responder.verify(
      text, input: input, lookAhead: lookAhead, window: window,
      after: state.lastStep)
    return (verdict, next(state, verdict))
  }

  /// The state after a verdict.
  private func next(
    _ state: OCRAState, _ verdict: Verdict<OCRAResponder.Match>
  ) -> OCRAState {
    guard case .accepted(let match) = verdict else { return state }
    var state = state
    state.question = nil
    state.counter = match.nextCounter ?? state.counter
    state.lastStep = match.step ?? state.lastStep
    return state
  }
}
