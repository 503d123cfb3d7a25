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

  /// What it is about, in one sentence.
  public let meaning: String

  private init(
    _ name: String, _ values: String..., default value: Int = 0,
    about meaning: String
  ) {
    self.name = name
    self.meaning = meaning
    self.values = values
    self.defaultValue = values[value]
  }

  /// All policies of the kit.
  public static let all: [Policy] = [
    Policy(
      "secret.short", "accept", "reject",
      about: "Keys of 1…15 bytes."),
    Policy(
      "step.long", "accept", "reject",
      about: "Time steps of 121…86400 s."),
    Policy(
      "window.long", "accept", "reject",
      about: "Windows of more than 50 steps, and spans of more than 1000."),
    Policy(
      "base32.case", "accept", "reject",
      about: "Lower-case letters in base32."),
    Policy(
      "base32.separators", "accept", "reject", default: 1,
      about: "Spaces and hyphens in base32."),
    Policy(
      "base32.padding.missing", "accept", "reject",
      about: "Padding that base32 text lacks."),
    Policy(
      "base32.padding.excess", "accept", "reject", default: 1,
      about: "More padding than base32 text needs."),
    Policy(
      "base32.trailing-bits", "accept", "reject",
      about: "Unused bits that are not zero."),
    Policy(
      "code.separators", "accept", "reject", default: 1,
      about: "\"123 456\" and \"123-456\" when a code is checked."),
    Policy(
      "match.equal", "nearest", "oldest", "newest",
      about: "Which of several matching, unused steps is reported."),
    Policy(
      "resync.span", "first", "last",
      about: "Which code of a resynchronisation lies inside the span."),
    Policy(
      "otpauth.issuer-mismatch", "reject", "parameter", "label",
      about: "Which issuer counts when label and parameter have different ones."
    ),
    Policy(
      "otpauth.plus", "literal", "space",
      about: "What \"+\" means in a label or parameter."),
    Policy(
      "otpauth.duplicate", "reject", "first", "last",
      about: "A parameter that a URI has twice."),
    Policy(
      "otpauth.unknown", "ignore", "reject",
      about: "Parameters of a URI that the format does not know."),
    Policy(
      "otpauth.case", "accept", "reject",
      about: "Upper-case scheme, type and parameter names."),
    Policy(
      "otpauth.issuer-colon", "reject", "accept",
      about: "A colon inside issuer or account."),
    Policy(
      "otpauth.outer-space", "reject", "accept",
      about: "White space around a URI."),
    Policy(
      "otpauth.label-space", "keep", "skip",
      about: "Spaces before an account that has no issuer before it."),
    Policy(
      "otpauth.raw", "accept", "reject",
      about: "Characters that a URI may have in escaped form only (RFC 3986)."),
    Policy(
      "otpauth.control", "reject", "accept",
      about: "Control characters, escaped, in issuer or account."),
    Policy(
      "otpauth.amp", "ignore", "reject",
      about: "\"&amp;\" between parameters, left over from HTML."),
    Policy(
      "otpauth.long", "accept", "reject",
      about: "URIs of more than 2048 characters."),
    Policy(
      "backup.case", "accept", "reject",
      about: "Letters of the other case in a backup code."),
    Policy(
      "backup.separators", "accept", "reject",
      about: "Spaces and hyphens between the symbols of a backup code."),
    Policy(
      "ocra.question.short", "accept", "reject",
      about: "Questions with fewer characters than the response has digits."),
    Policy(
      "ocra.unasked", "ignore", "reject",
      about: "Inputs of OCRA that the suite does not ask for."),
  ]

  /// The policy of a name, if the kit knows it.
  public static func named(_ name: String) -> Policy? {
    all.first { $0.name == name }
  }
}
