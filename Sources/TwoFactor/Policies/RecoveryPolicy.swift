// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Whether somebody who has lost their device can sign in by a text message to
/// the phone on file.
///
/// The way needs the password, the last four digits of a number that was
/// verified, and the code that is sent there. Its session has assurance 1 and
/// the limit ``SessionLimit/recovering``: it may set up and remove factors,
/// and nothing else that a second factor guards.
public enum RecoveryPolicy: Hashable, Sendable {
  /// There is no such way: backup codes or an administrator help.
  ///
  /// ``TwoFactorConfiguration/nist(issuer:)`` has this: how accounts are recovered (NIST
  /// SP 800-63B-4 section 4.2) is for each operator to decide, and the last
  /// digits of a phone number are no secret.
  case off

  /// A code to the verified phone on file.
  case phone
}
