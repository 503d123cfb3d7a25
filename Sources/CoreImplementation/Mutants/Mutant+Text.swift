// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

// Mutants that read and write text wrongly: base32 and otpauth URIs.

extension Mutant {
  /// Base32.
  static let texts: [Mutant] = [
    answering(
      "base32-last-group-lost", "a last group that is not full is lost",
      "base32.decode"
    ) { _, value in
      let hex = value.string ?? ""
      return .string(String(hex.prefix(hex.count / 10 * 10)))
    },
    asking("base32-confusables", "0, 1 and 8 are O, I and B", "base32.decode") {
      call in
      call.mapping("text") {
        $0.replacing("0", with: "O").replacing("1", with: "I")
          .replacing("8", with: "B")
      }
    },
    asking(
      "base32-skips-characters", "characters outside the alphabet are skipped",
      "base32.decode"
    ) { call in
      call.mapping("text") { text in
        text.filter { $0.isASCII && ($0.isLetter || "234567=".contains($0)) }
      }
    },
    asking(
      "base32-separators-refused", "spaces and hyphens are refused",
      "base32.decode"
    ) { call in
      call.mapping("text") { $0.contains { " -".contains($0) } ? "!" : $0 }
    },
    tolerating(
      "base32-any-length", "a text of any length has bytes", "base32-length",
      "base32.decode"
    ) { call in
      call.mapping("text") { String($0.dropLast()) }
    },
    answering(
      "base32-unpadded", "the padding is not written", "base32.encode"
    ) { _, value in
      .string((value.string ?? "").replacing("=", with: ""))
    },
    answering(
      "base32-lines", "long texts are broken into lines", "base32.encode"
    ) { _, value in
      let text = value.string ?? ""
      return .string(
        text.prefix(64) + (text.count > 64 ? "\n" : "") + text.dropFirst(64))
    },
    asking("base32-case-refused", "lower case is refused", "base32.decode") {
      call in
      call.mapping("text") { text in
        text.contains(where: \.isLowercase) ? "!" : text
      }
    },
  ]

  /// Readers of URIs.
  static let readers: [Mutant] = [
    parsing("plus-as-space", "a plus sign is a space") {
      $0.replacing("+", with: "%20")
    },
    parsing("escapes-kept", "percent-encoding in labels is not undone") { uri in
      let parts = uri.split(separator: "?", maxSplits: 1)
      guard parts.count == 2 else { return uri }
      return parts[0].replacing("%", with: "%25") + "?" + parts[1]
    },
    parsing("algorithm-ignored", "the algorithm is not read") {
      $0.without("algorithm")
    },
    parsing("digits-ignored", "the number of digits is not read") {
      $0.without("digits")
    },
    parsing("period-ignored", "the period is not read") {
      $0.without("period")
    },
    parsing("issuer-parameter-ignored", "only the label names the issuer") {
      $0.without("issuer")
    },
    refused(
      "issuer-mismatch-ignored", "two issuers will do", "uri-issuer-mismatch"
    ) {
      $0.without("issuer")
    },
    refused("period-zero", "a period that cannot be is 30 s", "uri-period") {
      $0.without("period")
    },
    refused("uri-digits-unchecked", "digits out of range are 6", "uri-digits") {
      $0.without("digits")
    },
    refused("uri-unknown-hash", "an unknown hash is SHA-1", "uri-algorithm") {
      $0.without("algorithm")
    },
    refused("counter-optional", "a missing counter is 0", "uri-counter") {
      $0.without("counter") + "&counter=0"
    },
    refused("secret-optional", "a URI needs no secret", "uri-secret-missing") {
      $0.without("secret") + "&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    },
    refused(
      "last-duplicate-wins", "of two parameters the last one counts",
      "uri-duplicate"
    ) {
      $0.keepingLastParameters
    },
    refused("broken-escapes", "a broken escape is text", "uri-encoding") {
      $0.replacing("%", with: "%25")
    },
  ]

  private static func parsing(
    _ name: String, _ flaw: String,
    change: @escaping @Sendable (String) -> String
  ) -> Mutant {
    asking(name, flaw, "otpauth.parse") { $0.mapping("uri", change) }
  }

  private static func refused(
    _ name: String, _ flaw: String, _ category: String,
    change: @escaping @Sendable (String) -> String
  ) -> Mutant {
    tolerating(name, flaw, category, "otpauth.parse") {
      $0.mapping("uri", change)
    }
  }

  /// Writers of URIs.
  static let builders: [Mutant] = [
    building("padding-kept", "the secret keeps its padding") {
      $0.replacing("&issuer=", with: "======&issuer=")
        .replacing("&algorithm=", with: "======&algorithm=")
    },
    building("space-as-plus", "a space is written as a plus sign") {
      $0.replacing("%20", with: "+")
    },
    building("issuer-in-label-only", "the issuer parameter is not written") {
      $0.without("issuer")
    },
    building("colon-escaped", "nothing parts issuer and account") {
      $0.replacing("otpauth://", with: "\u{0}").replacing(":", with: "")
        .replacing("\u{0}", with: "otpauth://")
    },
    building("counter-not-written", "the counter is not written") {
      $0.without("counter")
    },
    building("defaults-assumed", "the hash is not written") {
      $0.without("algorithm")
    },
  ]

  private static func building(
    _ name: String, _ flaw: String,
    change: @escaping @Sendable (String) -> String
  ) -> Mutant {
    answering(name, flaw, "otpauth.build") { _, value in
      value.string.map { .string(change($0)) } ?? value
    }
  }
}

extension String {
  /// A URI without a parameter.
  fileprivate func without(_ name: String) -> String {
    parameters { parameters in
      parameters.removeAll { $0.lowercased().hasPrefix(name + "=") }
    }
  }

  /// A URI with the last of several parameters of a name.
  fileprivate var keepingLastParameters: String {
    parameters { parameters in
      var seen: Set<Substring> = []
      let last = parameters.reversed().filter { parameter in
        seen.insert(parameter.prefix { $0 != "=" }).inserted
      }
      parameters = last.reversed()
    }
  }

  private func parameters(_ change: (inout [Substring]) -> Void) -> String {
    let parts = split(separator: "?", maxSplits: 1)
    guard parts.count == 2 else { return self }
    var parameters = parts[1].split(separator: "&")
    change(&parameters)
    return parts[0] + "?" + parameters.joined(separator: "&")
  }
}
