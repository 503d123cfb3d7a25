// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TwoFactor

/// The rules that the service begins with.
enum ServiceRules {
  /// The default rules, with national phone numbers of Australia.
  static func rules(issuer: String) -> TwoFactorConfiguration {
    var rules = TwoFactorConfiguration(issuer: issuer)
    rules.phones = PhoneRegion.australia
    return rules
  }
}
