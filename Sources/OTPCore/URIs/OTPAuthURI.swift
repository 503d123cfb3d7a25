// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// An `otpauth://` URI: how a secret and its parameters reach an authenticator
/// app, mostly inside a QR code (Key URI Format, revision of 2018-11-26).
///
/// ```swift
/// let uri = try OTPAuthURI(
///   issuer: "ACME Co", account: "alice@example.com", secret: secret)
/// uri.text
/// // otpauth://totp/ACME%20Co:alice%40example.com?secret=…&issuer=ACME%20Co
/// //   &algorithm=SHA1&digits=6&period=30
/// ```
///
/// The text holds the secret. Show it to its owner once; it belongs into no
/// log, no web link and no image service of somebody else.
public struct OTPAuthURI: Equatable, Sendable {
  /// What makes the codes move on.
  public enum Factor: Hashable, Sendable {
    /// Time steps of so many seconds; T0 is 0.
    case totp(period: Int)
    /// A counter, which starts at the value given.
    case hotp(counter: UInt64)
  }

  /// Who the account is with; `nil` if the URI does not say.
  public let issuer: String?

  /// The account's name.
  public let account: String

  /// The shared secret.
  public let secret: Secret

  /// The hash function.
  public let algorithm: HashAlgorithm

  /// The number of digits: 6 to 9.
  ///
  /// Some apps know 6 and 8 alone.
  public let digits: Int

  /// What makes the codes move on.
  public let factor: Factor

  /// The longest URI that is read, in bytes.
  public static let maximumLength = 2_048

  /// A URI of these parts.
  ///
  /// - Parameters:
  ///   - issuer: Who the account is with; no colon in it. Strongly recommended.
  ///   - account: The account's name, not empty; no colon in it. Spaces
  ///     before it are left out, as every reader drops them.
  ///   - secret: The shared secret.
  ///   - algorithm: The hash; many apps know SHA-1 alone.
  ///   - digits: 6 to 9; many apps know 6 alone.
  ///   - factor: Time steps of 30 seconds by default; 1 to 120, or any number
  ///     without the limit.
  ///   - periodLimit: How long a period may be.
  /// - Throws: ``OTPAuthURIError`` for a part that the format cannot carry, or
  ///   if the whole is longer than ``maximumLength``.
  public init(
    issuer: String?, account: String, secret: Secret,
    algorithm: HashAlgorithm = .sha1, digits: Int = 6,
    factor: Factor = .totp(period: 30),
    periodLimit: TOTP.PeriodLimit = .standard
  ) throws(OTPAuthURIError) {
    try self.init(
      parts: issuer, account, secret, algorithm, digits, factor, periodLimit)
    guard text.utf8.count <= OTPAuthURI.maximumLength else {
      throw OTPAuthURIError(.tooLong)
    }
  }

  /// The parts, checked one by one.
  ///
  /// What was read may be longer when it is written again, with every
  /// parameter; the whole is therefore not measured here.
  init(
    parts issuer: String?, _ account: String, _ secret: Secret,
    _ algorithm: HashAlgorithm, _ digits: Int, _ factor: Factor,
    _ periodLimit: TOTP.PeriodLimit
  ) throws(OTPAuthURIError) {
    guard OTPAuthURI.isName(issuer ?? "") else {
      throw OTPAuthURIError(.issuer)
    }
    let account = String(
      Substring(account.utf8.drop { $0 == UInt8(ascii: " ") }))
    guard !account.isEmpty, OTPAuthURI.isName(account) else {
      throw OTPAuthURIError(.label)
    }
    guard OneTimeCode.digitRange.contains(digits) else {
      throw OTPAuthURIError(.digits)
    }
    if case .totp(let period) = factor {
      guard period >= 1, period <= 120 || periodLimit == .none else {
        throw OTPAuthURIError(.period)
      }
    }
    self.issuer = issuer == "" ? nil : issuer
    self.account = account
    self.secret = secret
    self.algorithm = algorithm
    self.digits = digits
    self.factor = factor
  }

  /// The URI's text.
  ///
  /// Every parameter is written, also where it is the default: apps differ in
  /// what they assume. A space is `%20`, never `+`, and the secret has no
  /// padding.
  public var text: String {
    let name = PercentEncoding.encode(account)
    let prefix = issuer.map(PercentEncoding.encode)
    let label = prefix.map { "\($0):\(name)" } ?? name
    let type: String
    let last: String
    switch factor {
    case .totp(let period): (type, last) = ("totp", "period=\(period)")
    case .hotp(let counter): (type, last) = ("hotp", "counter=\(counter)")
    }
    var parameters = ["secret=\(secret.revealedBase32())"]
    if let prefix { parameters.append("issuer=\(prefix)") }
    parameters.append("algorithm=\(algorithm.rawValue)")
    parameters.append("digits=\(digits)")
    parameters.append(last)
    return "otpauth://\(type)/\(label)?"
      + parameters.joined(separator: "&")
  }

  /// Whether `text` can be an issuer or an account: no colon, which parts the
  /// two, and no control character.
  static func isName(_ text: String) -> Bool {
    !text.utf8.contains { $0 == UInt8(ascii: ":") || $0 < 0x20 || $0 == 0x7f }
  }
}

extension OTPAuthURI: CustomStringConvertible {
  /// The parts but the secret; ``text`` has it all.
  public var description: String {
    "OTPAuthURI(\(factor), \(algorithm.rawValue), \(digits) digits)"
  }
}
