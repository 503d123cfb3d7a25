// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

// The operations on otpauth URIs.

extension CoreImplementation {
  func otpauthParse(_ call: Call) throws(Refusal) -> JSON {
    let text = try Arguments(call, "uri").text("uri")
    var uriPolicy = OTPAuthURI.Policy.default
    uriPolicy.secret = policy.secret
    uriPolicy.periodLimit = policy.periodLimit
    let limits = uriPolicy
    let uri = try checkedURI { () throws(OTPAuthURIError) in
      try OTPAuthURI(parsing: text, policy: limits)
    }
    try check(uri.factor)
    return uri.json
  }

  func otpauthBuild(_ call: Call) throws(Refusal) -> JSON {
    let fields = try Arguments(
      call, "type", "issuer", "account", "secret", "algorithm", "digits",
      "period", "counter")
    let factor = try factor(fields)
    try check(factor)
    let issuer =
      fields.has("issuer") ? try fields.text("issuer") : nil
    let account = try fields.text("account")
    let secret = try secret(fields)
    let algorithm = try algorithm(fields)
    let digits =
      fields.has("digits") ? try fields.number("digits", "uri-digits") : 6
    let periodLimit = policy.periodLimit
    let uri = try checkedURI { () throws(OTPAuthURIError) in
      try OTPAuthURI(
        issuer: issuer, account: account, secret: secret,
        algorithm: algorithm, digits: digits, factor: factor,
        periodLimit: periodLimit)
    }
    return .string(uri.text)
  }

  private func factor(
    _ fields: Arguments
  ) throws(Refusal) -> OTPAuthURI.Factor {
    switch try fields.text("type") {
    case "totp":
      guard fields.has("period") else { return .totp(period: 30) }
      return .totp(period: try fields.number("period", "uri-period"))
    case "hotp":
      guard fields.has("counter") else {
        throw .reject("uri-counter", "counter: missing")
      }
      return .hotp(counter: try fields.counter("counter", "uri-counter"))
    default: throw .reject("uri-type", "type: neither totp nor hotp")
    }
  }

  /// The core has no upper limit where the policy has one.
  private func check(_ factor: OTPAuthURI.Factor) throws(Refusal) {
    guard case .totp(let period) = factor, !policy.steps.contains(period)
    else { return }
    throw .reject("uri-period", "period: not within \(policy.steps)")
  }

  private func secret(_ fields: Arguments) throws(Refusal) -> Secret {
    let text = try fields.text("secret")
    do throws(SecretError) {
      return try Secret(hex: text, policy: policy.secret)
    } catch {
      throw Refusal(secret: error)
    }
  }

  private func algorithm(
    _ fields: Arguments
  ) throws(Refusal) -> HashAlgorithm {
    guard fields.has("algorithm") else { return .sha1 }
    guard let algorithm = HashAlgorithm(rawValue: try fields.text("algorithm"))
    else {
      throw .reject("uri-algorithm", "algorithm: not SHA1, SHA256 or SHA512")
    }
    return algorithm
  }

  private func checkedURI(
    _ body: () throws(OTPAuthURIError) -> OTPAuthURI
  ) throws(Refusal) -> OTPAuthURI {
    do throws(OTPAuthURIError) {
      return try body()
    } catch {
      throw Refusal(error)
    }
  }
}

extension OTPAuthURI {
  /// The parts as the adapter protocol writes them.
  fileprivate var json: JSON {
    let hex = unsafe secret.withUnsafeBytes { unsafe Hex.encode($0) }
    var object: JSONObject = [
      "type": "totp",
      "issuer": issuer.map(JSON.string) ?? .null,
      "account": .string(account),
      "secret": .string(hex),
      "algorithm": .string(algorithm.rawValue),
      "digits": .integer(digits),
    ]
    switch factor {
    case .totp(let period): object["period"] = .integer(period)
    case .hotp(let counter):
      object["type"] = "hotp"
      object["counter"] = .string(String(counter))
    }
    return .object(object)
  }
}
