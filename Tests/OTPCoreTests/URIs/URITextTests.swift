// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

/// URIs that were copied from a page or escaped for one.
@Suite struct URITextTests {
  /// `&amp;` for `&` silently changed the algorithm, the digits and the period.
  @Test(
    arguments: [
      "&amp;issuer=A&amp;algorithm=SHA256", "&amp;digits=8", "&AMP;digits=8",
      "&amp;period=60", "&amp;", "&amp%3Bdigits=8", "&issuer=A&amp;amp;x=1",
      "&#38;digits=8", "&#038;digits=8", "&#x26;digits=8", "&#X0026;period=60",
    ], [OTPAuthURI.Policy.default, .permissive])
  func escapedForHTML(parameters: String, policy: OTPAuthURI.Policy) {
    let text = OTPAuthURIParsingTests.totp(parameters)
    let error = thrown { () throws(OTPAuthURIError) in
      try OTPAuthURI(parsing: text, policy: policy)
    }
    #expect(error?.kind == .escapedAmpersand)
    #expect(error?.description.contains("&amp;") == true)
    #expect(error?.description.contains("HTML") == true)
  }

  @Test func escapedForHTMLBeforeTheSecret() {
    let text = "otpauth://totp/b?issuer=A&amp;secret=\(OTPAuthURITests.base32)"
    #expect(OTPAuthURIParsingTests.kind(text) == .escapedAmpersand)
  }

  /// What only looks like it.
  @Test(arguments: [
    "&image=a%26amp%3Bb", "&issuer=A%26amp%3BB", "&amplitude=1", "&amp=1",
    "#amp;digits=8", "#38", "&#39;", "#x26",
  ])
  func notEscapedForHTML(parameters: String) {
    #expect(
      OTPAuthURIParsingTests.kind(OTPAuthURIParsingTests.totp(parameters))
        == nil)
  }

  @Test(arguments: [
    " ", "\n", "\r\n", "\t", "\u{a0}", "\u{feff}", "\u{200b}", " \n\u{202a}",
  ])
  func blanksAround(blank: String) throws {
    let plain =
      "otpauth://totp/bob?secret=\(OTPAuthURITests.base32)&issuer=ACME"
    let uri = try OTPAuthURI(parsing: plain)
    #expect(uri.issuer == "ACME")
    for text in [blank + plain, plain + blank, blank + plain + blank] {
      #expect(try OTPAuthURI(parsing: text) == uri)
    }
    let secretLast =
      "otpauth://totp/bob?secret=\(OTPAuthURITests.base32)" + blank
    #expect(try OTPAuthURI(parsing: secretLast).secret == uri.secret)
    // The limit is that of the URI.
    let many = String(repeating: blank, count: 3_000)
    #expect(try OTPAuthURI(parsing: many + plain + many) == uri)
  }

  /// A control character inside is no part of a URI; a second line, of a URI
  /// that was broken or of another one, would change what the first one says.
  @Test(arguments: [
    "\n", "\r\n", "\t", "\0", "\u{1b}", "\u{7f}", "\notpauth://totp/c?secret=",
  ])
  func controlCharactersInside(control: String) {
    for text in [
      OTPAuthURIParsingTests.totp("&image=a\(control)b&digits=8"),
      OTPAuthURIParsingTests.totp(control + "x"),
      OTPAuthURIParsingTests.totp("&issuer=A\(control)B"),
      OTPAuthURIParsingTests.totp("", label: "a\(control)b"),
      OTPAuthURIParsingTests.totp("#a\(control)b"),
    ] {
      #expect(OTPAuthURIParsingTests.kind(text) == .encoding)
    }
  }

  @Test(arguments: ["\0", "\u{1b}", "\u{7f}"])
  func controlCharactersAtTheEnds(control: String) {
    #expect(
      OTPAuthURIParsingTests.kind(OTPAuthURIParsingTests.totp("") + control)
        == .encoding)
    #expect(
      OTPAuthURIParsingTests.kind(
        OTPAuthURIParsingTests.totp("") + control + " ") == .encoding)
    #expect(
      OTPAuthURIParsingTests.kind(control + OTPAuthURIParsingTests.totp(""))
        == .scheme)
  }

  @Test(arguments: ["", " ", "\n\u{feff}", String(repeating: " ", count: 99)])
  func nothing(text: String) {
    #expect(OTPAuthURIParsingTests.kind(text) == .scheme)
  }
}
