// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// HOTP (RFC 4226): codes from a counter that generator and verifier keep in
/// step.
///
/// ```swift
/// let hotp = try HOTP(secret: secret)
/// hotp.code(at: 0)                                  // OneTimeCode
/// switch try hotp.verify(typed, counter: stored, lookAhead: 3) {
/// case .accepted(let match): save(match.nextCounter)
/// case .rejected: refuse()
/// }
/// ```
///
/// The value is immutable and can be shared between threads. Once the key is
/// prepared, only ``codes(from:count:)`` allocates: its result is an array.
public struct HOTP: Sendable {
  /// The prepared key.
  package let key: HMACKey

  /// The number of digits of a code: 6 to 9.
  public let digits: Int

  /// The hash function.
  public var algorithm: HashAlgorithm { key.algorithm }

  /// The default look-ahead of a verifier: the parameter s of RFC 4226 section
  /// 7.4, which should be as low as usability allows.
  public static let defaultLookAhead = 3

  /// HOTP with `secret`.
  ///
  /// - Parameters:
  ///   - secret: The shared secret.
  ///   - algorithm: The hash; RFC 4226 knows SHA-1 alone.
  ///   - digits: 6 to 9.
  ///   - backend: The kernels to use.
  /// - Throws: ``ParameterError`` for any other number of digits.
  public init(
    secret: Secret, algorithm: HashAlgorithm = .sha1, digits: Int = 6,
    backend: Backend = .best
  ) throws(ParameterError) {
    try Limits.check(digits: digits)
    try self.init(
      key: HMACKey(secret, algorithm: algorithm, backend: backend),
      digits: digits)
  }

  /// HOTP with a key that is prepared already.
  ///
  /// - Throws: ``ParameterError`` for a number of digits outside 6 to 9.
  package init(key: HMACKey, digits: Int = 6) throws(ParameterError) {
    try Limits.check(digits: digits)
    self.key = key
    self.digits = digits
  }

  // MARK: Generating

  /// The code for `counter` (RFC 4226 section 5.3).
  ///
  /// Time depends on: the algorithm.
  public func code(at counter: UInt64) -> OneTimeCode {
    OneTimeCode(
      value: key.withPads { $0.code(at: counter, digits: digits) },
      digits: digits)
  }

  /// The codes for `count` counters from `counter` on, computed side by side.
  ///
  /// - Parameters:
  ///   - counter: The first counter.
  ///   - count: How many codes: 0 to 1,000,000. ``codes(from:into:)`` has no
  ///     such limit.
  /// - Returns: One code per counter; fewer where the counters would pass
  ///   2^64 − 1.
  /// - Throws: ``ParameterError`` for a count outside 0 to 1,000,000.
  public func codes(
    from counter: UInt64, count: Int
  ) throws(ParameterError) -> [OneTimeCode] {
    guard Limits.codeCount.contains(count) else { throw .count(count) }
    let count = counters(from: counter, wanted: count)
    var codes: [OneTimeCode] = []
    codes.reserveCapacity(count)
    key.withPads { pads in
      pads.forEachCode(from: counter, count: count, digits: digits) {
        codes.append(OneTimeCode(value: $1, digits: digits))
      }
    }
    return codes
  }

  /// Writes the codes for the counters from `counter` on to the front of
  /// `codes`, computed side by side, without allocating.
  ///
  /// - Parameters:
  ///   - counter: The first counter.
  ///   - codes: The memory to fill, of any length.
  /// - Returns: The number of codes written: `codes.count`, or fewer where the
  ///   counters would pass 2^64 − 1.
  @discardableResult
  public func codes(
    from counter: UInt64, into codes: inout MutableSpan<OneTimeCode>
  ) -> Int {
    let count = counters(from: counter, wanted: codes.count)
    key.withPads { pads in
      pads.forEachCode(from: counter, count: count, digits: digits) {
        codes[$0] = OneTimeCode(value: $1, digits: digits)
      }
    }
    return count
  }

  /// The number of counters from `counter` on, `wanted` at most.
  private func counters(from counter: UInt64, wanted: Int) -> Int {
    let left = UInt64.max - counter
    return left >= UInt64(wanted) ? wanted : Int(left) + 1
  }

  // MARK: Verifying

  /// The counter that a submitted code matches.
  public struct Match: Hashable, Sendable {
    /// The counter of the code.
    public let counter: UInt64

