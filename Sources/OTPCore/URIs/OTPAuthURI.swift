// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// An `otpauth://` URI, which brings a secret and its parameters to an
/// authenticator app, mostly in a QR code (Key URI Format, revision of
/// 2018-11-26).
///
/// ```swift
/// let uri = try OTPAuthURI(
///   issuer: "ACME Co", account: "alice@example.com", secret: secret)
/// uri.text
/// // otpauth://totp/ACME%20Co:alice%40example.com?secret=…&issuer=ACME%20Co
/// //   &algorithm=SHA1&digits=6&period=30
/// ```
///
/// The text holds the secret. Show it to its owner once, and keep it out of
/// logs, web links and image services of others.
///
/// ``TOTP/init(uri:t0:backend:)`` and ``HOTP/init(uri:backend:)`` give the codes
/// that a URI describes.
public struct OTPAuthURI: Equatable, Sendable {
  /// The moving factor of the codes: the time or a counter.
  public enum Factor: Hashable, Sendable {
    /// The time, in steps of `period` seconds since 1970.
    case totp(period: Int)
    /// A counter that starts at `counter`.
    case hotp(counter: UInt64)
  }

  /// The service that the account is with; `nil` if the URI does not say.
  public let issuer: String?

  /// The account's name.
  public let account: String

  /// The shared secret.
  public let secret: Secret

  /// The hash function.
  public let algorithm: HashAlgorithm

  /// The number of digits: 6 to 9.
  ///
  /// Some apps support only 6 and 8.
  public let digits: Int

  /// The moving factor of the codes: the time or a counter.
  public let factor: Factor

  /// A URI of these parts.
  ///
  /// - Parameters:
  ///   - issuer: The service that the account is with, without a colon.
  ///     Strongly recommended.
  ///   - account: The account's name: not empty, without a colon. Spaces before
  ///     it are dropped, as every reader drops them.
  ///   - secret: The shared secret.
  ///   - algorithm: The hash; many apps support only SHA-1.
  ///   - digits: 6 to 9; many apps support only 6.
  ///   - factor: Time steps of 30 seconds by default; 1 to 120, or more without
  ///     the limit.
  ///   - periodLimit: The longest period to accept.
  /// - Throws: ``OTPAuthURIError`` for a part that the format cannot carry, or
  ///   if the whole is longer than ``Limits/uriByteCount``.
  public init(
    issuer: String?, account: String, secret: Secret,
    algorithm: HashAlgorithm = .sha1, digits: Int = 6,
    factor: Factor = .totp(period: 30),
    periodLimit: TOTP.PeriodLimit = .standard
  ) throws(OTPAuthURIError) {
    try self.init(
      parts: issuer, account, secret, algorithm, digits, factor, periodLimit)
    guard text.utf8.count <= Limits.uriByteCount else {
      throw OTPAuthURIError(.tooLong)
    }
  }

  /// Checks the parts one by one.
  ///
  /// The length of the whole is not checked here: a URI that was read can be
  /// longer when it is written with all its parameters.
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
    guard Limits.digits.contains(digits) else {
      throw OTPAuthURIError(.digits)
    }
    if case .totp(let period) = factor {
      guard period >= 1 else { throw OTPAuthURIError(.period) }
      guard periodLimit.allows(period) else {
        throw OTPAuthURIError(.periodTooLong, detail: String(period))
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
  /// Every parameter is written, even with its default value, because apps
  /// assume different defaults. A space is `%20`, never `+`, and the secret has
  /// no padding.
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

  /// Whether `text` can be an issuer or an account: it has no colon, which
  /// separates the two, and no control character.
  static func isName(_ text: String) -> Bool {
    !text.utf8.contains { $0 == UInt8(ascii: ":") || $0.isControl }
  }
}

extension OTPAuthURI: CustomStringConvertible {
  /// The parts without the secret; ``text`` has it too.
  public var description: String {
    "OTPAuthURI(\(factor), \(algorithm.rawValue), \(digits) digits)"
  }
}
