// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

/// Building URIs.
@Suite struct OTPAuthURITests {
  static let base32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

  static func error(
    _ body: () throws(OTPAuthURIError) -> OTPAuthURI
  ) -> OTPAuthURIError.Kind? {
    thrown(body)?.kind
  }

  // MARK: The text

  @Test func everyParameterIsWritten() throws {
    let uri = try OTPAuthURI(
      issuer: "ACME Co", account: "alice@example.com", secret: RFC.secret())
    #expect(
      uri.text
        == "otpauth://totp/ACME%20Co:alice%40example.com?secret=\(Self.base32)"
        + "&issuer=ACME%20Co&algorithm=SHA1&digits=6&period=30")
  }

  @Test func otherParameters() throws {
    let totp = try OTPAuthURI(
      issuer: nil, account: "bob", secret: RFC.secret(), algorithm: .sha256,
      digits: 8, factor: .totp(period: 60))
    #expect(
      totp.text
        == "otpauth://totp/bob?secret=\(Self.base32)&algorithm=SHA256"
        + "&digits=8&period=60")
    let hotp = try OTPAuthURI(
      issuer: "A", account: "b", secret: RFC.secret(), algorithm: .sha512,
      factor: .hotp(counter: .max))
    #expect(
      hotp.text
        == "otpauth://hotp/A:b?secret=\(Self.base32)&issuer=A"
        + "&algorithm=SHA512&digits=6&counter=18446744073709551615")
  }

  /// No `+` for a space, no bare reserved character, no padding.
  @Test(arguments: [
    ("a b", "a%20b"), ("a+b", "a%2Bb"), ("a&b", "a%26b"), ("a=b", "a%3Db"),
    ("a%b", "a%25b"), ("a?b", "a%3Fb"), ("a#b", "a%23b"), ("a/b", "a%2Fb"),
    ("a@b", "a%40b"), ("100%", "100%25"), ("%41", "%2541"), ("é", "%C3%A9"),
    ("🔑", "%F0%9F%94%91"), ("東京", "%E6%9D%B1%E4%BA%AC"), ("\"'", "%22%27"),
    ("AZaz09-._~", "AZaz09-._~"), ("e\u{301}", "e%CC%81"),
  ])
  func encoding(name: String, encoded: String) throws {
    let secret = try Secret([UInt8](repeating: 0, count: 17))
    let uri = try OTPAuthURI(issuer: name, account: name, secret: secret)
    let text = uri.text
    #expect(
      text.hasPrefix("otpauth://totp/\(encoded):\(encoded)?secret=AAAA"))
    #expect(text.contains("&issuer=\(encoded)&"))
    #expect(!text.contains("+") && !text.contains("=="))
    #expect(try OTPAuthURI(parsing: text) == uri)
  }

  @Test func emptyIssuerIsNone() throws {
    let uri = try OTPAuthURI(issuer: "", account: "bob", secret: RFC.secret())
    #expect(uri.issuer == nil)
    #expect(uri.text.hasPrefix("otpauth://totp/bob?secret="))
  }

  /// Spaces before an account are not part of it: readers drop them.
  @Test func spacesBeforeTheAccount() throws {
    for issuer in ["ACME", nil] {
      let uri = try OTPAuthURI(
        issuer: issuer, account: "  bob b ", secret: RFC.secret())
      #expect(uri.account == "bob b ")
      #expect(try OTPAuthURI(parsing: uri.text) == uri)
    }
  }

  // MARK: Refusals

  @Test(arguments: ["a:b", ":", "a\n", "\0", "a\u{7f}", "a\u{1f}", "a:\u{301}"])
  func namesThatCannotBeCarried(name: String) throws {
    let secret = try RFC.secret()
    #expect(
      Self.error { () throws(OTPAuthURIError) in
        try OTPAuthURI(issuer: name, account: "bob", secret: secret)
      } == .issuer)
    #expect(
      Self.error { () throws(OTPAuthURIError) in
        try OTPAuthURI(issuer: "ACME", account: name, secret: secret)
      } == .label)
  }

  @Test(arguments: ["", " ", "    "])
  func noAccount(account: String) throws {
    let secret = try RFC.secret()
    #expect(
      Self.error { () throws(OTPAuthURIError) in
        try OTPAuthURI(issuer: "ACME", account: account, secret: secret)
      } == .label)
  }

  @Test(arguments: [Int.min, -1, 0, 5, 10, 1_000_000_000, .max])
  func digits(digits: Int) throws {
    let secret = try RFC.secret()
    #expect(
      Self.error { () throws(OTPAuthURIError) in
        try OTPAuthURI(
          issuer: nil, account: "bob", secret: secret, digits: digits)
      } == .digits)
  }

  @Test(arguments: [Int.min, -30, -1, 0, 121, .max])
  func period(period: Int) throws {
    let secret = try RFC.secret()
    #expect(
      Self.error { () throws(OTPAuthURIError) in
        try OTPAuthURI(
          issuer: nil, account: "bob", secret: secret,
          factor: .totp(period: period))
      } == (period < 1 ? .period : .periodTooLong))
    let free = Self.error { () throws(OTPAuthURIError) in
      try OTPAuthURI(
        issuer: nil, account: "bob", secret: secret,
        factor: .totp(period: period), periodLimit: .none)
    }
    #expect(free == (period < 1 ? .period : nil))
  }

  @Test func overlong() throws {
    let secret = try RFC.secret()
    let frame = try OTPAuthURI(issuer: nil, account: "a", secret: secret)
    let room = Limits.uriByteCount - frame.text.utf8.count + 1
    let longest = String(repeating: "a", count: room)
    let uri = try OTPAuthURI(issuer: nil, account: longest, secret: secret)
    #expect(uri.text.utf8.count == Limits.uriByteCount)
    #expect(try OTPAuthURI(parsing: uri.text) == uri)
    #expect(
      Self.error { () throws(OTPAuthURIError) in
        try OTPAuthURI(issuer: nil, account: longest + "a", secret: secret)
      } == .tooLong)
    #expect(
      Self.error { () throws(OTPAuthURIError) in
        try OTPAuthURI(parsing: uri.text + "&")
      } == .tooLong)
  }

  // MARK: Round trips

  /// Names out of many scripts, with combining marks, joiners and separators
  /// wherever they happen to fall.
  static func name(
    _ random: inout SeededGenerator, _ count: ClosedRange<Int>
  ) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0x20...0x7e, 0x20...0x7e, 0x20...0x7e, 0xa0...0x24f, 0x300...0x36f,
      0x590...0x6ff, 0x900...0x97f, 0x1100...0x11ff, 0x2000...0x206f,
      0x3040...0x30ff, 0x4e00...0x4fff, 0xfe00...0xfe0f, 0x1f1e6...0x1f1ff,
      0x1f300...0x1f6ff, 0xe0100...0xe01ef,
    ]
    var name = String.UnicodeScalarView()
    for _ in 0..<random.int(count) {
      let value = UInt32.random(in: random.pick(ranges), using: &random)
      if let scalar = Unicode.Scalar(value), scalar != ":" {
        name.append(scalar)
      }
    }
    return String(name)
  }

  @Test func roundTrips() throws {
    var random = SeededGenerator(seed: 300)
    var wrong: [String] = []
    for _ in 0..<5_000 {
      let account = Self.name(&random, 1...16)
      let factor: OTPAuthURI.Factor =
        random.next() & 1 == 0
        ? .totp(period: random.int(1...120))
        : .hotp(counter: random.counter())
      let uri: OTPAuthURI
      do throws(OTPAuthURIError) {
        uri = try OTPAuthURI(
          issuer: random.int(0...3) == 0 ? nil : Self.name(&random, 0...16),
          account: account, secret: .generate(for: .sha1, using: &random),
          algorithm: random.pick(HashAlgorithm.allCases),
          digits: random.int(6...9), factor: factor)
      } catch {
        #expect(error.kind == .label, random.comment)
        #expect(account.allSatisfy { $0 == " " }, random.comment)
        continue
      }
      let text = uri.text
      #expect(text.utf8.allSatisfy { (0x21...0x7e).contains($0) })
      let back = try? OTPAuthURI(parsing: text)
      if back != uri || back?.text != text { wrong.append(text) }
    }
    #expect(wrong.isEmpty, random.comment)
  }
}
