// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The limits of what a caller can pass.
///
/// Errors, programs and forms take the numbers from here.
public enum Limits {
  /// The digits of a code.
  ///
  /// Six at least (RFC 4226 section 5.3). Nine at most, because 31 bits do
  /// not fill a tenth digit (erratum 5792).
  public static let digits = 6...9

  /// The seconds of a time step, unless the caller chooses
  /// ``TOTP/PeriodLimit/none``.
  ///
  /// NIST SP 800-63B section 3.1.4 allows two minutes at most.
  public static let period = 1...120

  /// The steps to either side of a ``DriftWindow``, the counters of a
  /// look-ahead, and the steps of drift that a verifier learns.
  public static let window = 0...50

  /// The steps to either side of a ``ResyncWindow``, and the counters of a
  /// look-ahead for a resynchronisation.
  public static let resynchronization = 0...1_000

  /// The consecutive codes that a resynchronisation takes.
  public static let consecutiveCodes = 2...3

  /// The codes that one array of codes can have.
  ///
  /// Calls that write to memory of the caller have no such limit.
  public static let codeCount = 0...1_000_000

  /// The longest secret, in bytes.
  ///
  /// HMAC hashes a key that is longer than a block, so a longer secret is no
  /// stronger.
  public static let secretByteCount = 65_536

  /// The longest `otpauth://` URI, in bytes.
  public static let uriByteCount = 2_048

  /// The longest text that is read as a code, in bytes.
  public static let codeByteCount = 64
}
