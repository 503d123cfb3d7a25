// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TwoFactor

/// The rules that the service begins with.
enum ServiceRules {
  /// The default rules; a command in which nobody types a phone number needs
  /// no parser.
  static func rules(
    issuer: String, phones: any PhoneNumberParser = .international
  ) -> TwoFactorConfiguration {
    var rules = TwoFactorConfiguration(issuer: issuer)
    rules.phones = phones
    return rules
  }
}
