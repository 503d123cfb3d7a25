// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What a verifier remembers of an HOTP secret between two checks.
///
/// Keep it beside the secret and write it with compare-and-set, as
/// ``TOTPState``.
public struct HOTPState: Hashable, Sendable, Codable {
  /// The counter that is expected next; `nil` when all 2^64 are used up.
  public var counter: UInt64?

  /// A state that expects `counter` next.
  public init(counter: UInt64? = 0) {
    self.counter = counter
  }
}

/// HOTP verification with a memory, as a pure function from a state to a
/// verdict and the next state (RFC 4226 sections 7.2 and 7.4).
public struct HOTPVerifier: Sendable {
  /// The codes.
  public let hotp: HOTP

  /// How many counters beyond the expected one are tried: 0 to 50.
  public let lookAhead: Int

  /// A verifier.
  ///
  /// - Parameters:
  ///   - hotp: The codes.
  ///   - lookAhead: How many counters beyond the expected one to try.
  /// - Throws: ``ParameterError`` for a look-ahead outside 0 to 50.
  public init(
    _ hotp: HOTP, lookAhead: Int = HOTP.defaultLookAhead
  ) throws(ParameterError) {
    guard (0...50).contains(lookAhead) else {
      throw .lookAhead(lookAhead, limit: 50)
    }
    self.hotp = hotp
    self.lookAhead = lookAhead
  }

  /// A verdict, and the state to store with it.
  ///
  /// Unless the verdict is an acceptance, the state is the one given.
  public typealias Decision = (verdict: Verdict<HOTP.Match>, state: HOTPState)

  /// Checks a submitted code.
  ///
  /// - Parameters:
  ///   - text: What the person typed.
  ///   - state: What is stored. When it is used up, nothing matches.
  ///
  /// Time depends on: what ``HOTP/verify(_:counter:lookAhead:)`` depends on.
  public func verify(
    _ text: String, state: HOTPState
  ) throws(ParameterError) -> Decision {
    let verdict = try hotp.verify(
      text, counter: state.counter ?? .max, lookAhead: lookAhead)
    return decision(state, verdict)
  }

  /// Checks two or three consecutive codes over a wider look-ahead.
  ///
  /// - Parameters:
  ///   - codes: Two or three codes, in the order in which they were made.
  ///   - lookAhead: As in ``HOTP/resynchronize(_:counter:lookAhead:)``.
  ///   - state: What is stored.
  /// - Throws: ``ParameterError`` for another number of codes or a look-ahead
  ///   outside 0 to 1,000.
  public func resynchronize(
    _ codes: [String], lookAhead: Int, state: HOTPState
  ) throws(ParameterError) -> Decision {
    let verdict = try hotp.resynchronize(
      codes, counter: state.counter ?? .max, lookAhead: lookAhead)
    return decision(state, verdict)
  }

  /// What to answer, and the state after it.
  ///
  /// A secret that is used up is checked like any other, at its last counter,
  /// so that what is malformed or out of range stays so; a match is none.
  private func decision(
    _ state: HOTPState, _ verdict: Verdict<HOTP.Match>
  ) -> Decision {
    guard case .accepted(let match) = verdict else { return (verdict, state) }
    guard state.counter != nil else { return (.rejected(.mismatch), state) }
    return (verdict, HOTPState(counter: match.nextCounter))
  }
}
