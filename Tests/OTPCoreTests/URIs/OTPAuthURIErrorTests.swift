// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@Suite struct OTPAuthURIErrorTests {
  /// One URI for every kind of fault.
  static let all: [(OTPAuthURIError.Kind, String)] = {
    let secret = OTPAuthURITests.base32
    let base = "otpauth://totp/A:b?secret=\(secret)"
    return [
      (.scheme, "http://totp/b"), (.type, "otpauth://x/b?secret=\(secret)"),
      (.label, "otpauth://totp/?secret=\(secret)"),
      (.encoding, base + "&issuer=%"), (.secretMissing, "otpauth://totp/b"),
      (.secret, "otpauth://totp/b?secret="),
      (.secret, "otpauth://totp/b?secret=GEZDGNBV"),
      (.secret, "otpauth://totp/b?secret=\(secret.dropLast())1"),
      (.secret, "otpauth://totp/b?secret=\(secret)A"),
      (.secret, "otpauth://totp/b?secret=\(secret)%3D"),
      (.issuer, "otpauth://totp/b?secret=\(secret)&issuer=A%3AB"),
      (.issuerMismatch, base + "&issuer=B"),
      (.duplicateParameter, base + "&secret=\(secret)"),
      (.unknownParameter, base + "&\(secret)=1"),
      (.algorithm, base + "&algorithm=\(secret)"),
      (.digits, base + "&digits=\(secret)"),
      (.period, base + "&period=\(secret)"),
      (.periodTooLong, base + "&period=300"),
      (.counter, "otpauth://hotp/b?secret=\(secret)&counter=\(secret)"),
      (.tooLong, String(repeating: secret, count: 100)),
    ]
  }()

  /// The policy under which every kind of fault can happen.
  static let strict = {
    var policy = OTPAuthURI.Policy.default
    policy.refusesUnknownParameters = true
    return policy
  }()

  @Test(arguments: all)
  func everyKind(kind: OTPAuthURIError.Kind, text: String) throws {
    let policy = Self.strict
    let error = try #require(
      thrown { () throws(OTPAuthURIError) in
        try OTPAuthURI(parsing: text, policy: policy)
      })
    #expect(error.kind == kind)
    #expect(error.description.count > 10)
    for said in RedactionTests.texts(error) {
      #expect(!said.contains("GEZDG"), "\(said)")
    }
    #expect(
      error
        == thrown { () throws(OTPAuthURIError) in
          try OTPAuthURI(parsing: text, policy: policy)
        })
  }

  @Test func descriptionsDiffer() {
    let texts = Self.all.map { _, text in
      thrown { () throws(OTPAuthURIError) in
        try OTPAuthURI(parsing: text, policy: Self.strict)
      }?.description
    }
    #expect(Set(texts).count == Self.all.count)
  }
}