    /// The counter to expect from now on (RFC 4226 section 7.2): the one
    /// after ``counter``; `nil` after 2^64 − 1, when the secret is used up.
    public var nextCounter: UInt64? {
      counter == .max ? nil : counter + 1
    }
  }

  /// Checks a submitted code against the counters from `counter` to
  /// `counter + lookAhead` (RFC 4226 sections 7.2 and 7.4).
  ///
  /// It never looks back: a counter before `counter` is used up. The counters
  /// are cut off at 2^64 − 1. If two of them have the code, the lower one is
  /// taken.
  ///
  /// - Parameters:
  ///   - text: What the person typed.
  ///   - counter: The counter that is expected next.
  ///   - lookAhead: The number of counters to try beyond it: 0 to 50.
  ///   - separators: Whether to ignore spaces and hyphens in the text.
  /// - Returns: The match, or why there is none. Store
  ///   ``Match/nextCounter`` before you act on a match, and only if the stored
  ///   counter is still `counter`. Of two checks of one code, one then wins.
  /// - Throws: ``ParameterError`` for a look-ahead outside 0 to 50.
  ///
  /// Time depends on: the algorithm and the look-ahead; whether the text is
  /// malformed, and whether there is a match. Never on the secret, on the
  /// code, or on which counter matched.
  public func verify(
    _ text: String, counter: UInt64, lookAhead: Int = HOTP.defaultLookAhead,
    separators: OneTimeCode.Separators = .refused
  ) throws(ParameterError) -> Verdict<Match> {
    try Limits.check(lookAhead: lookAhead, Limits.window)
    let code = OneTimeCode(text, digits: digits, separators: separators)
    return HOTP.verify(
      code, key: key, counter: counter, lookAhead: lookAhead)
  }

  /// Looks for a code, or rejects a text that is none.
  @inline(__always)
  static func verify(
    _ code: OneTimeCode?, key: some PadsSource, counter: UInt64, lookAhead: Int
  ) -> Verdict<Match> {
    guard let code else { return .rejected(.malformed) }
    let run = CandidateRun(around: counter, before: 0, after: lookAhead)
    let result = key.withPads { $0.find(code, in: run, after: nil) }
    switch result {
    case .match(let index):
      return .accepted(Match(counter: run.counter(at: index)))
    case .none(let reason):
      return .rejected(reason)
    }
  }

  /// Finds the counter again by two or three consecutive codes (RFC 4226
  /// section 7.4), over a wider look-ahead than that of a single code.
  ///
  /// An attacker has to guess all the codes, so a thousand counters can be
  /// tried. Used codes stay used: the search starts at `counter`.
  ///
  /// - Parameters:
  ///   - codes: Two or three codes, in the order in which they were made.
  ///   - counter: The counter that is expected next.
  ///   - lookAhead: The first code's counter is at most `counter + lookAhead`;
  ///     0 to 1,000.
  ///   - separators: Whether to ignore spaces and hyphens in the texts.
  /// - Returns: The counter of the last code, or why there is no match.
  /// - Throws: ``ParameterError`` for another number of codes or a look-ahead
  ///   outside 0 to 1,000.
  ///
  /// Time depends on: what ``verify(_:counter:lookAhead:separators:)`` depends on, and
  /// the number of codes.
  public func resynchronize(
    _ codes: [String], counter: UInt64, lookAhead: Int,
    separators: OneTimeCode.Separators = .refused
  ) throws(ParameterError) -> Verdict<Match> {
    try Limits.check(lookAhead: lookAhead, Limits.resynchronization)
    let codes = try ConsecutiveCodes(
      codes, digits: digits, separators: separators)
    return HOTP.resynchronize(
      codes, key: key, counter: counter, lookAhead: lookAhead)
  }

  /// Looks for consecutive codes, or rejects texts that are none.
  static func resynchronize(
    _ codes: ConsecutiveCodes?, key: some PadsSource, counter: UInt64,
    lookAhead: Int
  ) -> Verdict<Match> {
    guard let codes else { return .rejected(.malformed) }
    let run = CandidateRun(around: counter, before: 0, after: lookAhead)
    let result = key.withPads { $0.find(codes, in: run, after: nil) }
    switch result {
    case .match(let index):
      let last = run.counter(at: index) &+ UInt64(codes.count - 1)
      return .accepted(Match(counter: last))
    case .none(let reason):
      return .rejected(reason)
    }
  }
}
