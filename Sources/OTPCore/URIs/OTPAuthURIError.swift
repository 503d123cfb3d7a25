// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why an `otpauth://` URI was refused.
///
/// It names the field, and never holds the secret or any text of the URI.
public struct OTPAuthURIError: Error, Hashable, Sendable {
  /// The kinds of fault.
  public enum Kind: Hashable, Sendable {
    /// The scheme is not `otpauth`.
    case scheme
    /// The type is neither `totp` nor `hotp`.
    case type
    /// The label has no account, two colons or a control character.
    case label
    /// A percent-encoding that is broken, or no UTF-8.
    case encoding
    /// There is no secret.
    case secretMissing
    /// The secret was refused.
    case secret(SecretError.Kind)
    /// The issuer has a colon or a control character.
    case issuer
    /// The issuers of the label and of the parameter differ.
    case issuerMismatch
    /// A parameter stands there twice.
    case duplicateParameter
    /// A parameter that the format does not know, where that is an error.
    case unknownParameter
    /// The algorithm is not SHA1, SHA256 or SHA512.
    case algorithm
    /// The number of digits is not 6 to 9.
    case digits
    /// The period is not a number of seconds within its limits.
    case period
    /// The counter is missing, or not 0 to 2^64 − 1.
    case counter
    /// The URI is longer than ``OTPAuthURI/maximumLength``.
    case tooLong
  }

  /// The kind of fault.
  public let kind: Kind

  private let detail: String?

  init(_ kind: Kind, detail: String? = nil) {
    self.kind = kind
    self.detail = detail
  }

  /// A secret that was refused.
  init(_ error: SecretError) {
    self.init(.secret(error.kind), detail: error.description)
  }
}

extension OTPAuthURIError: CustomStringConvertible {
  /// A sentence for a person.
  public var description: String {
    switch kind {
    case .scheme: "scheme: not otpauth://"
    case .type: "type: neither totp nor hotp"
    case .label: "label: not issuer:account with one colon and an account"
    case .encoding: "encoding: a broken percent-encoding, or not UTF-8"
    case .secretMissing: "secret: missing"
    case .secret: detail ?? "secret: refused"
    case .issuer: "issuer: a colon or a control character in it"
    case .issuerMismatch: "issuer: the label and the parameter differ"
    case .duplicateParameter: "\(detail ?? "a parameter"): given twice"
    case .unknownParameter: "a parameter that otpauth does not know"
    case .algorithm: "algorithm: not SHA1, SHA256 or SHA512"
    case .digits: "digits: not a number from 6 to 9"
    case .period: "period: not a number of seconds from 1 to 120"
    case .counter: "counter: missing, or not a number from 0 to 2^64 - 1"
    case .tooLong: "URI: longer than \(OTPAuthURI.maximumLength) bytes"
    }
  }
}
