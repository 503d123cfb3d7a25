// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

/// Reading URIs.
@Suite struct OTPAuthURIParsingTests {
  static let base32 = OTPAuthURITests.base32

  static func kind(
    _ text: String, _ policy: OTPAuthURI.Policy = .default
  ) -> OTPAuthURIError.Kind? {
    thrown { () throws(OTPAuthURIError) in
      try OTPAuthURI(parsing: text, policy: policy)
    }?.kind
  }

  /// A TOTP URI with `parameters` after the secret.
  static func totp(_ parameters: String, label: String = "bob") -> String {
    "otpauth://totp/\(label)?secret=\(base32)\(parameters)"
  }

  static func hotp(_ parameters: String) -> String {
    "otpauth://hotp/bob?secret=\(base32)\(parameters)"
  }

  // MARK: Published examples

  @Test func examplesOfTheFormat() throws {
    let text =
      "otpauth://totp/ACME%20Co:john.doe@email.com?secret="
      + "HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ&issuer=ACME%20Co&algorithm=SHA1"
      + "&digits=6&period=30"
    let uri = try OTPAuthURI(parsing: text)
    #expect(uri.issuer == "ACME Co")
    #expect(uri.account == "john.doe@email.com")
    #expect(
      try uri.secret
        == Secret(hex: "3dc6caa4824a6d288767b2331e20b43166cb85d9"))
    #expect(uri.algorithm == .sha1 && uri.digits == 6)
    #expect(uri.factor == .totp(period: 30))

