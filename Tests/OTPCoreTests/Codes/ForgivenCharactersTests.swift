// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@Suite struct ForgivenCharactersTests {
  /// The list, written out a second time.
  static let all: [UInt32] =
    [0x09, 0x0a, 0x0d, 0x20, 0xa0, 0x2007, 0x202f, 0x2d]
    + Array(0x2010...0x2015) + Array(0x200b...0x200f)
    + Array(0x202a...0x202e) + [0x2060, 0xfeff]

  /// Every scalar of Unicode is on the list or is not, as a scalar and as
  /// UTF-8.
  @Test func everyScalar() {
    let listed = Set(Self.all)
    for value in UInt32(0)...0x10ffff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isListed = ForgivenCharacters.contains(scalar)
      if isListed != listed.contains(value) {
        Issue.record("U+\(String(value, radix: 16))")
      }
      var bytes = Array(String(scalar).utf8).makeIterator()
      let first = bytes.next() ?? 0
      let count = ForgivenCharacters.byteCount(from: first, &bytes)
      if count != (isListed ? String(scalar).utf8.count : 0) {
        Issue.record("UTF-8 of U+\(String(value, radix: 16)): \(count)")
      }
    }
  }

  /// Each character reads in a code, in a secret and at any place; a code that
  /// does not ask for it stays refused.
  @Test(arguments: all.compactMap(Unicode.Scalar.init))
  func everywhere(scalar: Unicode.Scalar) throws {
    let separator = String(scalar)
    let hotp = try RFC.hotp()
    for text in [
      separator + "026920", "026920" + separator, "026" + separator + "920",
    ] {
      #expect(OneTimeCode(text, digits: 6) == nil)
      #expect(
        OneTimeCode(text, digits: 6, separators: .ignored)
          == hotp.code(at: 30))
    }
    let secret = try RFC.secret().revealedBase32()
    let broken =
      separator + secret.prefix(7) + separator + separator
      + secret.dropFirst(7) + separator
    #expect(try Secret(base32: broken) == RFC.secret())
    #expect(try Base32.decode(broken, form: .typed) == RFC.key())
    let isSpaceOrHyphen = separator == " " || separator == "-"
    let forgiven = try? Base32.decode(broken, form: .forgiving)
    #expect((forgiven != nil) == isSpaceOrHyphen)
    #expect(throws: Base32Error.self) { try Base32.decode(broken) }
  }

  /// A part of a character, and characters whose UTF-8 begins like that of
  /// forgiven ones.
  @Test(arguments: [
    "\u{a1}", "\u{b0}", "\u{2006}", "\u{2008}", "\u{2016}", "\u{2030}",
    "\u{2061}", "\u{feff}\u{301}", "\u{ff10}", "\u{660}", "\u{1f600}", "\0",
    "\u{0b}", "\u{0c}", "\u{85}", "\u{3000}", "_", ".", "\u{2212}",
  ])
  func others(text: String) {
    for text in [text + "026920", "026" + text + "920", "026920" + text] {
      #expect(OneTimeCode(text, digits: 6, separators: .ignored) == nil)
    }
  }

  @Test func placesInErrors() {
    #expect(throws: Base32Error.character(atOffset: 9)) {
      try Base32.decode("AAAA\u{2011}\n-1AAA", form: .typed)
    }
  }
}

/// Codes as people type them, wherever a code is verified.
@Suite struct SeparatorTests {
  /// What people type for 026920.
  static let texts = [
    "026 920", "026-920", "026920 ", "026\u{a0}920", "026920\n",
    "\u{feff}026\u{2011}920\r\n", "02\t69\u{202f}20",
  ]

  @Test(arguments: texts)
  func verified(text: String) throws {
    let (hotp, totp) = (try RFC.hotp(), try RFC.totp())
    let secret = try RFC.secret()
    let hotpVerifier = try HOTPVerifier(hotp, separators: .ignored)
    let totpVerifier = try TOTPVerifier(totp, separators: .ignored)
    let once = try TOTPVerifier(secret: secret, separators: .ignored)
    #expect(hotpVerifier.separators == .ignored)
    let verdicts = [
      try hotp.verify(text, counter: 30, separators: .ignored).isAccepted,
      try totp.verify(text, at: 900, separators: .ignored).isAccepted,
      try TOTP.verify(
        text, secret: secret, at: 900, separators: .ignored
      ).isAccepted,
      hotpVerifier.verify(text, state: HOTPState(counter: 30)).verdict
        .isAccepted,
      try totpVerifier.verify(text, at: 900, state: TOTPState()).verdict
        .isAccepted,
      try once.verify(text, at: 900, state: TOTPState()).verdict.isAccepted,
    ]
    #expect(!verdicts.contains(false), "\(verdicts)")
  }

  @Test(arguments: texts)
  func inABatch(text: String) throws {
    let totp = try RFC.totp()
    let attempts = [
      try TOTP.Attempt(text, totp: totp, at: 900, separators: .ignored),
      try TOTP.Attempt(text, totp: totp, at: 900),
    ]
    var verdicts = [Bool](repeating: false, count: 2)
    TOTP.verify(attempts) { verdicts[$0] = $1.isAccepted }
    #expect(verdicts == [true, false])
  }

  @Test(arguments: texts)
  func refusedUnlessAskedFor(text: String) throws {
    let (hotp, totp) = (try RFC.hotp(), try RFC.totp())
    #expect(try hotp.verify(text, counter: 30) == .rejected(.malformed))
    #expect(try totp.verify(text, at: 900) == .rejected(.malformed))
    #expect(
      try HOTPVerifier(hotp).verify(text, state: HOTPState(counter: 30))
        .verdict == .rejected(.malformed))
    #expect(
      try TOTPVerifier(totp).verify(text, at: 900, state: TOTPState())
        .verdict == .rejected(.malformed))
  }

  @Test func resynchronised() throws {
    let (hotp, totp) = (try RFC.hotp(), try RFC.totp())
    let plain = try hotp.texts(30, 2)
    let typed = plain.map { "\($0.prefix(3))\u{a0}\($0.suffix(3))\n" }
    let window = try ResyncWindow(past: 40, future: 40)
    #expect(
      try hotp.resynchronize(
        typed, counter: 9, lookAhead: 50, separators: .ignored
      ).isAccepted)
    #expect(
      try totp.resynchronize(
        typed, at: 900, window: window, separators: .ignored
      ).isAccepted)
    #expect(
      try HOTPVerifier(hotp, separators: .ignored).resynchronize(
        typed, lookAhead: 50, state: HOTPState(counter: 9)
      ).verdict.isAccepted)
    #expect(
      try TOTPVerifier(totp, separators: .ignored).resynchronize(
        typed, at: 900, window: window, state: TOTPState()
      ).verdict.isAccepted)
    #expect(
      try hotp.resynchronize(typed, counter: 9, lookAhead: 50)
        == .rejected(.malformed))
    #expect(
      try totp.resynchronize(typed, at: 900, window: window)
        == .rejected(.malformed))
  }
}
