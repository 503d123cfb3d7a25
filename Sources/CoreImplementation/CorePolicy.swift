// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
public import OTPCore

/// The choices of the core that a caller of the operations can change.
public struct CorePolicy: Sendable, Equatable {
  /// Whether keys of 1 to 15 bytes are accepted (`secret.short`).
  public var acceptsShortSecrets: Bool

  /// Whether time steps of 121 to 86,400 s are accepted (`step.long`).
  public var acceptsLongSteps: Bool

  /// The kernels to compute with.
  public var backend: Backend

  /// Makes a policy; without arguments it is the core's own.
  public init(
    acceptsShortSecrets: Bool = false, acceptsLongSteps: Bool = false,
    backend: Backend = .best
  ) {
    self.acceptsShortSecrets = acceptsShortSecrets
    self.acceptsLongSteps = acceptsLongSteps
    self.backend = backend
  }

  /// The choices as the kit names them.
  var declared: [String: String] {
    [
      "secret.short": acceptsShortSecrets ? "accept" : "reject",
      "step.long": acceptsLongSteps ? "accept" : "reject",
      "window.long": "reject",
      "base32.case": "accept",
      "base32.separators": "accept",
      "base32.padding.missing": "accept",
      "base32.padding.excess": "reject",
      "base32.trailing-bits": "accept",
      "code.separators": "reject",
      "match.equal": "nearest",
      "resync.span": "first",
      "otpauth.issuer-mismatch": "reject",
      "otpauth.plus": "literal",
      "otpauth.duplicate": "reject",
      "otpauth.unknown": "ignore",
      "otpauth.case": "accept",
      "otpauth.issuer-colon": "reject",
      "otpauth.outer-space": "accept",
      "otpauth.label-space": "skip",
      "otpauth.raw": "accept",
      "otpauth.control": "reject",
      "otpauth.amp": "reject",
      "otpauth.long": "reject",
      "backup.case": "accept",
      "backup.separators": "accept",
      "ocra.question.short": "reject",
      "ocra.unasked": "reject",
    ]
  }

  /// The shortest secret.
  var secret: SecretPolicy { acceptsShortSecrets ? .permissive : .standard }

  /// The longest time step.
  var steps: ClosedRange<Int> { acceptsLongSteps ? 1...86_400 : Limits.period }

  /// The core's own limit for time steps.
  var periodLimit: TOTP.PeriodLimit { acceptsLongSteps ? .none : .standard }
}
