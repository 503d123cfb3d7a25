// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

// Keyboards give one text in several forms: an "é" of one character or of two,
// digits of full width. The account layer takes names and passwords byte for
// byte, so the service gives it one form of each.

extension String {
  /// A password that a person typed (NIST SP 800-63B-4 section 3.1.1.2: NFKC).
  var typedPassword: String { precomposedStringWithCompatibilityMapping }

  /// A name or a mail address that a person typed: NFC, without the spaces
  /// around it.
  var typedName: String {
    trimmingCharacters(in: .whitespacesAndNewlines)
      .precomposedStringWithCanonicalMapping
  }
}
