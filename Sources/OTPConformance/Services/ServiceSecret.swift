// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// The secret of an app, as a service gave it out.
struct ServiceSecret: Sendable {
  let bytes: [UInt8]
  let algorithm: HashAlgorithm
  let digits: Int
  let period: Int
  /// Whether the kit's own parser reads the URI, where there was one.
  let isReadable: Bool

  /// Reads `uri` or `secret` of an answer to `service.enrol`.
  ///
  /// A URI that a strict reader refuses is read with more patience, so that
  /// the rest of the service can be tested all the same.
  init?(_ answer: JSONObject) {
    guard let text = answer["uri"]?.string else {
      guard let text = answer["secret"]?.string else { return nil }
      self.init(
        base32: text, digits: answer["digits"]?.integer ?? 6,
        period: answer["period"]?.integer ?? 30, isReadable: true)
      return
    }
    var policy = OTPAuthURI.Policy.default
    policy.secret = .permissive
    guard let uri = try? OTPAuthURI(parsing: text, policy: policy),
      case .totp(let period) = uri.factor
    else {
      let secret = text.firstMatch(of: #/secret=([A-Za-z2-7]+)/#)
      self.init(
        base32: secret.map { String($0.1) } ?? "", digits: 6, period: 30,
        isReadable: false)
      return
    }
    self.init(
      base32: uri.secret.revealedBase32(), uri.algorithm, digits: uri.digits,
      period: period, isReadable: true)
  }

  private init?(
    base32: String, _ algorithm: HashAlgorithm = .sha1, digits: Int,
    period: Int, isReadable: Bool
  ) {
    guard let bytes = try? Base32.decode(base32, form: .typed), !bytes.isEmpty
    else { return nil }
    self.bytes = bytes
    self.algorithm = algorithm
    self.digits = digits
    self.period = max(period, 1)
    self.isReadable = isReadable
  }

  /// The secret in base32, as pages show it.
  var base32: String { Base32.encode(bytes, padded: false) }

  /// The code of a step; steps before the epoch count as the first.
  func code(_ step: Int) -> String? {
    guard !bytes.isEmpty else { return nil }
    let key = HMACKey(bytes: bytes, algorithm: algorithm)
    return try? HOTP(key: key, digits: digits)
      .code(at: UInt64(max(step, 0))).description
  }

  /// A code that is none of the steps near this one; another for each number.
  func wrongCode(_ number: Int, near step: Int) -> String? {
    let right = Set((step - 30...step + 30).compactMap(code))
    let bound = (0..<digits).reduce(1) { product, _ in product * 10 }
    let start = (Int(code(step) ?? "0") ?? 0) + 1 + number * 7919
    return (0..<100).lazy.map { offset in
      let text = String((start + offset) % bound)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }.first { !right.contains($0) }
  }
}
