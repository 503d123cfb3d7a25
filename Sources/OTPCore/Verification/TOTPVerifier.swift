// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What a verifier remembers of a TOTP secret between two checks.
///
/// Keep it beside the secret and write it with compare-and-set: the new state
/// only if the stored one is still the state that the check began with. Of two
/// concurrent checks of one code, exactly one then wins.
public struct TOTPState: Hashable, Sendable, Codable {
  /// The last step that was accepted; `nil` before the first one.
  public var lastAcceptedStep: UInt64?

  /// How many steps the generator's clock was ahead at the last acceptance;
  /// negative if it was behind.
  ///
  /// 0 where drift is not learned.
  public var drift: Int

  /// The drift that the last resynchronisation found, around which drift is
  /// learned; 0 before the first one.
  public var resynchronizedDrift: Int

  /// A state; without arguments, that of a secret never used.
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
/// The window is laid around the current step plus the drift. Drift is learned
/// at each acceptance within a limit: a generator whose clock runs away is
/// followed as far as the limit and no further, so the steps that can ever be
/// accepted lie within limit + window (RFC 6238 section 6). A
/// resynchronisation, which is an explicit act after another proof of
/// identity, sets the drift anew, and the limit then counts from there.
public struct TOTPVerifier: Sendable {
  /// The codes.
  public let totp: TOTP

  /// The steps to try around the expected one.
  public let window: DriftWindow

  /// The most steps of drift that are learned: 0 to 50, 0 for none.
  public let driftLimit: Int

  /// A verifier.
  ///
  /// - Parameters:
  ///   - totp: The codes.
  ///   - window: The steps to try around the expected one.
  ///   - driftLimit: The most steps of drift to learn; 0 to learn none.
  /// - Throws: ``ParameterError`` for a drift limit outside 0 to 50.
  public init(
    _ totp: TOTP, window: DriftWindow = .default, driftLimit: Int = 0
  ) throws(ParameterError) {
    guard (0...50).contains(driftLimit) else { throw .driftLimit(driftLimit) }
    self.totp = totp
    self.window = window
    self.driftLimit = driftLimit
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
  /// Time depends on: what ``TOTP/verify(_:at:window:after:)`` depends on.
  public func verify(
    _ text: String, at time: UnixTime, state: TOTPState
  ) throws(ParameterError) -> Decision {
    let current = try totp.step(at: time)
    let verdict = totp.verify(
      text, current: current,
      expected: current.shifted(by: bounded(state.drift, around: state)),
      window: window, after: state.lastAcceptedStep)
    guard case .accepted(let match) = verdict else { return (verdict, state) }
    var next = state
    next.lastAcceptedStep = match.step
    next.drift = bounded(match.drift, around: state)
    return (verdict, next)
  }

  /// Checks two or three consecutive codes over a wider window and takes the
  /// drift from them, whatever the limit: later codes then match again.
  ///
  /// - Parameters:
  ///   - codes: The codes of two or three consecutive steps, in order.
  ///   - time: The verifier's own time.
  ///   - window: Where the first code's step may be, around the current step
  ///     by the verifier's clock; drift learned before does not shift it.
  ///   - state: What is stored. Steps that are used up stay so; a device that
  ///     was far ahead uses up the steps up to its own, and its codes are
  ///     refused until then if its clock is put right afterwards.
  /// - Throws: ``ParameterError`` for another number of codes, or if `time` is
  ///   before T0.
  public func resynchronize(
    _ codes: [String], at time: UnixTime, window: ResyncWindow,
    state: TOTPState
  ) throws(ParameterError) -> Decision {
    let verdict = try totp.resynchronize(
      codes, at: time, window: window, after: state.lastAcceptedStep)
    guard case .accepted(let match) = verdict else { return (verdict, state) }
    let next = TOTPState(
      lastAcceptedStep: match.step, drift: match.drift,
      resynchronizedDrift: match.drift)
    return (verdict, next)
  }

  /// The drift within the limit around the resynchronised one.
  ///
  /// A stored state may hold anything; no resynchronisation finds a drift of
  /// more than the widest window and its codes.
  private func bounded(_ drift: Int, around state: TOTPState) -> Int {
    let widest = ResyncWindow.limit + 2
    let base = min(max(state.resynchronizedDrift, -widest), widest)
    return min(max(drift, base - driftLimit), base + driftLimit)
  }
}

extension UInt64 {
  /// The step `drift` away, as far as there are steps.
  fileprivate func shifted(by drift: Int) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(UInt64(drift.magnitude))
    let (difference, underflow) =
      subtractingReportingOverflow(UInt64(drift.magnitude))
    if drift >= 0 { return overflow ? .max : sum }
    return underflow ? 0 : difference
  }
}
