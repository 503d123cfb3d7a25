// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The kinds of second factors, the stronger first: the order in which they
/// are offered (ASVS 4.0.3 2.7.1).
public enum FactorKind: String, Codable, Sendable, CaseIterable {
  /// An authenticator app (RFC 6238).
  case totp
  /// A code sent to a verified phone number.
  ///
  /// NIST SP 800-63B-4 section 3.2.9 calls it restricted; see
  /// ``restrictedNotice``.
  case sms
  /// One of the codes that were printed at enrolment.
  case backup

  /// What a person is told before a phone number becomes a factor (NIST SP
  /// 800-63B-4 section 3.2.9); `nil` where nothing has to be told.
  public var restrictedNotice: String? {
    self == .sms ? Self.smsNotice : nil
  }

  static let smsNotice =
    "Codes by text message are a restricted method: whoever takes over"
    + " the phone number gets them. An authenticator app is safer, and you"
    + " can change to one at any time. Messages may not arrive everywhere."
}
