// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The state that a verifier keeps for an HOTP secret between two checks.
///
/// Keep it beside the secret and write it with compare-and-set, as
/// ``TOTPState``.
public struct HOTPState: Hashable, Sendable, Codable {
  /// The counter that is expected next; `nil` when all 2^64 are used.
  public var counter: UInt64?

  /// A state that expects `counter` next.
  public init(counter: UInt64? = 0) {
    self.counter = counter
  }
}

/// HOTP verification with a memory, as a pure function from a state to a
/// verdict and the next state (RFC 4226 sections 7.2 and 7.4).
///
/// ```swift
/// let (verdict, next) = try verifier.verify(typed, state: state)
/// guard verdict.isAccepted, try store.replace(state, with: next)
/// else { return refuse() }
/// ```
public struct HOTPVerifier: Sendable {
  private let key: VerifierKey

  /// The number of digits of a code: 6 to 9.
  public let digits: Int

  /// The number of counters to try beyond the expected one: 0 to 50.
  public let lookAhead: Int

  /// Whether to ignore the spaces and hyphens that people type.
  public let separators: OneTimeCode.Separators

  /// A verifier with a prepared key.
  ///
  /// - Parameters:
  ///   - hotp: The codes.
  ///   - lookAhead: The number of counters to try beyond the expected one.
  ///   - separators: Whether to ignore spaces and hyphens in codes.
  /// - Throws: ``ParameterError`` for a look-ahead outside 0 to 50.
  public init(
    _ hotp: HOTP, lookAhead: Int = HOTP.defaultLookAhead,
    separators: OneTimeCode.Separators = .refused
  ) throws(ParameterError) {
    try self.init(
      .prepared(hotp.key), digits: hotp.digits, lookAhead, separators)
  }

  /// A verifier of a secret that is used once.
  ///
  /// The key is prepared on the stack for each check and not kept. A server
  /// that reads the secret from its database for every request saves an
  /// allocation by it.
  ///
  /// - Parameters:
  ///   - secret: The shared secret.
  ///   - algorithm: The hash.
  ///   - digits: 6 to 9.
  ///   - lookAhead: The number of counters to try beyond the expected one.
  ///   - separators: Whether to ignore spaces and hyphens in codes.
  ///   - backend: The kernels to use.
  /// - Throws: ``ParameterError`` for digits outside 6 to 9 or a look-ahead
  ///   outside 0 to 50.
  public init(
    secret: Secret, algorithm: HashAlgorithm = .sha1, digits: Int = 6,
    lookAhead: Int = HOTP.defaultLookAhead,
    separators: OneTimeCode.Separators = .refused, backend: Backend = .best
  ) throws(ParameterError) {
    let key = UnpreparedKey(
      secret: secret, algorithm: algorithm, backend: backend)
    try self.init(.unprepared(key), digits: digits, lookAhead, separators)
  }

  private init(
    _ key: VerifierKey, digits: Int, _ lookAhead: Int,
    _ separators: OneTimeCode.Separators
  ) throws(ParameterError) {
    try Limits.check(digits: digits)
    try Limits.check(lookAhead: lookAhead, Limits.window)
    self.key = key
    self.digits = digits
    self.lookAhead = lookAhead
    self.separators = separators
  }

  /// A verdict, and the state to store with it.
  ///
  /// Unless the verdict is an acceptance, the state is the one given.
  public typealias Decision = (verdict: Verdict<HOTP.Match>, state: HOTPState)

  /// Checks a submitted code.
  ///
  /// - Parameters:
  ///   - text: What the person typed.
  ///   - state: What is stored. When all counters are used, nothing matches.
  ///
  /// Time depends on: what ``HOTP/verify(_:counter:lookAhead:separators:)``
  /// depends on.
  public func verify(_ text: String, state: HOTPState) -> Decision {
    let code = OneTimeCode(text, digits: digits, separators: separators)
    let verdict = HOTP.verify(
      code, key: key, counter: state.counter ?? .max, lookAhead: lookAhead)
    return decision(state, verdict)
  }

  /// Checks two or three consecutive codes over a wider look-ahead.
  ///
  /// - Parameters:
  ///   - codes: Two or three codes, in the order in which they were made.
  ///   - lookAhead: As in
  ///     ``HOTP/resynchronize(_:counter:lookAhead:separators:)``.
  ///   - state: What is stored.
  /// - Throws: ``ParameterError`` for another number of codes or a look-ahead
  ///   outside 0 to 1,000.
  public func resynchronize(
    _ codes: [String], lookAhead: Int, state: HOTPState
  ) throws(ParameterError) -> Decision {
    try Limits.check(lookAhead: lookAhead, Limits.resynchronization)
    let codes = try ConsecutiveCodes(
      codes, digits: digits, separators: separators)
    let verdict = HOTP.resynchronize(
      codes, key: key, counter: state.counter ?? .max, lookAhead: lookAhead)
    return decision(state, verdict)
  }

  /// The verdict, and the state after it.
  ///
  /// When all counters are used, a code is still compared with that of the
  /// last counter, so that malformed texts are reported as such. A match is
  /// then rejected.
  private func decision(
    _ state: HOTPState, _ verdict: Verdict<HOTP.Match>
  ) -> Decision {
    guard case .accepted(let match) = verdict else { return (verdict, state) }
    guard state.counter != nil else { return (.rejected(.mismatch), state) }
    return (verdict, HOTPState(counter: match.nextCounter))
  }
}
