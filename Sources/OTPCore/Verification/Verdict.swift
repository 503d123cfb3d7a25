// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The result of checking a submitted code.
///
/// A wrong code is an ordinary result, not an error. Verification throws only
/// for parameters out of range, which the caller chooses.
public enum Verdict<Match: Hashable & Sendable>: Hashable, Sendable {
  /// The code is right.
  ///
  /// Store the match before you grant access.
  case accepted(Match)

  /// The code is not accepted.
  ///
  /// The reason is for logs and metrics. Do not show it to the person: it tells
  /// an attacker whether a code was ever right.
  case rejected(Rejection)

  /// Whether the code is accepted.
  public var isAccepted: Bool {
    if case .accepted = self { true } else { false }
  }
}

/// Why a code was not accepted: for logs and metrics, never for the person
/// who typed it.
public enum Rejection: String, Hashable, Sendable {
  /// No code of the window is the one submitted.
  case mismatch

  /// The code is right, but only for a step or counter that is used up
  /// (RFC 6238 section 5.2).
  case replayed

  /// The text is not the configured number of ASCII digits.
  case malformed
}
