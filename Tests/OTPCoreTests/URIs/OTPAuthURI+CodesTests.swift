// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

/// From a URI to codes, and back.
@Suite struct OTPAuthURICodesTests {
  @Test(arguments: HashAlgorithm.allCases, Backend.available)
  func totp(algorithm: HashAlgorithm, backend: Backend) throws {
    let secret = try RFC.secret(algorithm)
    let totp = try TOTP(
      secret: secret, algorithm: algorithm, digits: 8, period: 60)
    let made = try OTPAuthURI(
      totp, secret: secret, issuer: "ACME", account: "alice")
    #expect(made.issuer == "ACME" && made.account == "alice")
    #expect(made.factor == .totp(period: 60))
    let read = try TOTP(
      uri: OTPAuthURI(parsing: made.text), t0: 7, backend: backend)
    #expect(read.algorithm == algorithm && read.digits == 8)
    #expect(read.period == 60 && read.t0 == 7)
    #expect(read.code(forStep: 30) == totp.code(forStep: 30))
  }

  @Test(arguments: [0, 5, UInt64.max])
  func hotp(counter: UInt64) throws {
    let (secret, hotp) = (try RFC.secret(), try RFC.hotp(digits: 7))
    let made = try OTPAuthURI(
      hotp, secret: secret, counter: counter, issuer: nil, account: "bob")
    #expect(made.factor == .hotp(counter: counter))
    let read = try HOTP(uri: OTPAuthURI(parsing: made.text))
    #expect(read.code(at: counter) == hotp.code(at: counter))
  }

  /// What the policy accepted is no longer asked for.
  @Test func longPeriods() throws {
    let text = "otpauth://totp/b?secret=\(OTPAuthURITests.base32)&period=86400"
    let uri = try OTPAuthURI(parsing: text, policy: .permissive)
    let totp = try TOTP(uri: uri)
    #expect(totp.period == 86_400)
    let again = try OTPAuthURI(
      totp, secret: uri.secret, issuer: nil, account: "b")
    #expect(again == uri)
  }

  @Test func otherTypes() throws {
    let secret = try RFC.secret()
    let totp = try OTPAuthURI(issuer: nil, account: "b", secret: secret)
    let hotp = try OTPAuthURI(
      issuer: nil, account: "b", secret: secret, factor: .hotp(counter: 1))
    let one = thrown { () throws(OTPAuthURIError) in try HOTP(uri: totp) }
    #expect(one?.kind == .type)
    #expect(one?.description == "type: totp, not hotp")
    let other = thrown { () throws(OTPAuthURIError) in try TOTP(uri: hotp) }
    #expect(other?.kind == .type)
    #expect(other?.description == "type: hotp, not totp")
  }

  /// A URI of another secret would enrol an app whose codes never match.
  @Test func otherSecrets() throws {
    let (totp, hotp) = (try RFC.totp(), try RFC.hotp())
    for secret in [Secret.generate(), try RFC.secret(.sha256)] {
      let one = thrown { () throws(OTPAuthURIError) in
        try OTPAuthURI(totp, secret: secret, issuer: nil, account: "b")
      }
      #expect(one?.kind == .otherKey)
      let other = thrown { () throws(OTPAuthURIError) in
        try OTPAuthURI(
          hotp, secret: secret, counter: 0, issuer: nil, account: "b")
      }
      #expect(other?.kind == .otherKey)
    }
  }

  @Test func otherEpochs() throws {
    let (secret, totp) = (try RFC.secret(), try RFC.totp(t0: 1))
    let error = thrown { () throws(OTPAuthURIError) in
      try OTPAuthURI(totp, secret: secret, issuer: nil, account: "b")
    }
    #expect(error?.kind == .t0)
  }
}
