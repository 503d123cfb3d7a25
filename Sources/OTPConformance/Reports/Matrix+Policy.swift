// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

extension Matrix {
  /// The Content-Security-Policy of the page (Content Security Policy
  /// Level 3): its own style sheet, by its hash, and nothing else.
  static var policy: String {
    let hash = HashAlgorithm.sha256.digest(of: Array(style.utf8)).base64
    return "default-src 'none'; base-uri 'none'; form-action 'none';"
      + " style-src 'sha256-\(hash)'"
  }
}
