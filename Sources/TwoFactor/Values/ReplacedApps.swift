// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What becomes of the authenticator apps in use when another one is set up.
///
/// They stay in use until the new one is active, so nobody is without a factor
/// in between. Apps that are disabled after too many failures are replaced in
/// any case (NIST SP 800-63B-4 section 3.2.2).
public enum ReplacedApps: Hashable, Sendable {
  /// All of them: the person has another phone, or has lost one.
  case all
  /// One, by ``AccountStatus/App/id``; the others stay.
  case one(String)
  /// None: the account has one app more. Not after a sign-in by the way for
  /// lost devices, because the lost app must end.
  case nothing
}
