// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// TOTP (RFC 6238): HOTP with the number of time steps since T0 as counter.
///
/// ```swift
/// let totp = try TOTP(secret: secret)               // SHA-1, 6 digits, 30 s
/// try totp.code(at: now)                            // OneTimeCode
/// switch try totp.verify(typed, at: now, after: lastAcceptedStep) {
/// case .accepted(let match): save(match.step)
/// case .rejected: refuse()
/// }
/// ```
///
/// The value is immutable and may be shared between threads. Nothing here
/// allocates once the key is prepared, but ``codes(fromStep:count:)``, whose
/// result is an array.
public struct TOTP: Sendable {
  private let hotp: HOTP

  /// The time step X in seconds.
  public let period: Int

  /// The moment from which steps are counted (T0): usually 0.
  public let t0: UnixTime

  /// The prepared key.
  public var key: HMACKey { hotp.key }

  /// The hash function.
  public var algorithm: HashAlgorithm { hotp.algorithm }

  /// The number of digits of a code: 6 to 9.
  public var digits: Int { hotp.digits }

  /// How long a period may be.
  public enum PeriodLimit: Hashable, Sendable {
    /// 1 to 120 seconds (NIST SP 800-63B section 3.1.4: two minutes at most).
    case standard
    /// Any number of seconds from 1 on: for importing what exists.
    ///
    /// A code that is sent to somebody should have its own expiry rather than a
    /// long period, which may end a second after the code was sent.
    case none
  }

  /// TOTP with `secret`.
  ///
  /// - Parameters:
  ///   - secret: The shared secret.
  ///   - algorithm: The hash; authenticator apps expect SHA-1 unless told.
  ///   - digits: 6 to 9.
  ///   - period: The time step X in seconds (RFC 6238 section 4.1), 30 by
  ///     default: 1 to 120, or more without the limit.
  ///   - t0: The moment from which steps are counted.
  ///   - periodLimit: How long a period may be.
  /// - Throws: ``ParameterError`` for digits or a period out of range.
  public init(
    secret: Secret, algorithm: HashAlgorithm = .sha1, digits: Int = 6,
    period: Int = 30, t0: UnixTime = 0, periodLimit: PeriodLimit = .standard
  ) throws(ParameterError) {
    try self.init(
      key: HMACKey(secret, algorithm: algorithm), digits: digits,
      period: period, t0: t0, periodLimit: periodLimit)
  }

  /// TOTP with a key that is prepared already.
  ///
  /// - Throws: ``ParameterError`` for digits or a period out of range.
  public init(
    key: HMACKey, digits: Int = 6, period: Int = 30, t0: UnixTime = 0,
    periodLimit: PeriodLimit = .standard
  ) throws(ParameterError) {
    guard period >= 1, period <= 120 || periodLimit == .none else {
      throw .period(period)
    }
    hotp = try HOTP(key: key, digits: digits)
    self.period = period
    self.t0 = t0
  }

  // MARK: Generating

  /// The time step that `time` falls in: ⌊(time − T0) / X⌋ (RFC 6238 section
  /// 4.2).
  ///
  /// - Throws: ``ParameterError`` if `time` is before T0.
  public func step(at time: UnixTime) throws(ParameterError) -> UInt64 {
    try TOTP.step(at: time, period: period, t0: t0)
  }

  /// The step with a period and T0 that are not those of a value.
  static func step(
    at time: UnixTime, period: Int, t0: UnixTime
  ) throws(ParameterError) -> UInt64 {
    guard time >= t0 else { throw .time(time) }
    // The difference of two Int64 in order fits into 64 bits without a sign.
    let elapsed = UInt64(bitPattern: time.seconds &- t0.seconds)
    return elapsed / UInt64(truncatingIfNeeded: period)
  }

  /// The code that is valid at `time`.
  ///
  /// - Throws: ``ParameterError`` if `time` is before T0.
  ///
  /// Time depends on: the algorithm.
  public func code(at time: UnixTime) throws(ParameterError) -> OneTimeCode {
    code(forStep: try step(at: time))
  }

  /// The code of a time step.
  public func code(forStep step: UInt64) -> OneTimeCode {
    hotp.code(at: step)
  }

  /// The codes of `count` time steps from `step` on, computed side by side.
  ///
  /// - Returns: One code per step, as ``HOTP/codes(from:count:)`` does.
  public func codes(fromStep step: UInt64, count: Int) -> [OneTimeCode] {
    hotp.codes(from: step, count: count)
  }

