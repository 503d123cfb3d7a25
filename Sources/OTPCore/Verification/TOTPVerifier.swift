// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The state that a verifier keeps for a TOTP secret between two checks.
///
/// Keep it beside the secret and write it with compare-and-set: the new state
/// only if the stored one is still the state that the check began with. Of two
/// concurrent checks of one code, exactly one then wins.
public struct TOTPState: Hashable, Sendable, Codable {
  /// The last step that was accepted; `nil` before the first one.
  public var lastAcceptedStep: UInt64?

  /// The number of steps that the generator's clock was ahead at the last
  /// acceptance; negative if it was behind, 0 where drift is not learned.
  public var drift: Int

  /// The drift that the last resynchronisation found; 0 before the first one.
  ///
  /// Drift is learned around it.
  public var resynchronizedDrift: Int

  /// A state; without arguments, that of a secret that was never used.
  public init(
    lastAcceptedStep: UInt64? = nil, drift: Int = 0,
    resynchronizedDrift: Int = 0
  ) {
    self.lastAcceptedStep = lastAcceptedStep
    self.drift = drift
    self.resynchronizedDrift = resynchronizedDrift
  }
}

/// TOTP verification with a memory: replay guard and learned drift, as a pure
/// function from a state to a verdict and the next state.
///
/// ```swift
/// let (verdict, next) = try verifier.verify(typed, at: now, state: state)
/// guard verdict.isAccepted, try store.replace(state, with: next)
/// else { return refuse() }
/// ```
///
/// The window lies around the current step plus the drift. Each acceptance
/// learns the drift anew, within a limit: the steps that can ever be accepted
/// lie within limit + window (RFC 6238 section 6). A resynchronisation, an
/// explicit act after another proof of identity, sets the drift whatever the
/// limit; the limit then counts from there.
public struct TOTPVerifier: Sendable {
  private let key: VerifierKey

  /// The number of digits of a code: 6 to 9.
  public let digits: Int

  /// The time step X in seconds.
  public let period: Int

  /// The moment from which steps are counted (T0 of RFC 6238).
  public let t0: UnixTime

  /// The steps to try around the expected one.
  public let window: DriftWindow

  /// The most steps of drift that are learned: 0 to 50, 0 for none.
  public let driftLimit: Int

  /// Whether to ignore the spaces and hyphens that people type.
  public let separators: OneTimeCode.Separators

