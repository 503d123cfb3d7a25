// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The closed lists of the kit: what vectors, calls and answers may name.
public enum Vocabulary {
  /// The operations of implementations of codes, in the adapter protocol's
  /// version 1.
  public static let operations: Set<String> = [
    "hmac.compute", "base32.encode", "base32.decode",
    "hotp.generate", "totp.generate", "hotp.verify", "totp.verify",
    "hotp.resync", "otpauth.parse", "otpauth.build",
    "verifier.open", "verifier.check", "verifier.resync", "verifier.export",
    "verifier.import", "verifier.close", "backup.generate", "backup.check",
    "ocra.generate",
  ]

  /// The operations of running services, and what their adapters understand.
  public static var serviceOperations: Set<String> {
    ServiceVocabulary.operations
  }

  /// The abilities that an implementation claims besides operations: the
  /// hashes, a T0 other than 0, and a step other than 30 s.
  public static let abilities: Set<String> = [
    "sha1", "sha256", "sha512", "t0", "step",
  ]

  /// Everything that can be claimed: operations, abilities, and abilities for
  /// the operations of one family only, such as `totp.sha256`.
  public static var capabilities: Set<String> {
    let ofFamilies = operations.flatMap { operation in
      abilities.map { ability($0, ofFamilyOf: operation) }
    }
    return operations.union(abilities).union(ofFamilies)
  }

  /// The name of an ability for the operations of one family, of which this
  /// operation is one.
  static func ability(_ name: String, ofFamilyOf operation: String) -> String {
    operation.family + "." + name
  }

  /// Why an input is refused.
  public static let categories: Set<String> = [
    "key-empty", "key-too-short", "key-malformed", "digits-out-of-range",
    "step-out-of-range", "counter-out-of-range", "time-out-of-range",
    "window-out-of-range", "algorithm-unknown", "code-count-out-of-range",
    "base32-character", "base32-length", "base32-padding",
    "base32-trailing-bits", "uri-scheme", "uri-type", "uri-label",
    "uri-encoding", "uri-secret-missing", "uri-secret", "uri-issuer",
    "uri-issuer-mismatch", "uri-duplicate", "uri-unknown-parameter",
    "uri-algorithm", "uri-digits", "uri-period", "uri-counter",
    "uri-too-long", "state-malformed", "handle-unknown", "ocra-suite",
    "ocra-question", "ocra-input",
  ]

  /// The category of a rejection whose reason the adapter cannot tell.
  public static let unspecified = "unspecified"

  /// The known ways to be wrong; a test reproduces every value from its cause.
  public static let causes: Set<String> = [
    "seed-20", "offset-byte-19", "no-padding", "counter-32-bit",
    "little-endian-counter", "sign-bit-kept", "long-key-not-hashed",
    "base32-text-as-key", "hex-text-as-key", "sha1-always",
    "time-not-divided", "milliseconds", "step-next", "step-previous",
    "t0-ignored", "step-ignored", "left-digits", "digits-six", "offset-zero",
    "seed-repeated", "key-nul-terminated", "double-precision-counter",
    "window-past-short", "window-past-long", "window-future-short",
    "window-future-long", "replay-accepted", "look-back", "wrap-at-edge",
    "digits-from-input", "numeric-compare", "unicode-digits",
    "first-match-only", "rest-ignored", "ocra-separator-left-out",
    "ocra-counter-little-endian", "ocra-time-undivided", "ocra-pin-hash",
    "ocra-pin-not-hashed", "ocra-pin-hash-as-text", "ocra-pin-case",
    "ocra-question-padded-left", "ocra-question-half-byte",
    "ocra-question-decimal-as-hex", "ocra-question-as-text",
  ]
}

extension String {
  /// The family of an operation: what stands before its dot.
  var family: Substring { prefix { $0 != "." } }
}