    let short =
      "otpauth://totp/Example:alice@google.com?secret=JBSWY3DPEHPK3PXP"
      + "&issuer=Example"
    #expect(Self.kind(short) == .secret)
    let imported = try OTPAuthURI(parsing: short, policy: .permissive)
    #expect(imported.secret.byteCount == 10)
  }

  @Test func otherExamples() throws {
    let hotp = try OTPAuthURI(
      parsing: "otpauth://hotp/13tfus3r?secret=NBSWY3DP&counter=192",
      policy: .permissive)
    #expect(hotp.account == "13tfus3r" && hotp.issuer == nil)
    #expect(hotp.factor == .hotp(counter: 192))
    let totp = try OTPAuthURI(
      parsing: "otpauth://totp/big?issuer=IETF&secret=NBSWY3DP&period=5"
        + "&algorithm=SHA256", policy: .permissive)
    #expect(totp.issuer == "IETF" && totp.algorithm == .sha256)
    #expect(totp.factor == .totp(period: 5))
  }

  @Test func defaults() throws {
    let uri = try OTPAuthURI(parsing: Self.totp(""))
    #expect(uri.issuer == nil && uri.account == "bob")
    #expect(uri.algorithm == .sha1 && uri.digits == 6)
    #expect(uri.factor == .totp(period: 30))
    #expect(try uri.secret == RFC.secret())
  }

  // MARK: The label

  @Test(
    arguments: [
      ("ACME:bob", "ACME", "bob"), ("ACME%3Abob", "ACME", "bob"),
      ("ACME%3abob", "ACME", "bob"), ("ACME:%20%20bob", "ACME", "bob"),
      ("ACME%3A%20bob", "ACME", "bob"), ("bob", nil, "bob"),
      ("%20bob", nil, "bob"), ("a/b", nil, "a/b"), ("a+b", nil, "a+b"),
      (
        "Big%20Corporation%3A%20alice%40bigco.com", "Big Corporation",
        "alice@bigco.com"
      ),
      ("Provider1:Alice%20Smith", "Provider1", "Alice Smith"),
      ("é:ü", "é", "ü"), ("ACME:%CC%81bob", "ACME", "\u{301}bob"),
      ("ACME:\u{301}bob", "ACME", "\u{301}bob"),
      ("ACME:%20%CC%81bob", "ACME", "\u{301}bob"),
    ] as [(String, String?, String)])
  func labels(label: String, issuer: String?, account: String) throws {
    let uri = try OTPAuthURI(parsing: Self.totp("", label: label))
    #expect(uri.issuer == issuer)
    // Not `==` on strings, to which "e" + U+0301 and "é" are the same.
    #expect(Array(uri.account.unicodeScalars) == Array(account.unicodeScalars))
  }

  @Test(arguments: [
    "", ":", ":bob", "ACME:", "ACME:%20", "%20", "a:b:c", "a%3Ab:c", "a:b%3Ac",
    "a%00b", "a%0Ab", "A%00:b", "%3Abob",
  ])
  func badLabels(label: String) {
    #expect(Self.kind(Self.totp("", label: label)) == .label)
  }

  // MARK: Where programs disagree

  @Test func issuers() throws {
    let same = Self.totp("&issuer=A", label: "A:u")
    #expect(try OTPAuthURI(parsing: same).issuer == "A")
    let parameter = Self.totp("&issuer=B", label: "u")
    #expect(try OTPAuthURI(parsing: parameter).issuer == "B")
    let empty = Self.totp("&issuer=", label: "A:u")
    #expect(try OTPAuthURI(parsing: empty).issuer == "A")

    let differ = Self.totp("&issuer=B", label: "A:u")
    #expect(Self.kind(differ) == .issuerMismatch)
    let composed = Self.totp("&issuer=Cafe%CC%81", label: "Caf%C3%A9:u")
    #expect(Self.kind(composed) == .issuerMismatch)
    var policy = OTPAuthURI.Policy.default
    policy.issuerMismatch = .label
    #expect(try OTPAuthURI(parsing: differ, policy: policy).issuer == "A")
    policy.issuerMismatch = .parameter
    #expect(try OTPAuthURI(parsing: differ, policy: policy).issuer == "B")
    #expect(try OTPAuthURI(parsing: differ, policy: .permissive).issuer == "B")
    #expect(Self.kind(Self.totp("&issuer=A%3AB")) == .issuer)
    #expect(Self.kind(Self.totp("&issuer=A%09B")) == .issuer)
  }

  @Test func plus() throws {
    let text = Self.totp("&issuer=ACME+Co", label: "ACME+Co:b+c")
    let literal = try OTPAuthURI(parsing: text)
    #expect(literal.issuer == "ACME+Co" && literal.account == "b+c")
    var policy = OTPAuthURI.Policy.default
    policy.plusIsSpace = true
    let spaces = try OTPAuthURI(parsing: text, policy: policy)
    #expect(spaces.issuer == "ACME Co" && spaces.account == "b c")
  }

  @Test(arguments: [
    "secret", "issuer", "algorithm", "digits", "period", "counter",
  ])
  func duplicates(name: String) {
    let values = [
      "secret": Self.base32, "issuer": "A", "algorithm": "SHA1", "digits": "6",
      "period": "30", "counter": "1",
    ]
    let pair = "&\(name)=\(values[name] ?? "")"
    let once = name == "secret" ? "" : pair
    #expect(Self.kind(Self.totp(once)) == nil)
    #expect(Self.kind(Self.totp(once + pair)) == .duplicateParameter)
    #expect(
      Self.kind(Self.totp(once + pair.uppercased())) == .duplicateParameter)
    #expect(
      Self.kind(Self.totp(once + "&\(name)=")) == .duplicateParameter)
    let error = thrown { () throws(OTPAuthURIError) in
      try OTPAuthURI(parsing: Self.totp(once + pair))
    }
    #expect(error?.description == "\(name): given twice")
  }

  @Test func unknownParameters() {
    for pair in ["&image=https%3A%2F%2Fx", "&foo", "&=", "&=x", "&a=1&a=2"] {
      #expect(Self.kind(Self.totp(pair)) == nil)
      var policy = OTPAuthURI.Policy.default
      policy.refusesUnknownParameters = true
      #expect(Self.kind(Self.totp(pair), policy) == .unknownParameter)
    }
  }

  @Test func eitherCase() throws {
    let text =
      "OTPAUTH://TOTP/ACME:bob?SECRET=\(Self.base32.lowercased())&Issuer=ACME"
      + "&ALGORITHM=sha256&Digits=8&PERIOD=60"
    let uri = try OTPAuthURI(parsing: text)
    #expect(uri.algorithm == .sha256 && uri.digits == 8)
    #expect(uri.factor == .totp(period: 60) && uri.issuer == "ACME")
  }

  @Test(arguments: [
    "GEZDGNBVGY3TQOJQ%20GEZDGNBVGY3TQOJQ", "GEZDGNBVGY3TQOJQ-GEZDGNBVGY3TQOJQ",
    "gezdgnbvgy3tqojqgezdgnbvgy3tqojq", "%47EZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
  ])
  func secrets(text: String) throws {
    let uri = try OTPAuthURI(parsing: "otpauth://totp/bob?secret=\(text)")
    #expect(try uri.secret == RFC.secret())
  }

  @Test func paddedSecrets() throws {
    let text = Base32.encode([UInt8](repeating: 7, count: 17))
    #expect(text.hasSuffix("===="))
    let encoded = text.split(separator: "=")[0] + "%3D%3D%3D%3D"
    for secret in [text, String(encoded)] {
      let uri = try OTPAuthURI(parsing: "otpauth://totp/b?secret=\(secret)")
      #expect(uri.secret.byteCount == 17)
    }
  }

  // MARK: Faults

  @Test(
    arguments: [
      ("", .scheme), ("otpauth", .scheme), ("otpauth:/", .scheme),
      ("otpauth:totp/b?secret=A", .scheme), ("http://totp/b", .scheme),
      ("otpauths://totp/b", .scheme), ("<otpauth://totp/b", .scheme),
      ("otpauth-migration://offline?data=A", .scheme), ("otpauth://", .type),
      ("otpauth:///b", .type), ("otpauth://toto/b", .type),
      ("otpauth://totp%20/b", .type), ("otpauth://totp:80/b", .type),
      ("otpauth://user@totp/b", .type), ("otpauth://ţotp/b", .type),
      ("otpauth://totp?secret=\(base32)", .label),
      ("otpauth://totp/?secret=\(base32)", .label),
      ("otpauth://totp", .secretMissing), ("otpauth://totp/", .secretMissing),
      ("otpauth://totp/b", .secretMissing),
      ("otpauth://totp/b?", .secretMissing),
      ("otpauth://totp/b?issuer=A", .secretMissing),
    ] as [(String, OTPAuthURIError.Kind)])
  func faults(text: String, kind: OTPAuthURIError.Kind) {
    #expect(Self.kind(text) == kind)
  }

  @Test(
    arguments: [
      ("", .empty, nil), ("=", .empty, nil), ("=A", .base32, .length),
      ("=MZXW6YT0", .base32, .character), ("=MZXW6YTB=", .base32, .padding),
      ("=MZXW6YTB", .tooShort, nil),
    ] as [(String, SecretError.Kind, Base32Error.Kind?)])
  func faultsOfSecrets(
    text: String, kind: SecretError.Kind, base32: Base32Error.Kind?
  ) {
    let error = thrown { () throws(OTPAuthURIError) in
      try OTPAuthURI(parsing: "otpauth://totp/b?secret" + text)
    }
    #expect(error?.kind == .secret)
    #expect(error?.secret?.kind == kind)
    #expect(error?.secret?.base32?.kind == base32)
  }

  /// A combining mark after a delimiter does not hide it, and no byte is
  /// passed over.
  @Test(
    arguments: [
      ("otpauth://\u{301}totp/b?secret=", .type),
      ("otpauth:/\u{301}/totp/b?secret=", .scheme),
      ("otpauth://totp/\u{301}b?secret=", nil),
      ("otpauth://totp\u{301}/b?secret=", .type),
      ("otpauth://totp/b?\u{301}secret=", .secretMissing),
      ("otpauth://totp/b?a=1&\u{301}secret=", .secretMissing),
      ("otpauth://totp/b?secret=\u{301}", .secret),
      ("otpauth://totp/b?image=1#\u{301}&secret=", .secretMissing),
    ] as [(String, OTPAuthURIError.Kind?)])
  func combiningMarks(text: String, kind: OTPAuthURIError.Kind?) {
    #expect(Self.kind(text + Self.base32) == kind)
  }

  @Test(arguments: ["%", "%4", "%GG", "%4G", "%-1", "%C3", "%ED%A0%80", "%FF"])
  func brokenEncoding(broken: String) {
    #expect(Self.kind(Self.totp("", label: "a\(broken)")) == .encoding)
    #expect(Self.kind(Self.totp("&issuer=a\(broken)")) == .encoding)
    #expect(Self.kind(Self.totp("&a\(broken)=1")) == .encoding)
    #expect(Self.kind(Self.totp("&image=a\(broken)")) == .encoding)
  }

  @Test func fragments() throws {
    for fragment in ["#", "#top", "#&digits=8", "#?/#\u{301}", "#%"] {
      let uri = try OTPAuthURI(
        parsing: Self.totp("&issuer=C%23") + fragment)
      #expect(uri.issuer == "C#" && uri.digits == 6)
    }
    #expect(Self.kind("otpauth://totp/b#?secret=A") == .secretMissing)
  }

  // MARK: Numbers

  /// What no number of these parameters is.
  static let notNumbers = [
    "", "-1", "+6", "six", "6.0", "6e0", "0x6", " 6", "6%20", "٦", "６", "²",
    "6\u{301}", "1000000000", "18446744073709551616",
    "99999999999999999999999999", "--6", "6%00",
  ]

  @Test(arguments: notNumbers + ["0", "5", "10"])
  func digits(text: String) {
    #expect(Self.kind(Self.totp("&digits=\(text)")) == .digits)
  }

  @Test(arguments: 6...9)
  func goodDigits(digits: Int) throws {
    #expect(
      try OTPAuthURI(parsing: Self.totp("&digits=\(digits)")).digits == digits)
  }

  @Test(arguments: ["121", "86400", "1000000000"])
  func periodsOverTheLimit(text: String) {
    let error = thrown { () throws(OTPAuthURIError) in
      try OTPAuthURI(parsing: Self.totp("&period=\(text)"))
    }
    #expect(error?.kind == .periodTooLong)
    #expect(error?.description == "period: \(text) is over 120 seconds")
  }

  @Test(arguments: notNumbers.filter { $0 != "1000000000" } + ["0"])
  func periods(text: String) {
    #expect(Self.kind(Self.totp("&period=\(text)")) == .period)
    // An HOTP URI has none.
    #expect(Self.kind(Self.hotp("&counter=1&period=\(text)")) == nil)
  }

  @Test func longPeriods() throws {
    let uri = try OTPAuthURI(
      parsing: Self.totp("&period=300"), policy: .permissive)
    #expect(uri.factor == .totp(period: 300))
    #expect(Self.kind(Self.totp("&period=0"), .permissive) == .period)
    #expect(
      try OTPAuthURI(parsing: Self.totp("&period=1")).text.hasSuffix("=1"))
    #expect(Self.kind(Self.totp("&period=120")) == nil)
  }

  @Test(arguments: notNumbers.filter { $0 != "1000000000" })
  func counters(text: String) {
    #expect(Self.kind(Self.hotp("&counter=\(text)")) == .counter)
    #expect(Self.kind(Self.totp("&counter=\(text)")) == nil)
  }

  @Test func goodCounters() throws {
    #expect(Self.kind(Self.hotp("")) == .counter)
    for counter in [0, 1, 1_000_000_000, UInt64.max] {
      let uri = try OTPAuthURI(parsing: Self.hotp("&counter=\(counter)"))
      #expect(uri.factor == .hotp(counter: counter))
    }
  }

  @Test(arguments: ["", "MD5", "SHA", "SHA-1", "SHA3", "SHA224", "ＳＨＡ1"])
  func algorithms(text: String) {
    #expect(Self.kind(Self.totp("&algorithm=\(text)")) == .algorithm)
  }

  @Test func overlong() {
    let pad = String(repeating: "x", count: 2_048)
    #expect(Self.kind(Self.totp("&image=" + pad)) == .tooLong)
    #expect(Self.kind(pad) == .scheme)
    #expect(Self.kind(pad + "x") == .tooLong)
    let frame = Self.totp("&image=").utf8.count
    let fits = Self.totp("&image=" + pad.dropLast(frame))
    #expect(fits.utf8.count == 2_048)
    #expect(Self.kind(fits) == nil)
    #expect(Self.kind(fits + "x") == .tooLong)
  }
}