  // MARK: Verifying

  /// The time step that a submitted code matches.
  public struct Match: Hashable, Sendable {
    /// The step of the code.
    ///
    /// Store it: it and all before it are used up.
    public let step: UInt64

    /// How many steps the code is ahead of the verifier's clock; negative if
    /// it is behind.
    public let drift: Int

    init(step: UInt64, current: UInt64) {
      self.step = step
      drift = Int(truncatingIfNeeded: step &- current)
    }
  }

  /// Checks a submitted code against the steps of a window (RFC 6238 sections
  /// 5.2 and 6).
  ///
  /// The window is cut off at step 0 and at 2^64 − 1. If two of its unused
  /// steps have the code, the one nearer to the current step is taken, and of
  /// two equally near ones the later.
  ///
  /// - Parameters:
  ///   - text: What the person typed.
  ///   - time: The verifier's own time, never one that the person sent.
  ///   - window: The steps to try around the current one.
  ///   - last: The last step that was accepted for this secret, or `nil` if
  ///     none was. It and all steps before it no longer match (section 5.2:
  ///     a code is accepted once). Without it there is no protection against
  ///     replay.
  /// - Returns: The match, or why there is none. Store ``Match/step`` before
  ///   acting on a match, only if the stored step is still `last`: of two
  ///   checks of one code, one wins.
  /// - Throws: ``ParameterError`` if `time` is before T0.
  ///
  /// Time depends on: the algorithm and the window; whether the text is
  /// malformed, and whether there is a match. Never on the secret, on the
  /// code, or on which step matched.
  public func verify(
    _ text: String, at time: UnixTime, window: DriftWindow = .default,
    after last: UInt64? = nil
  ) throws(ParameterError) -> Verdict<Match> {
    let current = try step(at: time)
    return verify(
      text, current: current, expected: current, window: window, after: last)
  }

  /// The same around another step than the current one.
  func verify(
    _ text: String, current: UInt64, expected: UInt64, window: DriftWindow,
    after last: UInt64?
  ) -> Verdict<Match> {
    guard let code = OneTimeCode(text, digits: digits) else {
      return .rejected(.malformed)
    }
    let run = CandidateRun(
      around: expected, before: window.past, after: window.future)
    let result = key.withPads { $0.find(code, in: run, after: last) }
    return TOTP.verdict(result, in: run, current: current)
  }

  /// The verdict on a code that was looked for in `run`.
  static func verdict(
    _ result: NearestMatch.Result, in run: CandidateRun, current: UInt64
  ) -> Verdict<Match> {
    switch result {
    case .match(let index):
      .accepted(Match(step: run.counter(at: index), current: current))
    case .none(let reason):
      .rejected(reason)
    }
  }

  /// Finds a drifted clock again by two or three consecutive codes, over a
  /// wider window than one code may have (RFC 6238 section 6).
  ///
  /// Ask for another proof of identity first. Old codes are not re-opened:
  /// the first code's step must come after `last`.
  ///
  /// - Parameters:
  ///   - codes: The codes of two or three consecutive steps, in order.
  ///   - time: The verifier's own time.
  ///   - window: Where the first code's step may be.
  ///   - last: The last step that was accepted, or `nil` if none was.
  /// - Returns: The step of the last code and its drift, or why there is no
  ///   match. A drift beyond your window has to be stored and applied from
  ///   then on, or later codes do not match: ``TOTPVerifier`` does that.
  /// - Throws: ``ParameterError`` for another number of codes, or if `time` is
  ///   before T0.
  ///
  /// Time depends on: what ``verify(_:at:window:after:)`` depends on, and the
  /// number of codes.
  public func resynchronize(
    _ codes: [String], at time: UnixTime, window: ResyncWindow,
    after last: UInt64? = nil
  ) throws(ParameterError) -> Verdict<Match> {
    let current = try step(at: time)
    guard let codes = try ConsecutiveCodes(codes, digits: digits) else {
      return .rejected(.malformed)
    }
    let run = CandidateRun(
      around: current, before: window.past, after: window.future)
    let result = key.withPads { $0.find(codes, in: run, after: last) }
    switch result {
    case .match(let index):
      let step = run.counter(at: index) &+ UInt64(codes.count - 1)
      return .accepted(Match(step: step, current: current))
    case .none(let reason):
      return .rejected(reason)
    }
  }
}
