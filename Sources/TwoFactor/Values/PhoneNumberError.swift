// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Why a phone number cannot be used; the text is for the person.
public struct PhoneNumberError: Error, Hashable, Sendable {
  private enum Cause: Hashable {
    case empty, characters, country, international
    case trunk(PhoneRegion)
    case notMobile(Form)
    case length(Form, Int)
  }

  /// How mobile numbers of a country look, for the words of an error.
  public struct Form: Hashable, Sendable {
    /// The country, in an English sentence.
    public let country: String
    /// Two letters of ISO 3166, to look up the country's name in another
    /// language.
    public let region: String?
    /// A number that is nobody's.
    public let example: String
    /// How many digits a number has, written as the example is.
    public let digits: ClosedRange<Int>

    /// A form.
    public init(
      country: String, region: String? = nil, example: String,
      digits: ClosedRange<Int>
    ) {
      (self.country, self.region) = (country, region)
      (self.example, self.digits) = (example, digits)
    }
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
  public static func notMobile(_ form: Form) -> Self { Self(.notMobile(form)) }

  /// It is not the number of a mobile phone.
  public static func notMobile(region: PhoneRegion) -> Self {
    .notMobile(region.form)
  }

  /// There are too many digits, or too few.
  public static func length(_ form: Form, found: Int) -> Self {
    Self(.length(form, found))
  }

  /// There are too many digits, or too few.
  public static func length(region: PhoneRegion, found: Int) -> Self {
    .length(region.form, found: found)
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
    case .notMobile(let form):
      return "this is no mobile number in \(form.country); one looks like"
        + " \(form.example)"
    case .length(let form, let found):
      let (fewest, most) = (form.digits.lowerBound, form.digits.upperBound)
      let right = fewest == most ? "\(fewest)" : "\(fewest) to \(most)"
      let digits = found == 1 ? "1 digit" : "\(found) digits"
      return "this number has \(digits); a mobile number in"
        + " \(form.country) has \(right), as in \(form.example)"
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
    case .trunk(let region): region.form.parameters
    case .notMobile(let form): form.parameters
    case .length(let form, let found):
      form.parameters.merging([
        "found": "\(found)", "fewest": "\(form.digits.lowerBound)",
        "most": "\(form.digits.upperBound)",
      ]) { a, _ in a }
    }
  }
}

extension PhoneNumberError.Form {
  fileprivate var parameters: [String: String] {
    var parameters = ["country": country, "example": example]
    parameters["region"] = region
    return parameters
  }
}

extension PhoneRegion {
  /// How its mobile numbers look as they are dialled within the country.
  fileprivate var form: PhoneNumberError.Form {
    let trunk = trunk?.count ?? 0
    return PhoneNumberError.Form(
      country: name, example: example,
      digits: lengths.lowerBound + trunk...lengths.upperBound + trunk)
  }
}
