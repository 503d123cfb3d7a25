// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// A mobile phone number in E.164 form: `+61412345678`.
///
/// Input is read by a ``PhoneNumberParser``; a small table of national forms is
/// ``PhoneRegion``. What is not known is refused with a reason rather than guessed
/// at.
public struct PhoneNumber: Hashable, Sendable {
  /// A plus sign and up to 15 digits.
  public let e164: String

  /// Reads what a person typed: a national number of `region`, or an
  /// international one that begins with `+`.
  ///
  /// Dots and parentheses do not count, nor do the spaces, hyphens and
  /// invisible marks of `OneTimeCode.Separators.ignored`.
  ///
  /// - Throws: ``PhoneNumberError``, whose text is for the person.
  public init(
    _ text: String, region: PhoneRegion
  ) throws(PhoneNumberError) {
    let (digits, isInternational) = try Self.digits(of: text)
    e164 =
      isInternational
      ? try Self.international(digits) : try region.e164(national: digits)
  }

  /// Reads an international number of any country: `+` and 8 to 15 digits, the
  /// first of them not 0 (ITU-T E.164 section 6).
  ///
  /// The same characters do not count as in a national number. Whether there is
  /// such a number is not looked at.
  ///
  /// - Throws: ``PhoneNumberError``, whose text is for the person.
  public init(e164 text: String) throws(PhoneNumberError) {
    let (digits, isInternational) = try Self.digits(of: text)
    guard isInternational, 8...15 ~= digits.utf8.count,
      digits.utf8.first != UInt8(ascii: "0")
    else { throw .international }
    e164 = "+" + digits
  }

  /// What a person typed without the characters that do not count: digits,
  /// and a plus sign before them where there was one.
  ///
  /// For a ``PhoneNumberParser`` of one's own.
  ///
  /// - Throws: ``PhoneNumberError``, for any other character and for more than
  ///   `Limits.codeByteCount` bytes.
  public static func typed(_ text: String) throws(PhoneNumberError) -> String {
    let (digits, isInternational) = try digits(of: text)
    return isInternational ? "+" + digits : digits
  }

  /// The digits that a person typed, and whether there was a plus sign.
  private static func digits(
    of text: String
  ) throws(PhoneNumberError) -> (String, isInternational: Bool) {
    guard text.utf8.count <= Limits.codeByteCount else { throw .characters }
    var (digits, isInternational) = ("", false)
    for character in text.unicodeScalars {
      switch character {
      case "+" where digits.isEmpty && !isInternational: isInternational = true
      case "0"..."9": digits.unicodeScalars.append(character)
      case ".", "(", ")": continue
      case _ where ForgivenCharacters.contains(character): continue
      default: throw .characters
      }
    }
    guard !digits.isEmpty else { throw .empty }
    return (digits, isInternational)
  }

  /// The number that a stored text is, if it is one that this type writes.
  init?(stored text: String) {
    guard text.utf8.first == UInt8(ascii: "+"), 8...16 ~= text.utf8.count,
      text.utf8.dropFirst().allSatisfy({ 48...57 ~= $0 })
    else { return nil }
    e164 = text
  }

  private static func international(
    _ digits: String
  ) throws(PhoneNumberError) -> String {
    let matching = PhoneRegion.all.filter { digits.hasPrefix($0.countryCode) }
    guard let region = matching.first else { throw .country }
    var national = String(digits.dropFirst(region.countryCode.count))
    // "+61 (0)412 345 678" is how many people write it.
    if let trunk = region.trunk, national.hasPrefix(trunk),
      region.accepts(String(national.dropFirst(trunk.count)))
    {
      national.removeFirst(trunk.count)
    }
    return try region.e164(significant: national)
  }

  /// The last four digits: what a person is asked for to prove that they know
  /// the number.
  var lastFour: String { String(e164.suffix(4)) }

  /// All but the last two digits hidden, for a page that says where a code
  /// went.
  public var masked: String {
    String(repeating: "•", count: max(0, e164.count - 2)) + e164.suffix(2)
  }
}

extension PhoneNumber: Codable {
  /// Reads the E.164 form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let number = Self(stored: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a phone number is malformed")
    }
    self = number
  }

  /// Writes the E.164 form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(e164)
  }
}

extension PhoneNumber: CustomStringConvertible {
  /// The masked form, so that no number ends up in a log.
  public var description: String { masked }
}
