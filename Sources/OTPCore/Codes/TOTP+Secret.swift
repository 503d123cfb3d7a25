// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension TOTP {
  /// Checks a submitted code for a secret that is used once, without keeping
  /// a prepared key.
  ///
  /// What a stateless server does that reads the secret from its database for
  /// every request. It does what ``verify(_:at:window:after:)`` does, costs
  /// two compressions more, and allocates nothing.
  ///
  /// - Parameters:
  ///   - text: What the person typed.
  ///   - secret: The shared secret.
  ///   - time: The verifier's own time.
  ///   - window: The steps to try around the current one.
  ///   - last: The last step that was accepted, or `nil` if none was.
  ///   - algorithm: The hash.
  ///   - digits: 6 to 9.
  ///   - period: The time step X in seconds: 1 to 120.
  ///   - t0: The moment from which steps are counted.
  ///   - backend: The kernels to use.
  /// - Throws: ``ParameterError`` for digits or a period out of range, or a
  ///   time before T0.
  public static func verify(
    _ text: String, secret: Secret, at time: UnixTime,
    window: DriftWindow = .default, after last: UInt64? = nil,
    algorithm: HashAlgorithm = .sha1, digits: Int = 6, period: Int = 30,
    t0: UnixTime = 0, backend: Backend = .best
  ) throws(ParameterError) -> Verdict<Match> {
    guard OneTimeCode.digitRange.contains(digits) else {
      throw .digits(digits)
    }
    guard (1...120).contains(period) else { throw .period(period) }
    let current = try step(at: time, period: period, t0: t0)
    guard let code = OneTimeCode(text, digits: digits) else {
      return .rejected(.malformed)
    }
    let run = CandidateRun(
      around: current, before: window.past, after: window.future)
    let result = PreparedPads.withPads(
      of: secret, algorithm: algorithm, backend: backend
    ) {
      $0.find(code, in: run, after: last)
    }
    return verdict(result, in: run, current: current)
  }
}
