// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// An OCRA suite: which inputs go into a response, and how it is computed
/// (RFC 6287 section 6).
///
/// ```swift
/// let suite = try OCRASuite("OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1")
/// suite.digits                                      // 8
/// suite.usesCounter                                 // true
/// ```
///
/// The text itself goes into the computation, byte for byte. Two suites that
/// mean the same and are written differently (`Q` and `QN08`) therefore give
/// different responses, and are different values here.
public struct OCRASuite: Hashable, Sendable {
  /// The text, as it was given.
  public let text: String

  /// The hash of the HMAC.
  public let algorithm: HashAlgorithm

  /// The digits of a response: 4 to 10, or 0 for the whole HMAC.
  ///
  /// A response of 4 or 5 digits is easy to guess and not recommended in
  /// general (RFC 6287 section 5.2). The tenth digit of ten is 0, 1 or 2,
  /// because 31 bits do not reach further.
  public let digits: Int

  /// Whether a counter goes into the computation.
  public let usesCounter: Bool

  /// The characters of a question.
  public let questionFormat: OCRAQuestion.Format

  /// The greatest number of characters of one party's question: 4 to 64.
  public let questionLimit: Int

  /// The hash that the PIN goes through; `nil` if there is no PIN.
  public let pinHash: HashAlgorithm?

  /// The length of session data in bytes, 1 to 512; `nil` if there is none.
  public let sessionByteCount: Int?

  /// The time step in seconds; `nil` if no time goes into the computation.
  public let period: Int?

  /// The suite that `text` spells, exactly: upper case, no spaces, inputs in
  /// the order C, Q, P, S, T.
  ///
  /// The defaults of RFC 6287 section 6.3 hold for an input that is one bare
  /// letter: `Q` is N08, `P` is SHA1, `S` is 064, `T` is 1M. A limit of a
  /// question may be one digit, as in the third example of section 6.4. A
  /// step of no hours, which table 3 seems to allow, is refused: no time is a
  /// number of such steps.
  ///
  /// - Throws: ``OCRAError`` for any other text.
  public init(_ text: String) throws(OCRAError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
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
    _ text: Substring
  ) throws(OCRAError) -> (HashAlgorithm, Int) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "HOTP",
      let algorithm = HashAlgorithm(rawValue: String(parts[1]))
    else { throw OCRAError(.function) }
    // One way to write each number: no leading zeros.
    guard let digits = Int(ocra: parts[2], digits: 1...2),
      digits == 0 || (4...10).contains(digits),
      parts[2] == String(digits)
    else { throw OCRAError(.digits) }
    return (algorithm, digits)
  }

  /// Whether a counter or a time makes each response good for once.
  ///
  /// Without either, a response that was seen answers the same question
  /// again: whoever verifies must never ask a question twice (RFC 6287
  /// section 8.2). ``OCRAVerifier`` does not.
  public var isBoundToCounterOrTime: Bool { usesCounter || period != nil }
}

extension OCRASuite: CustomStringConvertible {
  /// The text.
  public var description: String { text }
}
