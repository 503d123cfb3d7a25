// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension TOTP {
  /// Checks a submitted code for a secret that is used once.
  ///
  /// It serves a server that reads the secret from its database for every
  /// request. The key is prepared on the stack and not kept: a check costs two
  /// compressions more than ``verify(_:at:window:after:separators:)``. Nothing
  /// is allocated. ``TOTPVerifier/init(secret:algorithm:digits:period:t0:window:driftLimit:separators:periodLimit:backend:)``
  /// does the same and learns drift too.
  ///
  /// - Parameters:
  ///   - text: What the person typed.
  ///   - secret: The shared secret.
  ///   - time: The verifier's own time.
  ///   - window: The steps to try around the current one.
  ///   - last: The last step that was accepted, or `nil` if none was.
  ///   - algorithm: The hash.
  ///   - digits: 6 to 9.
  ///   - period: The time step X in seconds: 1 to 120, or more without the
  ///     limit.
  ///   - t0: The moment from which steps are counted.
  ///   - separators: Whether to ignore spaces and hyphens in the text.
  ///   - periodLimit: The longest period to accept.
  ///   - backend: The kernels to use.
  /// - Throws: ``ParameterError`` for digits or a period out of range, or a
  ///   time before T0.
  public static func verify(
    _ text: String, secret: Secret, at time: UnixTime,
    window: DriftWindow = .default, after last: UInt64? = nil,
    algorithm: HashAlgorithm = .sha1, digits: Int = 6, period: Int = 30,
    t0: UnixTime = 0, separators: OneTimeCode.Separators = .refused,
    periodLimit: PeriodLimit = .standard, backend: Backend = .best
  ) throws(ParameterError) -> Verdict<Match> {
    try Limits.check(digits: digits)
    try Limits.check(period: period, periodLimit)
    let current = try time.step(period: period, t0: t0)
    let code = OneTimeCode(text, digits: digits, separators: separators)
    let key = UnpreparedKey(
      secret: secret, algorithm: algorithm, backend: backend)
    let run = CandidateRun(window, around: current)
    return verify(code, key: key, in: run, current: current, after: last)
  }
}
