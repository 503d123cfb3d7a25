// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore

/// What goes to the provider and comes back with the person (`state`), and
/// what is made of it: nothing is kept on the way.
///
/// It is bound to the browser, the provider and, for linking, the session by
/// the key of the forms, and ends after ten minutes.
struct SignOnState: Sendable {
  enum Purpose: String, Sendable {
    case signIn = "s"
    case link = "l"
  }

  /// How long it is good, in seconds.
  static let lifetime = 600

  let text: String
  let purpose: Purpose
  let begunAt: UnixTime
  private let key: [UInt8]

  /// A new one.
  init(_ purpose: Purpose, at now: UnixTime, binding: [String], key: [UInt8]) {
    let start = "\(purpose.rawValue).\(now.seconds).\(Digest.token())"
    let own = Self.key(key)
    text = start + "." + Self.seal(start, binding, own)
    (self.purpose, begunAt, self.key) = (purpose, now, own)
  }

  /// One that came back.
  ///
  /// - Parameters:
  ///   - binding: What it must have been made for, by its purpose.
  ///   - tolerance: How many seconds the clocks of two servers may be apart.
  /// - Returns: `nil` for one that was not made here for this browser, or is
  ///   too old.
  init?(
    _ text: String, at now: UnixTime, tolerance: Int, key: [UInt8],
    binding: (Purpose) -> [String]
  ) {
    let parts = text.parts(at: ".")
    guard parts.count == 4, let purpose = Purpose(rawValue: parts[0]),
      let seconds = Int64(parts[1])
    else { return nil }
    let own = Self.key(key)
    let start = parts.dropLast().joined(separator: ".")
    guard
      Digest.areEqual(parts[3], Self.seal(start, binding(purpose), own))
    else { return nil }
    let begun = UnixTime(seconds)
    guard begun <= now.advanced(by: tolerance),
      now < begun.advanced(by: Self.lifetime)
    else { return nil }
    self.text = text
    (self.purpose, begunAt, self.key) = (purpose, begun, own)
  }

  /// What the token must have in it (OpenID Connect Core section 3.1.2.1).
  var nonce: String { Digest.hmac("nonce|\(text)", key: key) }

  /// What only the one who began can show (RFC 7636 section 4.1).
  var verifier: String { Digest.hmac("verifier|\(text)", key: key) }

  /// The verifier's SHA-256, for the address (RFC 7636 section 4.2).
  var challenge: String { Digest.sha256(verifier).base64URL }

  /// The name under which it counts as used.
  var record: [UInt8] { Digest.sha256(text) }

  private static func key(_ key: [UInt8]) -> [UInt8] {
    Array(Digest.hmac("sign-on", key: key).utf8)
  }

  private static func seal(
    _ start: String, _ binding: [String], _ key: [UInt8]
  ) -> String {
    Digest.hmac(
      "state|\(start)|\(binding.joined(separator: "|"))", key: key)
  }
}
