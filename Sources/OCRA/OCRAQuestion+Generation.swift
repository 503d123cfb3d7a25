// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension OCRAQuestion {
  /// A new random question for `suite`, as long as the suite allows.
  ///
  /// RFC 6287 section 8.2 asks for 20 bytes, which suites with QA20 and QH40
  /// allow. The bytes come from the operating system's generator.
  public static func generate(for suite: OCRASuite) -> String {
    var generator = SystemRandomNumberGenerator()
    return generate(for: suite, using: &generator)
  }

  /// A new question from the random numbers of `generator`, which must be
  /// cryptographically secure.
  ///
  /// Every character is as likely as every other.
  public static func generate(
    for suite: OCRASuite, using generator: inout some RandomNumberGenerator
  ) -> String {
    let alphabet =
      suite.questionFormat == .hexadecimal
      ? Array("0123456789abcdef".utf8) : suite.questionFormat.characters
    let text = (0..<suite.questionLimit).map { _ in
      alphabet[Int.random(in: alphabet.indices, using: &generator)]
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The check digit of a numeric question (RFC 6287 section 3, R7), by Luhn's
  /// formula.
  ///
  /// Append it to a question that a person types, so that mistakes show.
  ///
  /// - Returns: One digit; `nil` if `text` has other characters than ASCII
  ///   digits, or none.
  public static func checkDigit(for text: String) -> Character? {
    guard !text.isEmpty, text.utf8.allSatisfy(Format.numeric.contains) else {
      return nil
    }
    var sum = 0
    for (place, character) in text.utf8.reversed().enumerated() {
      let digit = Int(character) - 0x30
      // Every second digit is doubled, beginning with the last. If the double
      // has two digits, they are added.
      sum += place % 2 == 0 ? digit * 2 - (digit > 4 ? 9 : 0) : digit
    }
    return Character(String((10 - sum % 10) % 10))
  }
}
