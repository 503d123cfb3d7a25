// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

// Mutants that change names, and that take or leave characters which are not
// what they look like.

extension Mutant {
  /// Readers of URIs.
  static let namesRead: [Mutant] = [
    replacing("name-quotes-lost", "quotes in names are lost", "%22", ""),
    replacing("backslash-as-slash", "a backslash is a slash", "%5C", "/"),
    replacing("joiners-lost", "zero-width joiners are lost", "%E2%80%8D", ""),
    replacing(
      "no-break-space-as-space", "a no-break space is a space", "%C2%A0", "%20"),
    replacing("prefix-trimmed", "a prefix loses its last space", "%20:", ":"),
    replacing(
      "fragment-as-parameters", "parameters are read from a fragment", "#", "&"),
    asking("tags-lost", "what looks like a tag is lost", "otpauth.parse") {
      $0.mapping("uri") { uri in
        guard let start = uri.firstRange(of: "%3C"),
          let end = uri[start.upperBound...].firstRange(of: "%3E")
        else { return uri }
        return uri[..<start.lowerBound] + String(uri[end.upperBound...])
      }
    },
    naming("names-of-three-bytes", "characters of four bytes are lost") {
      String(String.UnicodeScalarView($0.unicodeScalars.filter(\.isShort)))
    },
    naming("long-names-cut", "names are cut at 100 characters") {
      String($0.prefix(100))
    },
    tolerating(
      "script-escapes-read", "an escape of JavaScript is read", "uri-encoding",
      "otpauth.parse"
    ) {
      $0.mapping("uri") { $0.replacing("%u00E9", with: "%C3%A9") }
    },
    tolerating(
      "secret-decoded-twice", "a secret is decoded twice", "uri-secret",
      "otpauth.parse"
    ) {
      $0.mapping("uri") { $0.replacing("%25", with: "%") }
    },
    tolerating(
      "scheme-found-inside", "a URI is found in another text", "uri-scheme",
      "otpauth.parse"
    ) {
      $0.mapping("uri") { uri in
        uri.firstRange(of: "otpauth://").map { String(uri[$0.lowerBound...]) }
          ?? uri
      }
    },
    tolerating(
      "digits-without-sign", "-6 digits are 6", "uri-digits", "otpauth.parse"
    ) {
      $0.mapping("uri") { $0.replacing("=-", with: "=") }
    },
    wrapping("digits-64-bit", "digits are cut to 64 bits", "uri-digits"),
    wrapping("period-64-bit", "a period is cut to 64 bits", "uri-period"),
    tolerating(
      "hash-name-upper-case", "a long s in the name of a hash is S",
      "uri-algorithm",
      "otpauth.parse"
    ) {
      $0.mapping("uri") { $0.replacing("%C5%BF", with: "S") }
    },
  ]

  /// Writers of URIs.
  static let namesWritten: [Mutant] = [
    renaming("built-names-trimmed", "spaces at the end of names are lost") {
      String($0.reversed().drop { $0 == " " }.reversed())
    },
    renaming("built-names-cut", "names are written up to 100 characters") {
      String($0.prefix(100))
    },
    answering(
      "names-composed", "a letter and its accent become one", "otpauth.build"
    ) { _, value in
      .string((value.string ?? "").replacing("A%CC%81", with: "%C3%81"))
    },
    zeroless("secret-end-lost", "zero bytes at a secret's end are lost") {
      Array($0.reversed().drop { $0 == 0 }.reversed())
    },
    zeroless("secret-front-lost", "zero bytes at a secret's front are lost") {
      Array($0.drop { $0 == 0 })
    },
  ]

  /// Readers of codes.
  static let strayCharacters: [Mutant] = [
    checking("digits-swapped", "two digits may change places") {
      $0.mapping("code") { code in
        var digits = Array(code)
        if digits.count > 3 { digits.swapAt(2, 3) }
        return String(digits)
      }
    },
    stripping("full-stop-stripped", "a full stop is ignored") { $0 == "." },
    stripping("direction-marks-stripped", "marks of direction are ignored") {
      ("\u{202a}"..."\u{202e}").contains($0)
    },
    stripping("accents-stripped", "combining marks are ignored") {
      $0.properties.generalCategory == .nonspacingMark
    },
    stripping("not-ascii-stripped", "what is not ASCII is ignored") {
      !$0.isASCII
    },
    retrying(
      "backup-not-ascii-ignored", "what is not ASCII is ignored", "backup.check"
    ) {
      $0.removing { !$0.isASCII }
    },
    retrying(
      "backup-accents-ignored", "combining marks are ignored", "backup.check"
    ) {
      $0.removing { $0.properties.generalCategory == .nonspacingMark }
    },
    comparing("backup-pattern-read", "a backup code may be a pattern") {
      $1.hasSuffix(".*") && $0.hasPrefix($1.dropLast(2))
    },
    comparing("backup-number-read", "backup codes are compared as numbers") {
      ["+\($0)", "\($0).0", "\($0)e0"].contains($1)
    },
  ]

