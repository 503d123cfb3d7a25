// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why an `otpauth://` URI was refused.
///
/// It names the field, and never holds the secret or any text of the URI.
///
/// ```swift
/// do throws(OTPAuthURIError) {
///   uri = try OTPAuthURI(parsing: text)
/// } catch {
///   switch error.kind {
///   case .issuerMismatch: …             // a policy can take one of the two
///   case .secret: …                     // `error.secret` says more
///   default: …
///   }
/// }
/// ```
public struct OTPAuthURIError: Error, Hashable, Sendable {
  /// The kind of a fault; compare it, or match it in a `switch`.
  public struct Kind: Hashable, Sendable {
    package enum Value: Sendable {
      case scheme, type, label, encoding, tooLong, escapedAmpersand
      case duplicateParameter, unknownParameter
      case secretMissing, secret, issuer, issuerMismatch
      case algorithm, digits, period, periodTooLong, counter, t0, otherKey
    }

    package let value: Value

    /// The scheme is not `otpauth`.
    public static let scheme = Self(value: .scheme)

    /// The type is neither `totp` nor `hotp`, or not the one asked for.
    public static let type = Self(value: .type)

    /// The label has no account, two colons or a control character.
    public static let label = Self(value: .label)

    /// A percent-encoding that is broken or not UTF-8, or a control character
    /// that is not encoded.
    public static let encoding = Self(value: .encoding)

    /// The URI is longer than ``Limits/uriByteCount``.
    public static let tooLong = Self(value: .tooLong)

    /// `&amp;` stands where `&` belongs: the URI was escaped for HTML.
    public static let escapedAmpersand = Self(value: .escapedAmpersand)

    /// A parameter stands there twice.
    public static let duplicateParameter = Self(value: .duplicateParameter)

    /// A parameter that the format does not know, where the policy refuses it.
    public static let unknownParameter = Self(value: .unknownParameter)

    /// There is no secret.
    public static let secretMissing = Self(value: .secretMissing)

    /// The secret was refused.
    public static let secret = Self(value: .secret)

    /// The issuer has a colon or a control character.
    public static let issuer = Self(value: .issuer)

    /// The issuers of the label and of the parameter differ.
    public static let issuerMismatch = Self(value: .issuerMismatch)

    /// The algorithm is not SHA1, SHA256 or SHA512.
    public static let algorithm = Self(value: .algorithm)

    /// The number of digits is not 6 to 9.
    public static let digits = Self(value: .digits)

    /// The period is not a number of seconds from 1 on.
    public static let period = Self(value: .period)

    /// The period is over ``Limits/period``, and the policy has that limit.
    public static let periodTooLong = Self(value: .periodTooLong)

    /// The counter is missing, or not 0 to 2^64 − 1.
    public static let counter = Self(value: .counter)

    /// The steps are counted from another moment than 1970: a URI has no
    /// field for T0.
    public static let t0 = Self(value: .t0)

    /// The secret is not that of the codes which the URI should describe.
    public static let otherKey = Self(value: .otherKey)
  }

  /// The kind of fault.
  public let kind: Kind

  /// Why the secret was refused, for ``Kind/secret``.
  public let secret: SecretError?

  private let detail: String?

  init(_ kind: Kind, detail: String? = nil) {
    self.kind = kind
    self.detail = detail
    secret = nil
  }

  /// A secret that was refused.
  init(secret error: SecretError) {
    kind = .secret
    secret = error
    detail = error.description
  }
}

extension OTPAuthURIError: CustomStringConvertible {
  /// A sentence for a person.
  public var description: String {
    switch kind.value {
    case .scheme: "scheme: not otpauth://"
    case .type: detail ?? "type: neither totp nor hotp"
    case .label: "label: not issuer:account with one colon and an account"
    case .encoding:
      "encoding: a broken percent-encoding, not UTF-8, or a line break or "
        + "another control character"
    case .tooLong: "URI: longer than \(Limits.uriByteCount) bytes"
    case .escapedAmpersand:
      "&amp;: the URI was escaped for HTML; parameters are separated by &"
    case .duplicateParameter: "\(detail ?? "a parameter"): given twice"
    case .unknownParameter: "a parameter that otpauth does not know"
    case .secretMissing: "secret: missing"
    case .secret: detail ?? "secret: refused"
    case .issuer: "issuer: a colon or a control character in it"
    case .issuerMismatch: "issuer: the label and the parameter differ"
    case .algorithm: "algorithm: not SHA1, SHA256 or SHA512"
    case .digits: "digits: not a number from 6 to 9"
    case .period: "period: not a number of seconds from 1 on"
    case .periodTooLong:
      "period: \(detail ?? "it") is over \(Limits.period.upperBound) seconds"
    case .counter: "counter: missing, or not a number from 0 to 2^64 - 1"
    case .t0: "t0: a URI cannot say that steps are not counted from 1970"
    case .otherKey: "secret: not the one of these codes"
    }
  }
}
