// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

// What stands around the codes: comparison, text forms, one-off secrets and
// backup codes. The backend is the best one.

private let bytes = [UInt8](0..<32)
private let secretText = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
private let secretHex = "3132333435363738393031323334353637383930"

let comparisons = [
  Subject("ConstantTime.equal, the same") {
    ConstantTime.equal(bytes.tainted(), bytes)
  },
  Subject("ConstantTime.equal, the first byte differs") {
    let other = [9] + bytes.dropFirst()
    return !ConstantTime.equal(bytes.tainted(), other.tainted())
  },
  Subject("ConstantTime.equal of slices, the last byte differs") {
    let other = bytes.dropLast() + [9]
    return !ConstantTime.equal(bytes.tainted()[...], other)
  },
  Subject("Secret ==") {
    let secret = try Secret.tainted(bytes)
    return try secret == Secret(bytes)
  },
  Subject("OneTimeCode") {
    published(OneTimeCode("026920".tainted(), digits: 6))?.value == 26_920
  },
  Subject("OneTimeCode with spaces") {
    let text = " 026-920".tainted()
    let code = OneTimeCode(text, digits: 6, separators: .ignored)
    return published(code)?.value == 26_920
  },
  Subject("OneTimeCode of other characters") {
    published(OneTimeCode("02/:20".tainted(), digits: 6)) == nil
  },
]

let secrets = [
  Subject("Secret(base32:)") {
    let secret = try Secret(base32: secretText.tainted())
    return try secret == Secret(base32: secretText)
  },
  Subject("Base32.decode, strict") {
    let decoded = try Base32.decode("MZXW6YQ=".tainted(except: "="))
    return published(decoded) == Array("foob".utf8)
  },
  Subject("Secret(base32:) in groups") {
    let text = "GEZD GNBV-GY3T QOJQ gezd gnbv gy3t qojq"
    let secret = try Secret(base32: text.tainted(except: " -"))
    return try secret == Secret(base32: secretText)
  },
  Subject("Secret(hex:)") {
    let secret = try Secret(hex: secretHex.tainted())
    return try secret == Secret(base32: secretText)
  },
  Subject("HMAC") {
    let key = HMACKey(try .tainted(bytes), algorithm: .sha256)
    let known = HMACKey(try Secret(bytes), algorithm: .sha256)
    let message = [UInt8](repeating: 7, count: 200)
    return published(key.authenticationCode(for: message.tainted()))
      == known.authenticationCode(for: message)
  },
  Subject("HOTP.code(secret:)") {
    let known = try HOTP(secret: Secret(bytes))
    return try published(HOTP.code(secret: .tainted(bytes), counter: 7))
      == known.code(at: 7)
  },
  Subject("TOTP.verify(secret:)") {
    let text = try HOTP(secret: Secret(bytes)).code(at: 99).description
    let verdict = try TOTP.verify(
      text.tainted(), secret: .tainted(bytes), at: 3_000)
    return published(verdict).isAccepted
  },
  Subject("TOTPVerifier") {
    let text = try HOTP(secret: Secret(bytes)).code(at: 99).description
    let verifier = try TOTPVerifier(
      TOTP(secret: .tainted(bytes)), driftLimit: 5)
    let decision = try published(
      verifier.verify(text.tainted(), at: 3_000, state: TOTPState()))
    return decision.verdict.isAccepted && decision.state.drift == -1
  },
  Subject("HOTPVerifier") {
    let text = try HOTP(secret: Secret(bytes)).code(at: 99).description
    let verifier = try HOTPVerifier(HOTP(secret: .tainted(bytes)))
    let decision = try published(
      verifier.verify(text.tainted(), state: HOTPState(counter: 98)))
    return decision.verdict.isAccepted && decision.state.counter == 100
  },
]
