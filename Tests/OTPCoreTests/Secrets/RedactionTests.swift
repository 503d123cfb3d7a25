// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPCore

/// No description, dump or reflection of anything shows a secret.
@Suite struct RedactionTests {
  /// A key whose bytes are easy to find in any form.
  static let key = (0..<20).map { UInt8(0xc1 + 2 * $0) }

  /// What `value` says of itself in every way there is.
  static func texts(_ value: some Any) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    var deep = ""
    dump(Mirror(reflecting: value).children.map(\.value), to: &deep)
    return [
      "\(value)", String(describing: value), String(reflecting: value),
      dumped, deep, "\([value])", String(reflecting: [value]),
      String(reflecting: Optional(value)),
    ]
  }

  /// What would show the key: its bytes in the usual forms, and the words of
  /// the two states that HMAC has made of it.
  static func traces(_ algorithm: HashAlgorithm) -> [String] {
    let base32 = Base32.encode(key, padded: false)
    var traces = [
      base32, base32.lowercased(), Hex.encode(key),
      Hex.encode(key).uppercased(),
    ]
    let bytes = key.prefix(3)
    traces.append(bytes.map(String.init).joined(separator: ", "))
    traces.append(contentsOf: bytes.map { "- \($0)\n" })
    let prepared = HMACKey(bytes: key, algorithm: algorithm)
    prepared.withPads {
      let pads = unsafe $0.unsafeBytes
      for offset in stride(from: 0, to: pads.count, by: 4) {
        traces.append(
          unsafe "\(pads.load(fromByteOffset: offset, as: UInt32.self))")
      }
      for offset in stride(from: 0, to: pads.count - 4, by: 8) {
        traces.append(
          unsafe "\(pads.loadUnaligned(fromByteOffset: offset, as: UInt64.self))"
        )
      }
    }
    return traces
  }

  static func values(_ algorithm: HashAlgorithm) throws -> [any Sendable] {
    let secret = try Secret(key)
    let prepared = HMACKey(secret, algorithm: algorithm)
    var hmac = HMAC(prepared)
    hmac.update(key)
    let totp = try TOTP(key: prepared)
    let hotp = try HOTP(key: prepared)
    return [
      secret, prepared, hmac, HMAC(prepared), hotp, totp,
      try TOTPVerifier(totp), try HOTPVerifier(hotp),
      try OTPAuthURI(issuer: "ACME", account: "bob", secret: secret),
      try OTPAuthURI(
        issuer: nil, account: "bob", secret: secret, factor: .hotp(counter: 1)),
    ]
  }

  @Test(arguments: HashAlgorithm.allCases)
  func nothingShows(algorithm: HashAlgorithm) throws {
    let traces = Self.traces(algorithm)
    for value in try Self.values(algorithm) {
      for text in Self.texts(value) {
        #expect(!text.isEmpty)
        for trace in traces {
          #expect(
            !text.contains(trace), "\(type(of: value)) shows \(trace)")
        }
      }
    }
  }

  /// The search above finds what is there to be found.
  @Test func theSearchFinds() throws {
    let traces = Self.traces(.sha1)
    let secret = try Secret(Self.key)
    for leak: Any in [secret.revealedBase32(), Self.key, Hex.encode(Self.key)] {
      let found = Self.texts(leak).contains { text in
        traces.contains { text.contains($0) }
      }
      #expect(found)
    }
  }

  @Test func whatIsShown() throws {
    let secret = try Secret(Self.key)
    #expect("\(secret)" == "Secret(20 bytes)")
    #expect(secret.debugDescription == "Secret(20 bytes)")
    #expect(Mirror(reflecting: secret).children.isEmpty)
    #expect("\(HMACKey(secret, algorithm: .sha256))" == "HMACKey(SHA256)")
    let uri = try OTPAuthURI(issuer: nil, account: "bob", secret: secret)
    #expect("\(uri)" == "OTPAuthURI(totp(period: 30), SHA1, 6 digits)")
  }

  /// Errors name what is wrong, never what was given.
  @Test func errorsOfSecrets() {
    let marks = ["QQQQ", "qqqq", "4242"]
    let errors: [(any Error)?] = [
      thrown { () throws(SecretError) in
        try Secret(base32: "QQQQQQQQQQQQQQQQ1")
      },
      thrown { () throws(SecretError) in try Secret(base32: "QQQQ") },
      thrown { () throws(SecretError) in try Secret(hex: "424242424") },
      thrown { () throws(SecretError) in try Secret(hex: "4242") },
      thrown { () throws(Base32Error) in try Base32.decode("qqqq") },
      thrown { () throws(Base32Error) in try Base32.decode("QQQQQ=QQ") },
    ]
    for error in errors {
      guard let error else {
        Issue.record("no error")
        continue
      }
      for text in Self.texts(error) {
        #expect(!marks.contains { text.contains($0) }, "\(text)")
      }
    }
  }
}
