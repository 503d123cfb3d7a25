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
  Subject("Secret(_:)") {
    let secret = try Secret(bytes.tainted())
    return try secret == Secret(bytes)
  },
  Subject("Secret.generate") {
    var generator = TaintedGenerator()
    let secret = Secret.generate(for: .sha256, using: &generator)
    return published(secret.revealedBase32()).utf8.count == 52
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
  Subject("TOTPVerifier, resynchronisation") {
    let known = try TOTP(secret: Secret(bytes))
    let texts = [107, 108].map { known.code(forStep: $0).description.tainted() }
    let verifier = try TOTPVerifier(TOTP(secret: .tainted(bytes)))
    let decision = try published(
      verifier.resynchronize(
        texts, at: 3_000, window: ResyncWindow(past: 9, future: 9),
        state: TOTPState()))
    return decision.verdict.isAccepted && decision.state.drift == 8
  },
  Subject("TOTP codes") {
    let totp = try TOTP(secret: .tainted(bytes))
    let known = try TOTP(secret: Secret(bytes))
    let codes = try totp.codes(fromStep: 7, count: 2).map(published)
    return try published(totp.code(at: 210)) == codes[0]
      && published(totp.code(forStep: 8)) == codes[1]
      && codes == (try known.codes(fromStep: 7, count: 2))
  },
  Subject("HOTPVerifier, resynchronisation") {
    let known = try HOTP(secret: Secret(bytes))
    let texts = try known.codes(from: 107, count: 2).map {
      $0.description.tainted()
    }
    let verifier = try HOTPVerifier(HOTP(secret: .tainted(bytes)))
    let decision = try published(
      verifier.resynchronize(texts, lookAhead: 9, state: HOTPState(counter: 99))
    )
    return decision.verdict.isAccepted && decision.state.counter == 109
  },
  Subject("TOTP(uri:)") {
    let known = try TOTP(secret: Secret(bytes))
    let uri = try OTPAuthURI(
      issuer: nil, account: "a", secret: .tainted(bytes))
    return try published(TOTP(uri: uri).code(forStep: 7))
      == known.code(forStep: 7)
  },
  Subject("HOTP(uri:)") {
    let known = try HOTP(secret: Secret(bytes))
    let uri = try OTPAuthURI(
      issuer: nil, account: "a", secret: .tainted(bytes),
      factor: .hotp(counter: 7))
    return try published(HOTP(uri: uri).code(at: 7)) == known.code(at: 7)
  },
  Subject("OTPAuthURI(totp)") {
    let totp = try TOTP(secret: .tainted(bytes))
    let uri = try OTPAuthURI(
      totp, secret: .tainted(bytes), issuer: nil, account: "a")
    return uri.digits == 6
  },
  Subject("OTPAuthURI(hotp)") {
    let hotp = try HOTP(secret: .tainted(bytes))
    let uri = try OTPAuthURI(
      hotp, secret: .tainted(bytes), counter: 7, issuer: nil, account: "a")
    return uri.digits == 6
  },
  Subject("TOTPVerifier(secret:)") {
    let text = try HOTP(secret: Secret(bytes)).code(at: 99).description
    let verifier = try TOTPVerifier(secret: .tainted(bytes), driftLimit: 5)
    let decision = try published(
      verifier.verify(text.tainted(), at: 3_000, state: TOTPState()))
    return decision.verdict.isAccepted && decision.state.drift == -1
  },
  Subject("HOTPVerifier(secret:)") {
    let text = try HOTP(secret: Secret(bytes)).code(at: 99).description
    let verifier = try HOTPVerifier(secret: .tainted(bytes))
    let decision = published(
      verifier.verify(text.tainted(), state: HOTPState(counter: 98)))
    return decision.verdict.isAccepted && decision.state.counter == 100
  },
  Subject("HOTPVerifier") {
    let text = try HOTP(secret: Secret(bytes)).code(at: 99).description
    let verifier = try HOTPVerifier(HOTP(secret: .tainted(bytes)))
    let decision = published(
      verifier.verify(text.tainted(), state: HOTPState(counter: 98)))
    return decision.verdict.isAccepted && decision.state.counter == 100
  },
]

/// A URI of which the secret's characters are secret, but for those in `open`.
private func taintedURI(_ secret: String, except open: String = "") -> String {
  let start = "otpauth://totp/ACME:alice?issuer=ACME&secret="
  let count = start.utf8.count
  return (start + secret + "&period=30").tainted(
    in: count..<count + secret.utf8.count, except: open)
}

/// What gives a secret or a code out as text, and what reads a URI.
let texts = [
  Subject("Secret.revealedBase32") {
    let secret = try Secret.tainted(bytes)
    return published(secret.revealedBase32())
      == Base32.encode(bytes, padded: false)
  },
  Subject("Base32.encode") {
    published(Base32.encode(bytes.dropLast().tainted()))
      == Base32.encode(bytes.dropLast())
  },
  Subject("OneTimeCode.description") {
    let code = try HOTP(secret: .tainted(bytes)).code(at: 7)
    let known = try HOTP(secret: Secret(bytes)).code(at: 7)
    return published(code.description) == known.description
  },
  Subject("OTPAuthURI.text") {
    let uri = try OTPAuthURI(
      issuer: "ACME", account: "alice", secret: .tainted(bytes))
    let known = try OTPAuthURI(
      issuer: "ACME", account: "alice", secret: Secret(bytes))
    return published(uri.text) == known.text
  },
  Subject("OTPAuthURI(parsing:)") {
    let uri = try OTPAuthURI(
      parsing: taintedURI(secretText))
    return try uri.secret == Secret(base32: secretText)
  },
  Subject("OTPAuthURI(parsing:), percent-encoded") {
    let encoded = "%47EZDGNBVGY3TQOJQ+%67ezdgnbvgy3tqojq"
    var policy = OTPAuthURI.Policy.default
    policy.plusIsSpace = true
    let uri = try OTPAuthURI(
      parsing: taintedURI(encoded, except: "%+"), policy: policy)
    return try uri.secret == Secret(base32: secretText)
  },
]
