// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why a phone number cannot be used; the text is for the person.
public struct PhoneNumberError: Error, Hashable, Sendable {
  private enum Cause: Hashable {
    case empty, characters, country, international
    case trunk(PhoneRegion)
    case notMobile(PhoneRegion)
    case length(PhoneRegion, Int)
  }

  private let cause: Cause

  private init(_ cause: Cause) { self.cause = cause }

  /// There is no digit.
  public static let empty = Self(.empty)

  /// There is a character that no phone number has.
  public static let characters = Self(.characters)

  /// The country is not in the table.
  public static let country = Self(.country)

  /// It is not in the international form.
  public static let international = Self(.international)

  /// The national number does not begin with the trunk prefix.
  public static func trunk(region: PhoneRegion) -> Self {
    Self(.trunk(region))
  }

  /// It is not the number of a mobile phone.
  public static func notMobile(region: PhoneRegion) -> Self {
    Self(.notMobile(region))
  }

  /// There are too many digits, or too few.
  public static func length(region: PhoneRegion, found: Int) -> Self {
    Self(.length(region, found))
  }
}

extension PhoneNumberError: CustomStringConvertible {
  /// What is wrong, and how such a number looks.
  public var description: String {
    switch cause {
    case .empty: return "enter a phone number"
    case .characters: return "a phone number has digits only"
    case .country:
      return "numbers of this country are not supported"
    case .international:
      return "begin with + and the code of the country, as in +61412345678"
    case .trunk(let region):
      return "begin with \(region.trunk ?? "+"), as in \(region.example), or"
        + " with +\(region.countryCode)"
    case .notMobile(let region):
      return "this is no mobile number in \(region.name); one looks like"
        + " \(region.example)"
    case .length(let region, let found):
      let trunk = region.trunk?.count ?? 0
      let fewest = region.lengths.lowerBound + trunk
      let most = region.lengths.upperBound + trunk
      let right = fewest == most ? "\(fewest)" : "\(fewest) to \(most)"
      return "this number has \(found) digits; a mobile number in"
        + " \(region.name) has \(right), as in \(region.example)"
    }
  }
}

extension PhoneNumberError {
  /// A short name that never changes, to look a translated text up by.
  public var code: String {
    switch cause {
    case .empty: "empty"
    case .characters: "characters"
    case .country: "country"
    case .international: "international"
    case .trunk: "trunk"
    case .notMobile: "not-mobile"
    case .length: "length"
    }
  }

  /// What the text has beside its words.
  public var parameters: [String: String] {
    switch cause {
    case .empty, .characters, .country, .international: [:]
    case .trunk(let region), .notMobile(let region):
      ["country": region.name, "example": region.example]
    case .length(let region, let found):
      [
        "country": region.name, "example": region.example,
        "found": "\(found)",
      ]
    }
  }
}
