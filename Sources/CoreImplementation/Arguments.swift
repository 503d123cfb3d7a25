// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

/// Reads the fields of a call, strictly.
struct Arguments {
  let input: JSONObject

  /// Starts to read a call that has no fields but these.
  init(_ call: Call, _ fields: String...) throws(Refusal) {
    try self.init(call, fields: fields)
  }

  /// Starts to read a call that has no fields but these.
  init(_ call: Call, fields: [String]) throws(Refusal) {
    if let unknown = call.input.keys.first(where: { !fields.contains($0) }) {
      throw Refusal(.unsupported("field \(unknown)"))
    }
    input = call.input
  }

  /// Whether a field is there.
  func has(_ field: String) -> Bool { input[field] != nil }

  /// A field that is a string.
  func text(_ field: String) throws(Refusal) -> String {
    guard let text = input[field]?.string else {
      throw .mistyped(field, "string")
    }
    return text
  }

  /// A field that is an array of strings.
  func texts(_ field: String) throws(Refusal) -> [String] {
    let texts = input[field]?.array?.map(\.string)
    guard let texts, !texts.contains(nil) else {
      throw .mistyped(field, "array of strings")
    }
    return texts.compactMap(\.self)
  }

  /// A field that is a number; one that is not whole or does not fit is
  /// rejected.
  func number(_ field: String, _ category: String) throws(Refusal) -> Int {
    switch input[field] {
    case .integer(let number): return number
    case .double(let number):
      guard let whole = Int(exactly: number) else {
        throw .reject(category, "\(field): not a whole number in range")
      }
      return whole
    default: throw .mistyped(field, "number")
    }
  }

  /// A field that is the decimal string of a counter.
  func counter(
    _ field: String, _ category: String = "counter-out-of-range"
  ) throws(Refusal) -> UInt64 {
    guard let counter = UInt64(decimal: try text(field)) else {
      throw .reject(category, "\(field): not a number from 0 to 2^64 - 1")
    }
    return counter
  }

  /// A field that is the decimal string of a time, in Unix seconds.
  func time(_ field: String) throws(Refusal) -> UnixTime {
    guard let seconds = Int64(decimal: try text(field)) else {
      throw .reject(
        "time-out-of-range", "\(field): not a number of 64 bits with a sign")
    }
    return UnixTime(seconds)
  }

  /// A field that is bytes in hexadecimal form.
  func bytes(_ field: String) throws(Refusal) -> [UInt8] {
    guard let bytes = Hex.decode(try text(field)) else {
      throw .mistyped(field, "string of hexadecimal digits")
    }
    return bytes
  }
}

// MARK: - The fields that many operations have

extension Arguments {
  /// The hash.
  func algorithm() throws(Refusal) -> HashAlgorithm {
    guard let algorithm = HashAlgorithm(rawValue: try text("algorithm")) else {
      throw .reject(
        "algorithm-unknown", "algorithm: not SHA1, SHA256 or SHA512")
    }
    return algorithm
  }

  /// The key, long enough for the policy.
  func secret(_ policy: CorePolicy) throws(Refusal) -> Secret {
    let text = try text("key")
    do throws(SecretError) {
      return try Secret(hex: text, policy: policy.secret)
    } catch {
      throw Refusal(error)
    }
  }

  /// Key, hash and digits.
  func hotp(_ policy: CorePolicy) throws(Refusal) -> HOTP {
    let algorithm = try algorithm()
    let secret = try secret(policy)
    let digits = try number("digits", "digits-out-of-range")
    return try checked { () throws(ParameterError) in
      try HOTP(
        key: HMACKey(secret, algorithm: algorithm, backend: policy.backend),
        digits: digits)
    }
  }

  /// Key, hash, digits, time step and T0.
  func totp(_ policy: CorePolicy) throws(Refusal) -> TOTP {
    let algorithm = try algorithm()
    let secret = try secret(policy)
    let digits = try number("digits", "digits-out-of-range")
    guard let step = Int64(decimal: try text("step")),
      let period = Int(exactly: step), policy.steps.contains(period)
    else {
      throw .reject("step-out-of-range", "step: not within \(policy.steps)")
    }
    let t0 = try time("t0")
    return try checked { () throws(ParameterError) in
      try TOTP(
        key: HMACKey(secret, algorithm: algorithm, backend: policy.backend),
        digits: digits, period: period, t0: t0,
        periodLimit: policy.periodLimit)
    }
  }

  /// The two sides of a window.
  func sides() throws(Refusal) -> (past: Int, future: Int) {
    (
      try number("past", "window-out-of-range"),
      try number("future", "window-out-of-range")
    )
  }

  /// The last accepted step, if there is one.
  func after() throws(Refusal) -> UInt64? {
    has("after") ? try counter("after") : nil
  }
}

/// Turns an error about a parameter into the answer that reports it.
func checked<Result>(
  _ body: () throws(ParameterError) -> Result
) throws(Refusal) -> Result {
  do throws(ParameterError) {
    return try body()
  } catch {
    throw Refusal(error)
  }
}

extension Int64 {
  /// Reads decimal digits with at most a minus sign before them.
  init?(decimal text: String) {
    let digits = text.text(after: "-") ?? text
    guard UInt64(decimal: digits) != nil, text != "-0" else {
      return nil
    }
    self.init(text)
  }
}
