// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

// The operations that keep nothing: HMAC, base32, and codes.

extension CoreImplementation {
  func hmac(_ call: Call) throws(Refusal) -> JSON {
    let fields = try Arguments(call, "algorithm", "key", "message")
    let algorithm = try fields.algorithm()
    guard let key = Hex.decode(try fields.text("key")) else {
      throw .reject("key-malformed", "key: not hexadecimal")
    }
    let message = try fields.bytes("message")
    let hmac = HMACKey(
      bytes: key, algorithm: algorithm, backend: policy.backend
    ).authenticationCode(for: message)
    return .string(Hex.encode(hmac))
  }

  func base32Encode(_ call: Call) throws(Refusal) -> JSON {
    let fields = try Arguments(call, "bytes")
    return .string(Base32.encode(try fields.bytes("bytes")))
  }

  func base32Decode(_ call: Call) throws(Refusal) -> JSON {
    let text = try Arguments(call, "text").text("text")
    do throws(Base32Error) {
      return .string(Hex.encode(try Base32.decode(text, form: .forgiving)))
    } catch {
      throw Refusal(error)
    }
  }

  func hotpGenerate(_ call: Call) throws(Refusal) -> JSON {
    let fields = try Arguments(call, "algorithm", "key", "counter", "digits")
    let hotp = try fields.hotp(policy)
    return .string(hotp.code(at: try fields.counter("counter")).description)
  }

  func totpGenerate(_ call: Call) throws(Refusal) -> JSON {
    let fields = try Arguments(
      call, "algorithm", "key", "time", "t0", "step", "digits")
    let totp = try fields.totp(policy)
    let time = try fields.time("time")
    let code = try checked { () throws(ParameterError) in
      try totp.code(at: time)
    }
    return .string(code.description)
  }
}

// MARK: - Verification

extension CoreImplementation {
  func hotpVerify(_ call: Call) throws(Refusal) -> JSON {
    let fields = try Arguments(
      call, "algorithm", "key", "digits", "code", "counter", "lookAhead")
    let hotp = try fields.hotp(policy)
    let code = try fields.text("code")
    let counter = try fields.counter("counter")
    let lookAhead = try fields.number("lookAhead", "window-out-of-range")
    return try checked { () throws(ParameterError) in
      try hotp.verify(code, counter: counter, lookAhead: lookAhead).json
    }
  }

  func hotpResync(_ call: Call) throws(Refusal) -> JSON {
    let fields = try Arguments(
      call, "algorithm", "key", "digits", "codes", "counter", "lookAhead")
    let hotp = try fields.hotp(policy)
    let codes = try fields.texts("codes")
    let counter = try fields.counter("counter")
    let lookAhead = try fields.number("lookAhead", "window-out-of-range")
    return try checked { () throws(ParameterError) in
      try hotp.resynchronize(codes, counter: counter, lookAhead: lookAhead).json
    }
  }

  func totpVerify(_ call: Call) throws(Refusal) -> JSON {
    let fields = try Arguments(
      call, "algorithm", "key", "digits", "t0", "step", "code", "time", "past",
      "future", "after")
    let totp = try fields.totp(policy)
    let code = try fields.text("code")
    let time = try fields.time("time")
    let (past, future) = try fields.sides()
    let after = try fields.after()
    return try checked { () throws(ParameterError) in
      let window = try DriftWindow(past: past, future: future)
      return try totp.verify(code, at: time, window: window, after: after).json
    }
  }
}

extension Verdict<HOTP.Match> {
  /// The verdict as the adapter protocol writes it.
  var json: JSON {
    guard case .accepted(let match) = self else { return ["accepted": false] }
    return ["accepted": true, "counter": .string(String(match.counter))]
  }
}

extension Verdict<TOTP.Match> {
  /// The verdict as the adapter protocol writes it.
  var json: JSON {
    guard case .accepted(let match) = self else { return ["accepted": false] }
    return [
      "accepted": true, "step": .string(String(match.step)),
      "drift": .integer(match.drift),
    ]
  }
}