  /// Keys, PINs and suites.
  static let pins: [Mutant] = [
    asking("ocra-pin-number", "a PIN is a number", "ocra.generate") {
      $0.mapping("pin") { pin in UInt64(pin).map(String.init) ?? pin }
    },
    asking("ocra-pin-trimmed", "a PIN is trimmed", "ocra.generate") {
      $0.mapping("pin") { String($0.filter { $0 != " " }) }
    },
    tolerating(
      "ocra-zero-before-number", "a time step of T01M is T1M", "ocra-suite",
      "ocra.generate"
    ) {
      $0.mapping("suite") { $0.replacing("-T01M", with: "-T1M") }
    },
    asking(
      "key-line-ends", "a key's carriage returns are lost", "hotp.generate"
    ) {
      $0.mapping("key") { $0.replacing("0d0a", with: "0a") }
    },
  ]
}

// MARK: - Ways to change texts

extension Mutant {
  /// Checks a code that is refused once more, changed.
  private static func checking(
    _ name: String, _ flaw: String, change: @escaping @Sendable (Call) -> Call
  ) -> Mutant {
    retrying(
      name, flaw, "totp.verify", "hotp.verify", "verifier.check", change: change
    )
  }

  private static func replacing(
    _ name: String, _ flaw: String, _ old: String, _ new: String
  ) -> Mutant {
    asking(name, flaw, "otpauth.parse") {
      $0.mapping("uri") { $0.replacing(old, with: new) }
    }
  }

  /// Changes the names that were read from a URI.
  private static func naming(
    _ name: String, _ flaw: String,
    change: @escaping @Sendable (String) -> String
  ) -> Mutant {
    answering(name, flaw, "otpauth.parse") { _, value in
      ["account", "issuer"].reduce(value) { value, name in
        value.object?[name]?.string.map {
          value.setting(name, .string(change($0)))
        } ?? value
      }
    }
  }

  /// Changes the names that are written into a URI.
  private static func renaming(
    _ name: String, _ flaw: String,
    change: @escaping @Sendable (String) -> String
  ) -> Mutant {
    asking(name, flaw, "otpauth.build") {
      $0.mapping("account", change).mapping("issuer", change)
    }
  }

  /// Cuts a number of a URI to 64 bits.
  private static func wrapping(
    _ name: String, _ flaw: String, _ category: String
  ) -> Mutant {
    tolerating(name, flaw, category, "otpauth.parse") {
      $0.mapping("uri") {
        $0.replacing("18446744073709551622", with: "6")
          .replacing("18446744073709551646", with: "30")
      }
    }
  }

  private static func zeroless(
    _ name: String, _ flaw: String,
    change: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) -> Mutant {
    asking(name, flaw, "otpauth.build") { call in
      guard let secret = call.bytes("secret") else { return call }
      return call.with("secret", .string(Hex.encode(change(secret))))
    }
  }

  private static func stripping(
    _ name: String, _ flaw: String,
    isIgnored: @escaping @Sendable (Unicode.Scalar) -> Bool
  ) -> Mutant {
    checking(name, flaw) { $0.removing(isIgnored) }
  }
}

extension Call {
  /// The call with characters of its code taken away.
  fileprivate func removing(
    _ isIgnored: (Unicode.Scalar) -> Bool
  ) -> Call {
    mapping("code") { code in
      let kept = code.unicodeScalars.filter { !isIgnored($0) }
      return String(String.UnicodeScalarView(kept))
    }
  }
}

extension Unicode.Scalar {
  /// Whether its UTF-8 has three bytes at most.
  fileprivate var isShort: Bool { value < 0x1_0000 }
}