  /// A verifier with a prepared key.
  ///
  /// - Parameters:
  ///   - totp: The codes.
  ///   - window: The steps to try around the expected one.
  ///   - driftLimit: The most steps of drift to learn; 0 to learn none.
  ///   - separators: Whether to ignore spaces and hyphens in codes.
  /// - Throws: ``ParameterError`` for a drift limit outside 0 to 50.
  public init(
    _ totp: TOTP, window: DriftWindow = .default, driftLimit: Int = 0,
    separators: OneTimeCode.Separators = .refused
  ) throws(ParameterError) {
    guard Limits.window.contains(driftLimit) else {
      throw .driftLimit(driftLimit)
    }
    key = .prepared(totp.key)
    digits = totp.digits
    period = totp.period
    t0 = totp.t0
    self.window = window
    self.driftLimit = driftLimit
    self.separators = separators
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
  ///   - period: The time step X in seconds: 1 to 120, or more without the
  ///     limit.
  ///   - t0: The moment from which steps are counted.
  ///   - window: The steps to try around the expected one.
  ///   - driftLimit: The most steps of drift to learn; 0 to learn none.
  ///   - separators: Whether to ignore spaces and hyphens in codes.
  ///   - periodLimit: The longest period to accept.
  ///   - backend: The kernels to use.
  /// - Throws: ``ParameterError`` for digits, a period or a drift limit out of
  ///   range.
  public init(
    secret: Secret, algorithm: HashAlgorithm = .sha1, digits: Int = 6,
    period: Int = 30, t0: UnixTime = 0, window: DriftWindow = .default,
    driftLimit: Int = 0, separators: OneTimeCode.Separators = .refused,
    periodLimit: TOTP.PeriodLimit = .standard, backend: Backend = .best
  ) throws(ParameterError) {
    try Limits.check(digits: digits)
    try Limits.check(period: period, periodLimit)
    guard Limits.window.contains(driftLimit) else {
      throw .driftLimit(driftLimit)
    }
    key = .unprepared(
      UnpreparedKey(secret: secret, algorithm: algorithm, backend: backend))
    self.digits = digits
    self.period = period
    self.t0 = t0
    self.window = window
    self.driftLimit = driftLimit
    self.separators = separators
  }

  /// A verdict, and the state to store with it.
  ///
  /// Unless the verdict is an acceptance, the state is the one given.
  public typealias Decision = (verdict: Verdict<TOTP.Match>, state: TOTPState)

  /// Checks a submitted code.
  ///
  /// - Parameters:
  ///   - text: What the person typed.
  ///   - time: The verifier's own time.
  ///   - state: What is stored.
  /// - Throws: ``ParameterError`` if `time` is before T0.
  ///
  /// Time depends on: what ``TOTP/verify(_:at:window:after:separators:)``
  /// depends on.
  public func verify(
    _ text: String, at time: UnixTime, state: TOTPState
  ) throws(ParameterError) -> Decision {
    let current = try time.step(period: period, t0: t0)
    let expected = current.shifted(by: bounded(state.drift, around: state))
    let verdict = TOTP.verify(
      OneTimeCode(text, digits: digits, separators: separators), key: key,
      in: CandidateRun(window, around: expected), current: current,
      after: state.lastAcceptedStep)
    guard case .accepted(let match) = verdict else { return (verdict, state) }
    var next = state
    next.lastAcceptedStep = match.step
    next.drift = bounded(match.drift, around: state)
    return (verdict, next)
  }

  /// Checks two or three consecutive codes over a wider window and takes the
  /// drift from them, whatever the limit, so that later codes match again.
  ///
  /// - Parameters:
  ///   - codes: The codes of two or three consecutive steps, in order.
  ///   - time: The verifier's own time.
  ///   - window: Where the first code's step may be, around the current step
  ///     by the verifier's clock; drift learned before does not shift it.
  ///   - state: What is stored. Used steps stay used. A device that was far
  ///     ahead uses all steps up to its own: if its clock is put right
  ///     afterwards, its codes are refused until that step.
  /// - Throws: ``ParameterError`` for another number of codes, or if `time` is
  ///   before T0.
  public func resynchronize(
    _ codes: [String], at time: UnixTime, window: ResyncWindow,
    state: TOTPState
  ) throws(ParameterError) -> Decision {
    let current = try time.step(period: period, t0: t0)
    let codes = try ConsecutiveCodes(
      codes, digits: digits, separators: separators)
    let verdict = TOTP.resynchronize(
      codes, key: key, window: window, current: current,
      after: state.lastAcceptedStep)
    guard case .accepted(let match) = verdict else { return (verdict, state) }
    let next = TOTPState(
      lastAcceptedStep: match.step, drift: match.drift,
      resynchronizedDrift: match.drift)
    return (verdict, next)
  }

  /// The drift within the limit around the resynchronised one.
  ///
  /// The state comes from a store and may hold any number. No
  /// resynchronisation finds a drift beyond the widest window and its codes.
  private func bounded(_ drift: Int, around state: TOTPState) -> Int {
    let widest = Limits.resynchronization.upperBound + 2
    let base = min(max(state.resynchronizedDrift, -widest), widest)
    return min(max(drift, base - driftLimit), base + driftLimit)
  }
}

extension UInt64 {
  /// The step `drift` away; it stops at 0 and at 2^64 − 1.
  fileprivate func shifted(by drift: Int) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(UInt64(drift.magnitude))
    let (difference, underflow) =
      subtractingReportingOverflow(UInt64(drift.magnitude))
    if drift >= 0 { return overflow ? .max : sum }
    return underflow ? 0 : difference
  }
}
