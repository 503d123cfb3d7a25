// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

extension Matrix {
  /// The Content-Security-Policy of the page (Content Security Policy
  /// Level 3): its own style sheet, by its hash, and nothing else.
  static var policy: String {
    "default-src 'none'; base-uri 'none'; form-action 'none';"
      + " style-src 'sha256-\(base64(sha256(style)))'"
  }

  static func sha256(_ text: String) -> [UInt8] {
    var state = HashState(.sha256)
    var digest = [UInt8](repeating: 0, count: 32)
    unsafe Array(text.utf8).withUnsafeBytes { unsafe state.update($0) }
    unsafe digest.withUnsafeMutableBytes { unsafe state.finish(into: $0) }
    return digest
  }

  /// Base64 with padding (RFC 4648 section 4).
  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits =
        group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0...3 {
        let isPadding = place > group.count
        text.append(
          isPadding ? "=" : alphabet[bits >> (18 - 6 * place) & 63])
      }
    }
    return text
  }
}
