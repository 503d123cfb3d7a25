// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Reads the phone numbers that people type: the service's choice of countries.
///
/// There is no country by default. ``international`` takes numbers of every
/// country that begin with `+`; a ``PhoneRegion`` takes national numbers, too. A
/// service that serves many countries brings a library of numbering plans, such
/// as libphonenumber, behind this protocol.
public protocol PhoneNumberParser: Sendable {
  /// The number that a text is.
  ///
  /// - Throws: ``PhoneNumberError``, whose text is for the person.
  func number(_ text: String) throws(PhoneNumberError) -> PhoneNumber
}

/// Takes numbers of every country, in the international form.
public struct InternationalPhoneNumbers: PhoneNumberParser {
  /// A parser.
  public init() {}

  /// The number that a text is; spaces, hyphens, dots and parentheses do not
  /// count.
  public func number(_ text: String) throws(PhoneNumberError) -> PhoneNumber {
    try PhoneNumber(e164: text)
  }
}

extension PhoneNumberParser where Self == InternationalPhoneNumbers {
  /// Numbers of every country that begin with `+`.
  public static var international: Self { Self() }
}

extension PhoneRegion: PhoneNumberParser {
  /// A national number of the region, or an international one of any country;
  /// those of the table's countries must be mobile numbers there.
  public func number(_ text: String) throws(PhoneNumberError) -> PhoneNumber {
    do throws(PhoneNumberError) {
      return try PhoneNumber(text, region: self)
    } catch .country {
      return try PhoneNumber(e164: text)
    } catch {
      throw error
    }
  }
}
