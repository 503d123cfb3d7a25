// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OCRA
import OTPCore

// Fixed against random: secrets, texts, bytes; and the controls.

/// The bytes of a secret: zeros, or random in the second class.
///
/// Both classes make one array. Of two, one would always lie where the other
/// does not, and so would what is made of it.
private func secretBytes(
  _ generator: inout SeededGenerator, isSecond: Bool
) -> [UInt8] {
  let kept: UInt8 = isSecond ? .max : 0
  return generator.bytes().map { $0 & kept }
}

let secretPairs = [
  Pair("TOTP.verify(secret:): fixed, random secret") { generator, isSecond in
    let secret = try Secret(secretBytes(&generator, isSecond: isSecond))
    let text = String(decoding: generator.digits(), as: UTF8.self)
    return (secret, Attempt(text, counter: generator.counter()))
  } work: { secret, attempt in
    _ = try TOTP.verify(attempt.text, secret: secret, at: attempt.time)
  },
  Pair("HOTP.code: fixed, random secret") { generator, isSecond in
    let secret = try Secret(secretBytes(&generator, isSecond: isSecond))
    return (try HOTP(secret: secret), generator.counter())
  } work: { hotp, counter in
    _ = hotp.code(at: counter)
  },
  Pair("HOTP(secret:): fixed, random secret") { generator, isSecond in
    try Secret(secretBytes(&generator, isSecond: isSecond))
  } work: { secret in
    _ = try HOTP(secret: secret)
  },
  Pair("Secret(base32:): fixed, random text") { generator, isSecond in
    Base32.encode(secretBytes(&generator, isSecond: isSecond))
  } work: { text in
    _ = try Secret(base32: text)
  },
]

/// The texts that people type, of low and of high characters.
let textPairs = [
  Pair("OneTimeCode: 000000, 999999") { _, isSecond in
    String(repeating: isSecond ? "9" : "0", count: 6)
  } work: { text in
    _ = OneTimeCode(text, digits: 6)
  },
  Pair("BackupCode: 22222-…, ZZZZZ-…") { _, isSecond in
    let group = String(repeating: isSecond ? "Z" : "2", count: 5)
    return group + "-" + group + "-" + group
  } work: { text in
    _ = BackupCode(text)
  },
]

let comparisonPairs = [
  Pair("ConstantTime.equal: first byte differs, last byte") {
    generator, isSecond in
    let bytes = generator.bytes(32)
    var other = bytes.map { $0 }
    other[isSecond ? 31 : 0] ^= 1
    return (bytes, other)
  } work: { bytes, other in
    _ = ConstantTime.equal(bytes, other)
  },
  Pair("ConstantTime.equal: same, different", until: .decided(after: 0)) {
    generator, isSecond in
    let bytes = generator.bytes(32)
    var other = bytes.map { $0 }
    other[7] ^= isSecond ? 1 : 0
    return (bytes, other)
  } work: { bytes, other in
    _ = ConstantTime.equal(bytes, other)
  },
]

/// Ten backup codes, hashed with PBKDF2 and one iteration: what is looked for
/// is in the comparison, not in libcrypto.
func backupPairs() throws -> [Pair] {
  let scheme = BackupCodeScheme(
    derivation: try .pbkdf2SHA256(iterations: 1))
  let (codes, set) = try scheme.issue()
  let texts = codes.map(\.revealedText)
  return [
    Pair("backup codes: first, last") { _, isSecond in
      String(decoding: Array(texts[isSecond ? 9 : 0].utf8), as: UTF8.self)
    } work: { text in
      _ = try set.check(text, with: scheme)
    }
  ]
}

/// OCRA: the secret, the PIN, and which counter of a look-ahead matches.
func challengePairs() throws -> [Pair] {
  let pinned = try OCRASuite("OCRA-1:HOTP-SHA1-6:QN08-PSHA1")
  let counted = try OCRASuite("OCRA-1:HOTP-SHA1-6:C-QN08")
  let known = OCRAResponder(secret: .generate(), suite: counted)
  let question = OCRAQuestion("12345678")
  return [
    Pair("OCRA response: fixed, random secret and PIN") {
      generator, isSecond in
      let bytes = secretBytes(&generator, isSecond: isSecond)
      let pin = OCRAPIN(digest: bytes, hash: .sha1)
      return (
        OCRAResponder(secret: try Secret(bytes), suite: pinned),
        OCRAInput(question: question, pin: pin)
      )
    } work: { ocra, input in
      _ = try ocra.response(to: input)
    },
    Pair("OCRA +3: first counter, last") { generator, isSecond in
      let input = OCRAInput(question: question, counter: generator.counter())
      var answered = input
      answered.counter = input.counter.map { $0 + (isSecond ? 3 : 0) }
      let response = try known.response(to: answered).description
      return (response, input)
    } work: { response, input in
      _ = try known.verify(response, input: input, lookAhead: 3)
    },
    Pair("OCRA +3: first counter, none", until: .decided(after: 1)) {
      generator, isSecond in
      let input = OCRAInput(question: question, counter: generator.counter())
      let right = try known.response(to: input).description
      let wrong = String(decoding: generator.digits(), as: UTF8.self)
      return (isSecond ? wrong : right, input)
    } work: { response, input in
      _ = try known.verify(response, input: input, lookAhead: 3)
    },
  ]
}

/// Secrets that are given out as text, and read from a URI.
let revealedPairs = [
  Pair("Secret.revealedBase32: fixed, random secret") {
    generator, isSecond in
    try Secret(secretBytes(&generator, isSecond: isSecond))
  } work: { secret in
    _ = secret.revealedBase32()
  },
  Pair("OTPAuthURI(parsing:): fixed, random secret") {
    generator, isSecond in
    let bytes = secretBytes(&generator, isSecond: isSecond)
    return "otpauth://totp/ACME:alice?issuer=ACME&secret="
      + Base32.encode(bytes)
  } work: { text in
    _ = try OTPAuthURI(parsing: text)
  },
]

// MARK: - Controls

/// The verification that everybody writes first: code after code, text
/// against text, until one is right.
@inline(never)
private func verifyWithEarlyExit(
  _ text: String, _ hotp: HOTP, counter: UInt64
) -> Bool {
  for offset in 0..<3 {
    let code = hotp.code(at: counter + UInt64(offset)).description
    if isEqual(code, text) { return true }
  }
  return false
}

/// The comparison that everybody writes first.
@inline(never)
private func isEqual(_ a: String, _ b: String) -> Bool {
  for (x, y) in zip(a.utf8, b.utf8) where x != y { return false }
  return true
}

extension Known {
  var controls: [Pair] {
    [
      Pair("early exit: 0 digits right, 5", leaks: true) {
        generator, isSecond in
        let code = generator.digits()
        var other = code.map { $0 }
        let place = isSecond ? 5 : 0
        other[place] = 48 + (other[place] - 47) % 10
        return (
          String(decoding: code, as: UTF8.self),
          String(decoding: other, as: UTF8.self)
        )
      } work: { code, other in
        _ = isEqual(code, other)
      },
      Pair("early exit: first step, last step", leaks: true) {
        generator, isSecond in
        let counter = generator.counter()
        let code = text(counter + (isSecond ? 2 : 0))
        return Attempt(code, counter: counter)
      } work: { attempt in
        _ = verifyWithEarlyExit(
          attempt.text, hotp, counter: attempt.counter)
      },
    ]
  }
}
