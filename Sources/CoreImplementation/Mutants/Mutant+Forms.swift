// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

// Mutants that read or write a text a little differently from what it says.

extension Mutant {
  /// Readers of URIs that take more, or less, than stands there.
  static let looseReaders: [Mutant] = [
    reading("query-ends-at-question-mark", "a second ? ends the query") {
      let parts = $0.split(separator: "?", omittingEmptySubsequences: false)
      return parts.prefix(2).joined(separator: "?")
    },
    labelling("label-last-segment", "what follows the last slash is the label")
    {
      String(
        $0.split(separator: "/", omittingEmptySubsequences: false).last ?? "")
    },
    labelling("label-first-segment", "the first slash ends the label") {
      String($0.prefix { $0 != "/" })
    },
    labelling("final-slash-trimmed", "a slash at the end of the label is lost")
    {
      $0.hasSuffix("/") ? String($0.dropLast()) : $0
    },
    labelling("label-plus-as-space", "a plus sign in a label is a space") {
      $0.replacing("+", with: "%20")
    },
    labelling("label-ampersand-cut", "an ampersand ends the label") {
      String($0.prefix { $0 != "&" })
    },
    answering(
      "account-trimmed", "spaces around an account are lost", "otpauth.parse"
    ) {
      _, value in
      value.settingText("account") { $0.trimmingSpaces }
    },
    answering(
      "account-lower-case", "an account is in lower case", "otpauth.parse"
    ) {
      _, value in
      value.settingText("account") { $0.lowercased() }
    },
    answering(
      "issuer-trimmed", "spaces around an issuer are lost", "otpauth.parse"
    ) {
      _, value in
      value.settingText("issuer") { $0.trimmingSpaces }
    },
    reading("amp-as-ampersand", "&amp; parts parameters") {
      $0.replacing("&amp;", with: "&")
    },
    reading("one-slash-read", "a scheme needs no authority") {
      $0.replacing("otpauth:/totp", with: "otpauth://totp")
        .replacing("otpauth:totp", with: "otpauth://totp")
    },
    rereading("hash-hyphens-read", "SHA-256 is SHA256", "uri-algorithm") {
      $0.replacing("SHA-", with: "SHA").replacing("SHA_", with: "SHA")
    },
    rereading("period-sign-read", "+30 is 30", "uri-period") {
      $0.replacing("=+", with: "=").replacing("=%2B", with: "=")
    },
    rereading("digits-sign-read", "+6 digits are 6", "uri-digits") {
      $0.replacing("=+", with: "=").replacing("=%2B", with: "=")
    },
    rereading("counter-sign-read", "+5 is 5", "uri-counter") {
      $0.replacing("=+", with: "=").replacing("=%2B", with: "=")
    },
    rereading("number-unit-read", "30s is 30", "uri-period") {
      $0.hasSuffix("s") ? String($0.dropLast()) : $0
    },
    reading("octal-numbers", "a number with a zero before it is octal") {
      $0.replacing("period=030", with: "period=24")
        .replacing("counter=010", with: "counter=8")
    },
    reading("fragment-as-query", "a query after # counts") {
      $0.replacing("#?", with: "?")
    },
  ]

  /// Writers of URIs.
  static let looseWriters: [Mutant] = [
    writing("slash-not-escaped", "a slash is not escaped", "%2F", "/"),
    writing("ampersand-not-escaped", "an ampersand is not escaped", "%26", "&"),
    writing(
      "apostrophe-not-escaped", "an apostrophe is not escaped", "%27", "'"),
    writing("at-not-escaped", "an at sign is not escaped", "%40", "@"),
    writing(
      "parentheses-not-escaped", "parentheses are not escaped", "%28", "("),
    writing("plus-not-escaped", "a plus sign is not escaped", "%2B", "+"),
    writing(
      "counter-zero-left-out", "counter 0 is not written", "&counter=0", ""),
    writing("tilde-escaped", "a tilde is escaped", "~", "%7E"),
    writing(
      "escapes-in-lower-case", "escapes have small letters", "%2F", "%2f"),
    answering(
      "secret-in-lines", "a long secret is broken into lines", "otpauth.build"
    ) {
      _, value in
      guard let text = value.string,
        let secret = text.firstRange(of: "secret=")?.upperBound,
        text[secret...].prefix(while: { $0 != "&" }).count > 76
      else { return value }
      let end = text.index(secret, offsetBy: 76)
      return .string(text[..<end] + "%0A" + text[end...])
    },
    Mutant("longest-uri-refused", "a URI of 2048 characters is too long") {
      call, core in
      let answer = await core.answer(call)
      guard call.operation == "otpauth.build", case .value(let value) = answer,
        value.string?.utf8.count == 2_048
      else { return answer }
      return .reject(category: "uri-too-long")
    },
  ]

  /// Readers of codes.
  static let looseCodes: [Mutant] = [
    stripping("sign-stripped", "a plus sign before a code is ignored", "+"),
    stripping("minus-stripped", "a minus sign before a code is ignored", "-"),
    stripping("quotes-stripped", "quotes around a code are ignored", "\""),
  ]

  private static func reading(
    _ name: String, _ flaw: String,
    change: @escaping @Sendable (String) -> String
  ) -> Mutant {
    asking(name, flaw, "otpauth.parse") { $0.mapping("uri", change) }
  }

  private static func rereading(
    _ name: String, _ flaw: String, _ category: String,
    change: @escaping @Sendable (String) -> String
  ) -> Mutant {
    tolerating(name, flaw, category, "otpauth.parse") {
      $0.mapping("uri", change)
    }
  }

  /// Changes the label of a URI that is read.
  private static func labelling(
    _ name: String, _ flaw: String,
    change: @escaping @Sendable (String) -> String
  ) -> Mutant {
    reading(name, flaw) { uri in
      let parts = uri.split(
        separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count == 4 else { return uri }
      let label = parts[3].prefix { $0 != "?" }
      return parts[..<3].joined(separator: "/") + "/" + change(String(label))
        + parts[3].dropFirst(label.count)
    }
  }

  private static func writing(
    _ name: String, _ flaw: String, _ old: String, _ new: String
  ) -> Mutant {
    answering(name, flaw, "otpauth.build") { _, value in
      value.string.map { .string($0.replacing(old, with: new)) } ?? value
    }
  }

  private static func stripping(
    _ name: String, _ flaw: String, _ characters: String
  ) -> Mutant {
    asking(name, flaw, "totp.verify", "hotp.verify", "verifier.check") {
      $0.mapping("code") { $0.replacing(characters, with: "") }
    }
  }
}

extension JSON {
  /// An object with one text changed.
  fileprivate func settingText(
    _ name: String, _ change: (String) -> String
  ) -> JSON {
    guard let text = object?[name]?.string else { return self }
    return setting(name, .string(change(text)))
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    let rest = drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    return String(rest)
  }
}
