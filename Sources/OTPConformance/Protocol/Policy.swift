// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A point on which the standards leave a choice, or on which good
/// implementations differ.
///
/// An implementation declares what it does; a case whose expectation is
/// `oneOf` then expects that. What is not declared is taken from
/// ``defaultValue``.
public struct Policy: Sendable, Equatable {
  /// The name, such as `base32.case`.
  public let name: String
  /// The values that may be declared.
  public let values: [String]
  /// The value of an implementation that declares nothing.
  public let defaultValue: String

  private init(_ name: String, _ values: String..., default value: Int = 0) {
    self.name = name
    self.values = values
    self.defaultValue = values[value]
  }

  /// All policies of the kit.
  public static let all: [Policy] = [
    // Keys of 1…15 bytes.
    Policy("secret.short", "accept", "reject"),
    // Time steps of 121…86400 s.
    Policy("step.long", "accept", "reject"),
    // Windows of more than 50 steps, and spans of more than 1000.
    Policy("window.long", "accept", "reject"),
    // Lower-case letters in base32.
    Policy("base32.case", "accept", "reject"),
    // Spaces and hyphens in base32.
    Policy("base32.separators", "accept", "reject", default: 1),
    Policy("base32.padding.missing", "accept", "reject"),
    Policy("base32.padding.excess", "accept", "reject", default: 1),
    // Unused bits that are not zero.
    Policy("base32.trailing-bits", "accept", "reject"),
    // "123 456" and "123-456" when a code is checked.
    Policy("code.separators", "accept", "reject", default: 1),
    // Which of several matching, unused steps is reported.
    Policy("match.equal", "nearest", "oldest", "newest"),
    // Which code of a resynchronisation lies inside the span.
    Policy("resync.span", "first", "last"),
    Policy("otpauth.issuer-mismatch", "reject", "parameter", "label"),
    // What "+" means in a label or parameter.
    Policy("otpauth.plus", "literal", "space"),
    Policy("otpauth.duplicate", "reject", "first", "last"),
    Policy("otpauth.unknown", "ignore", "reject"),
    // Upper-case scheme, type and parameter names.
    Policy("otpauth.case", "accept", "reject"),
    // A colon inside issuer or account.
    Policy("otpauth.issuer-colon", "reject", "accept"),
    // White space around a URI.
    Policy("otpauth.outer-space", "reject", "accept"),
    // Spaces before an account that has no issuer before it.
    Policy("otpauth.label-space", "keep", "skip"),
    // Characters that a URI may have in escaped form only (RFC 3986).
    Policy("otpauth.raw", "accept", "reject"),
    // Control characters, escaped, in issuer or account.
    Policy("otpauth.control", "reject", "accept"),
    // "&amp;" between parameters, left over from HTML.
    Policy("otpauth.amp", "ignore", "reject"),
    // URIs of more than 2048 characters.
    Policy("otpauth.long", "accept", "reject"),
    // Letters of the other case in a backup code.
    Policy("backup.case", "accept", "reject"),
    // Spaces and hyphens between the symbols of a backup code.
    Policy("backup.separators", "accept", "reject"),
    // Questions with fewer characters than the response has digits.
    Policy("ocra.question.short", "accept", "reject"),
    // Inputs of OCRA that the suite does not ask for.
    Policy("ocra.unasked", "ignore", "reject"),
  ]

  /// The policy of a name, if the kit knows it.
  public static func named(_ name: String) -> Policy? {
    all.first { $0.name == name }
  }
}
