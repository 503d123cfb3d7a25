// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// How mobile numbers are written in a country.
///
/// The table has what the national numbering plans published with the ITU say
/// of mobile numbers, and only the countries that were needed. Add a row for
/// another one.
public struct PhoneRegion: Hashable, Sendable {
  /// The country, in a sentence.
  public let name: String
  /// The digits after the plus sign.
  let countryCode: String
  /// What is dialled before a national number, if anything.
  let trunk: String?
  /// What a mobile number begins with, after the trunk prefix.
  let prefixes: [String]
  /// How many digits it has, without the trunk prefix.
  let lengths: ClosedRange<Int>
  /// A number that is nobody's, for messages.
  let example: String

  /// Australia: `0412 345 678`.
  public static let australia = PhoneRegion(
    name: "Australia", countryCode: "61", trunk: "0", prefixes: ["4", "5"],
    lengths: 9...9, example: "0412 345 678")

  /// New Zealand: `021 123 4567`.
  public static let newZealand = PhoneRegion(
    name: "New Zealand", countryCode: "64", trunk: "0", prefixes: ["2"],
    lengths: 8...10, example: "021 123 4567")

  /// The United Kingdom: `07400 123456`.
  public static let unitedKingdom = PhoneRegion(
    name: "the United Kingdom", countryCode: "44", trunk: "0",
    prefixes: ["7"], lengths: 10...10, example: "07400 123456")

  /// Ireland: `085 012 3456`.
  public static let ireland = PhoneRegion(
    name: "Ireland", countryCode: "353", trunk: "0", prefixes: ["8"],
    lengths: 9...9, example: "085 012 3456")

  /// Germany: `01512 3456789`.
  public static let germany = PhoneRegion(
    name: "Germany", countryCode: "49", trunk: "0",
    prefixes: ["15", "16", "17"], lengths: 10...11, example: "01512 3456789")

  /// France: `06 12 34 56 78`.
  public static let france = PhoneRegion(
    name: "France", countryCode: "33", trunk: "0", prefixes: ["6", "7"],
    lengths: 9...9, example: "06 12 34 56 78")

  /// India: `081234 56789`.
  public static let india = PhoneRegion(
    name: "India", countryCode: "91", trunk: "0",
    prefixes: ["6", "7", "8", "9"], lengths: 10...10, example: "081234 56789")

  /// Singapore: `8123 4567`.
  public static let singapore = PhoneRegion(
    name: "Singapore", countryCode: "65", trunk: nil, prefixes: ["8", "9"],
    lengths: 8...8, example: "8123 4567")

  /// The United States and Canada: `201 555 0123`.
  public static let northAmerica = PhoneRegion(
    name: "North America", countryCode: "1", trunk: nil,
    prefixes: ["2", "3", "4", "5", "6", "7", "8", "9"], lengths: 10...10,
    example: "201 555 0123")

  /// Every region of the table; no country code begins another one.
  public static let all: [PhoneRegion] = [
    australia, newZealand, unitedKingdom, ireland, germany, france, india,
    singapore, northAmerica,
  ]
}

// MARK: - Reading

extension PhoneRegion {
  /// Whether these are the digits of a mobile number without trunk prefix.
  func accepts(_ significant: String) -> Bool {
    lengths.contains(significant.count)
      && prefixes.contains { significant.hasPrefix($0) }
  }

  /// The E.164 form of a number as dialled within the country.
  func e164(national digits: String) throws(PhoneNumberError) -> String {
    guard let trunk else { return try e164(significant: digits) }
    guard digits.hasPrefix(trunk) else {
      throw .trunk(region: self)
    }
    return try e164(significant: String(digits.dropFirst(trunk.count)))
  }

  /// The E.164 form of the digits after the trunk prefix.
  func e164(significant digits: String) throws(PhoneNumberError) -> String {
    guard prefixes.contains(where: { digits.hasPrefix($0) }) else {
      throw .notMobile(region: self)
    }
    guard lengths.contains(digits.count) else {
      throw .length(
        region: self, found: digits.count + (trunk?.count ?? 0))
    }
    return "+" + countryCode + digits
  }
}
