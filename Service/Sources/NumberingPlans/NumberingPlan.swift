// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CPhoneNumbers
import Foundation
public import TwoFactor

/// Reads the mobile numbers of every country, by libphonenumber.
///
/// A national number is one of ``region``; `+`, or the region's prefix for calls
/// abroad, begins a number of any country. Only numbers that a plan assigns to
/// mobile phones are taken.
public struct NumberingPlan: PhoneNumberParser {
  /// The country of national numbers, two letters of ISO 3166.
  public let region: String

  /// A parser, or `nil` if there is no plan of the region.
  public init?(region: String) {
    guard region.utf8.count == 2, unsafe otpkit_phone_has_region(region) else {
      return nil
    }
    self.region = region
  }

  /// The number that a text is.
  ///
  /// The characters that do not count are those of `PhoneNumber.typed(_:)`.
  public func number(_ text: String) throws(PhoneNumberError) -> PhoneNumber {
    let typed = try PhoneNumber.typed(text)
    let answer = unsafe otpkit_phone_read(typed, typed.utf8.count, region)
    switch answer.outcome {
    case OTPKIT_PHONE_MOBILE:
      return try PhoneNumber(e164: Self.text(answer.e164))
    case OTPKIT_PHONE_LENGTH:
      throw .length(Self.form(answer), found: Int(answer.found))
    case OTPKIT_PHONE_NOT_MOBILE:
      throw .notMobile(Self.form(answer))
    default: throw .country
    }
  }

  /// A mobile number that is nobody's, as it is written in the region and
  /// with its country code; `nil` if the region has no mobile numbers.
  public var examples: (national: String, international: String)? {
    guard let national = example(isInternational: false),
      let international = example(isInternational: true)
    else { return nil }
    return (national, international)
  }

  private func example(isInternational: Bool) -> String? {
    var text = [CChar](repeating: 0, count: 40)
    guard unsafe otpkit_phone_example(region, isInternational, &text) else {
      return nil
    }
    return Self.text(text.prefix { $0 != 0 })
  }
}

// MARK: - What libphonenumber says

extension NumberingPlan {
  private static func form(
    _ answer: otpkit_phone_answer
  ) -> PhoneNumberError.Form {
    let region = text(answer.region)
    return PhoneNumberError.Form(
      country: country(region), region: region, example: text(answer.example),
      digits: Int(answer.fewest)...max(Int(answer.fewest), Int(answer.most)))
  }

  /// The country's name in an English sentence.
  private static func country(_ region: String) -> String {
    let name = Locale(identifier: "en").localizedString(forRegionCode: region)
    let article = withArticle.contains(region) ? "the " : ""
    return article + (name ?? region)
  }

  private static let withArticle: Set = [
    "AE", "BS", "CD", "CF", "DO", "FO", "GB", "IM", "KM", "KY", "MH", "MV",
    "NL", "PH", "SB", "SC", "TC", "US", "VG", "VI",
  ]

  /// The text in an array of C, which Swift sees as a tuple.
  private static func text<Array>(_ array: Array) -> String {
    unsafe withUnsafeBytes(of: array) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private static func text(_ characters: ArraySlice<CChar>) -> String {
    String(
      decoding: characters.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
