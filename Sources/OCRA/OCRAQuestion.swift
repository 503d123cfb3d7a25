// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

/// The question of a computation: one, or one from each party in the mutual
/// modes (RFC 6287 sections 5.1, 7.1 and 7.2).
public struct OCRAQuestion: Hashable, Sendable {
  /// The characters of a question, by the letter of the suite.
  public enum Format: Character, Hashable, Sendable {
    /// Letters and digits, in ASCII.
    case alphanumeric = "A"
    /// Decimal digits.
    case numeric = "N"
    /// Hexadecimal digits in either case.
    case hexadecimal = "H"
  }

  /// The question that the other party asked.
  public let other: String

  /// The question that the responder asked itself; `nil` in the one-way modes.
  public let own: String?

  /// A question.
  ///
  /// - Parameters:
  ///   - other: The question of the other party.
  ///   - own: In the mutual modes, the question of the responder. Client and
  ///     server swap the two.
  public init(_ other: String, own: String? = nil) {
    self.other = other
    self.own = own
  }

  /// The number of bytes of a question in the message.
  static let byteCount = 128

  /// The 128 bytes of the question in the message.
  ///
  /// The two texts are joined first. A numeric question is then written as a
  /// hexadecimal number without leading zeros. Hexadecimal digits fill the
  /// bytes from the left, two a byte, as in the code of RFC 6287 appendix A: an
  /// odd number of digits ends in the middle of a byte. Zeros fill the rest.
  ///
  /// - Throws: ``OCRAError`` if a question does not suit the suite.
  func bytes(for suite: OCRASuite) throws(OCRAError) -> [UInt8] {
    for part in [other, own] {
      if let part { try Self.check(part, suite) }
    }
    let text = Array((other + (own ?? "")).utf8)
    let bytes =
      switch suite.questionFormat {
      case .alphanumeric: text
      case .numeric: Self.pack(Self.nibbles(ofDecimal: text))
      case .hexadecimal: Self.pack(text.compactMap(Hex.value(of:)))
      }
    return bytes
      + [UInt8](repeating: 0, count: Self.byteCount - bytes.count)
  }

  /// Refuses a question that does not suit the suite, or that has fewer
  /// characters than the response has digits (section 8.2).
  private static func check(
    _ text: String, _ suite: OCRASuite
  ) throws(OCRAError) {
    let count = text.utf8.count
    guard count <= suite.questionLimit else {
      throw OCRAError(.questionTooLong)
    }
    guard count >= max(1, suite.digits) else {
      throw OCRAError(.questionTooShort)
    }
    guard text.utf8.allSatisfy(suite.questionFormat.contains) else {
      throw OCRAError(.questionCharacter)
    }
  }

  /// Packs digits of base 16 into bytes, two a byte, from the left.
  private static func pack(_ nibbles: [UInt8]) -> [UInt8] {
    stride(from: 0, to: nibbles.count, by: 2).map { index in
      let low = index + 1 < nibbles.count ? nibbles[index + 1] : 0
      return nibbles[index] << 4 | low
    }
  }

  /// The digits of base 16 of a decimal number, without leading zeros.
  private static func nibbles(ofDecimal text: [UInt8]) -> [UInt8] {
    // The least significant digit comes first until the end.
    var nibbles: [UInt8] = [0]
    for character in text {
      var carry = Int(character &- 0x30)
      for place in nibbles.indices {
        let sum = Int(nibbles[place]) * 10 + carry
        nibbles[place] = UInt8(sum & 15)
        carry = sum >> 4
      }
      if carry > 0 { nibbles.append(UInt8(carry)) }
    }
    return nibbles.reversed()
  }
}

extension OCRAQuestion.Format {
  /// Whether a question of this format can have this ASCII character.
  func contains(_ character: UInt8) -> Bool {
    characters.contains(character)
  }

  /// The characters of questions in this format.
  var characters: [UInt8] {
    switch self {
    case .numeric: Array("0123456789".utf8)
    case .hexadecimal: Array("0123456789abcdefABCDEF".utf8)
    case .alphanumeric:
      Array(
        ("0123456789abcdefghijklmnopqrstuvwxyz"
          + "ABCDEFGHIJKLMNOPQRSTUVWXYZ").utf8)
    }
  }
}
