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
/// The value is immutable and can be shared between threads. Once the key is
/// prepared, only ``codes(fromStep:count:)`` allocates: its result is an
/// array.
public struct TOTP: Sendable {
  private let hotp: HOTP

  /// The time step X in seconds.
  public let period: Int

  /// The moment from which steps are counted (T0 of RFC 6238): usually 0.
  public let t0: UnixTime

  /// The prepared key.
  package var key: HMACKey { hotp.key }

  /// The hash function.
  public var algorithm: HashAlgorithm { hotp.algorithm }

  /// The number of digits of a code: 6 to 9.
  public var digits: Int { hotp.digits }

  /// The longest period that is accepted.
  public enum PeriodLimit: Hashable, Sendable {
    /// 1 to 120 seconds (NIST SP 800-63B section 3.1.4: two minutes at most).
    case standard
    /// Any number of seconds from 1 on: for accounts that exist already.
    ///
    /// Do not use a long period for codes that you send to somebody: it may
    /// end a second after the code was sent. Give such a code its own expiry.
    case none

    /// Whether a period of so many seconds is accepted.
    package func allows(_ period: Int) -> Bool {
      switch self {
      case .standard: Limits.period.contains(period)
      case .none: period >= Limits.period.lowerBound
      }
    }
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
  ///   - periodLimit: The longest period to accept.
  ///   - backend: The kernels to use.
  /// - Throws: ``ParameterError`` for digits or a period out of range.
  public init(
    secret: Secret, algorithm: HashAlgorithm = .sha1, digits: Int = 6,
    period: Int = 30, t0: UnixTime = 0, periodLimit: PeriodLimit = .standard,
    backend: Backend = .best
  ) throws(ParameterError) {
    try Limits.check(digits: digits)
    try self.init(
      key: HMACKey(secret, algorithm: algorithm, backend: backend),
      digits: digits, period: period, t0: t0, periodLimit: periodLimit)
  }

  /// TOTP with a key that is prepared already.
  ///
  /// - Throws: ``ParameterError`` for digits or a period out of range.
  package init(
    key: HMACKey, digits: Int = 6, period: Int = 30, t0: UnixTime = 0,
    periodLimit: PeriodLimit = .standard
  ) throws(ParameterError) {
    try Limits.check(period: period, periodLimit)
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
    try time.step(period: period, t0: t0)
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
  /// - Parameters:
  ///   - step: The first step.
  ///   - count: How many codes: 0 to 1,000,000.
  /// - Returns: One code per step; fewer where the steps would pass 2^64 − 1.
  /// - Throws: ``ParameterError`` for a count outside 0 to 1,000,000.
  public func codes(
    fromStep step: UInt64, count: Int
  ) throws(ParameterError) -> [OneTimeCode] {
    try hotp.codes(from: step, count: count)
  }

  /// Writes the codes of the time steps from `step` on to the front of
  /// `codes`, as ``HOTP/codes(from:into:)`` does.
  @discardableResult
  public func codes(
    fromStep step: UInt64, into codes: inout MutableSpan<OneTimeCode>
  ) -> Int {
    hotp.codes(from: step, into: &codes)
  }

  // MARK: Verifying

  /// The time step that a submitted code matches.
  public struct Match: Hashable, Sendable {
    /// The step of the code.
    ///
    /// Store it: it and all before it are used up.
    public let step: UInt64

    /// The number of steps from the current one to that of the code: positive
    /// if the generator's clock is ahead of the verifier's.
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
  ///     none was. That step and all before it no longer match (section 5.2:
  ///     a code is accepted once). Without it there is no protection against
  ///     replay.
  ///   - separators: Whether to ignore spaces and hyphens in the text.
  /// - Returns: The match, or why there is none. Store ``Match/step`` before
  ///   you act on a match, and only if the stored step is still `last`. Of two
  ///   checks of one code, one then wins.
  /// - Throws: ``ParameterError`` if `time` is before T0.
  ///
  /// Time depends on: the algorithm and the window; whether the text is
  /// malformed, and whether there is a match. Never on the secret, on the
  /// code, or on which step matched.
  public func verify(
    _ text: String, at time: UnixTime, window: DriftWindow = .default,
    after last: UInt64? = nil, separators: OneTimeCode.Separators = .refused
  ) throws(ParameterError) -> Verdict<Match> {
    let current = try step(at: time)
    let code = OneTimeCode(text, digits: digits, separators: separators)
    let run = CandidateRun(window, around: current)
    return TOTP.verify(code, key: key, in: run, current: current, after: last)
  }

  /// Looks for a code in `run`, or rejects a text that is none.
  @inline(__always)
  static func verify(
    _ code: OneTimeCode?, key: some PadsSource, in run: CandidateRun,
    current: UInt64, after last: UInt64?
  ) -> Verdict<Match> {
    guard let code else { return .rejected(.malformed) }
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
  /// wider window than that of a single code (RFC 6238 section 6).
  ///
  /// Ask for another proof of identity first. Used codes stay used: the first
  /// code's step must come after `last`.
  ///
  /// - Parameters:
  ///   - codes: The codes of two or three consecutive steps, in order.
  ///   - time: The verifier's own time.
  ///   - window: Where the first code's step may be.
  ///   - last: The last step that was accepted, or `nil` if none was.
  ///   - separators: Whether to ignore spaces and hyphens in the texts.
  /// - Returns: The step of the last code and its drift, or why there is no
  ///   match. Store a drift beyond your window and apply it from then on, as
  ///   ``TOTPVerifier`` does: otherwise later codes do not match.
  /// - Throws: ``ParameterError`` for another number of codes, or if `time` is
  ///   before T0.
  ///
  /// Time depends on: what ``verify(_:at:window:after:separators:)`` depends on, and the
  /// number of codes.
  public func resynchronize(
    _ codes: [String], at time: UnixTime, window: ResyncWindow,
    after last: UInt64? = nil, separators: OneTimeCode.Separators = .refused
  ) throws(ParameterError) -> Verdict<Match> {
    let current = try step(at: time)
    let codes = try ConsecutiveCodes(
      codes, digits: digits, separators: separators)
    return TOTP.resynchronize(
      codes, key: key, window: window, current: current, after: last)
  }

  /// Looks for consecutive codes, or rejects texts that are none.
  static func resynchronize(
    _ codes: ConsecutiveCodes?, key: some PadsSource, window: ResyncWindow,
    current: UInt64, after last: UInt64?
  ) -> Verdict<Match> {
    guard let codes else { return .rejected(.malformed) }
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
