// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// An OCRA suite: the inputs of a response and how it is computed (RFC 6287
/// section 6).
///
/// ```swift
/// let suite = try OCRASuite("OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1")
/// suite.digits                                      // 8
/// suite.usesCounter                                 // true
/// ```
///
/// The text is part of the message, byte for byte. Two suites that mean the same
/// and are written differently (`Q` and `QN08`) therefore give different
/// responses, and are different values.
public struct OCRASuite: Hashable, Sendable {
  /// The text, as it was given.
  public let text: String

  /// The hash of the HMAC.
  public let algorithm: HashAlgorithm

  /// The number of digits of a response: 4 to 10, or 0 for the whole HMAC.
  ///
  /// A response of 4 or 5 digits is easy to guess and not recommended in
  /// general (RFC 6287 section 5.2). The first of ten digits is 0, 1 or 2,
  /// because the number has 31 bits.
  public let digits: Int

  /// Whether the message has a counter.
  public let usesCounter: Bool

  /// The characters of a question.
  public let questionFormat: OCRAQuestion.Format

  /// The greatest number of characters of one party's question: 4 to 64.
  public let questionLimit: Int

  /// The hash of the PIN; `nil` if the message has no PIN.
  public let pinHash: HashAlgorithm?

  /// The length of the session data in bytes, 1 to 512; `nil` if the message has
  /// none.
  public let sessionByteCount: Int?

  /// The time step in seconds; `nil` if the message has no time.
  public let period: Int?

  /// Reads a suite: upper case, no spaces, inputs in the order C, Q, P, S, T.
  ///
  /// An input that is a letter alone has the default of RFC 6287 section 6.3:
  /// `Q` is QN08, `P` is PSHA1, `S` is S064, `T` is T1M. The limit of a question
  /// can be one digit, as in the third example of section 6.4. A step of zero
  /// hours, which table 3 seems to allow, is refused: a time cannot be divided
  /// by it.
  ///
  /// - Throws: ``OCRAError`` for any other text.
  public init(_ text: String) throws(OCRAError) {
    let parts = text.parts(at: ":")
    guard parts.count == 3 else { throw OCRAError(.form) }
    guard parts[0] == "OCRA-1" else { throw OCRAError(.version) }
    (algorithm, digits) = try Self.function(parts[1])
    var inputs = OCRASuiteInputs(parts[2])
    self.text = text
    usesCounter = inputs.counter()
    (questionFormat, questionLimit) = try inputs.question()
    pinHash = try inputs.pin()
    sessionByteCount = try inputs.session()
    period = try inputs.period()
    try inputs.end()
  }

  private static func function(
    _ text: String
  ) throws(OCRAError) -> (HashAlgorithm, Int) {
    let parts = text.parts(at: "-")
    guard parts.count == 3, parts[0] == "HOTP",
      let algorithm = HashAlgorithm(rawValue: parts[1])
    else { throw OCRAError(.function) }
    // A number has one spelling: without leading zeros.
    guard let digits = Int(ocra: parts[2], digits: 1...2),
      digits == 0 || (4...10).contains(digits),
      parts[2] == String(digits)
    else { throw OCRAError(.digits) }
    return (algorithm, digits)
  }

  /// Whether a counter or a time makes each response different.
  ///
  /// Without either, a response that somebody saw answers the same question
  /// again: a verifier must never ask a question twice (RFC 6287 section 8.2).
  /// ``OCRAVerifier`` does not.
  public var isBoundToCounterOrTime: Bool { usesCounter || period != nil }
}

extension OCRASuite: CustomStringConvertible {
  /// The text.
  public var description: String { text }
}
