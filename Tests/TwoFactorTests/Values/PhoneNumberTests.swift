// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import TwoFactor

@Suite struct PhoneNumberTests {
  @Test(arguments: [
    ("0412345678", PhoneRegion.australia, "+61412345678"),
    ("0412 345 678", .australia, "+61412345678"),
    ("+61 412 345 678", .australia, "+61412345678"),
    ("+61 (0)412 345 678", .unitedKingdom, "+61412345678"),
    ("021 123 4567", .newZealand, "+64211234567"),
    ("07400 123456", .unitedKingdom, "+447400123456"),
    ("085 012 3456", .ireland, "+353850123456"),
    ("01512 3456789", .germany, "+4915123456789"),
    ("06.12.34.56.78", .france, "+33612345678"),
    ("081234 56789", .india, "+918123456789"),
    ("8123-4567", .singapore, "+6581234567"),
    ("(201) 555-0123", .northAmerica, "+12015550123"),
    ("+61 412\u{2011}345\u{2011}678", .australia, "+61412345678"),
    (
      "\u{202a}+61\u{a0}412\u{2007}345\u{202f}678\u{202c}\n", .australia,
      "+61412345678"
    ),
    ("0412\u{2013}345\t678\u{200b}", .australia, "+61412345678"),
  ])
  func numbersAreStoredAsE164(
    _ text: String, _ region: PhoneRegion, _ e164: String
  ) throws {
    #expect(try PhoneNumber(text, region: region).e164 == e164)
  }

  @Test(arguments: PhoneRegion.all)
  func theExampleOfEachRegionIsANumber(_ region: PhoneRegion) throws {
    let number = try PhoneNumber(region.example, region: region)
    #expect(try PhoneNumber(number.e164, region: .australia) == number)
    #expect(PhoneNumber(stored: number.e164) == number)
  }

  @Test func noCountryCodeBeginsAnother() {
    for a in PhoneRegion.all {
      for b in PhoneRegion.all where a != b {
        #expect(!b.countryCode.hasPrefix(a.countryCode))
      }
    }
  }

  /// The two examples of the product's help pages: one has a digit too many.
  @Test func theSeedsTwoExamples() throws {
    #expect(
      try PhoneNumber("0412345678", region: .australia).e164
        == "+61412345678")
    let error = #expect(throws: PhoneNumberError.self) {
      try PhoneNumber("04123456789", region: .australia)
    }
    #expect(
      error?.description
        == "this number has 11 digits; a mobile number in Australia has 10, as"
        + " in 0412 345 678")
  }

  @Test(arguments: [
    ("", PhoneNumberError.empty), ("  ", .empty), ("+", .empty),
    ("O412345678", .characters), ("0412\u{FF13}45678", .characters),
    ("٠٤١٢٣٤٥٦٧٨", .characters), ("04+12345678", .characters),
    ("++61412345678", .characters),
    (String(repeating: "4", count: 65), .characters),
    ("0412\u{2212}345678", .characters), ("0412/345678", .characters),
    ("+999 412 345 678", .country), ("+0412345678", .country),
    ("412345678", .trunk(region: .australia)),
    ("0298765432", .notMobile(region: .australia)),
    ("+61298765432", .notMobile(region: .australia)),
    ("041234567", .length(region: .australia, found: 9)),
  ])
  func whatIsNoMobileNumberIsRefused(
    _ text: String, _ expected: PhoneNumberError
  ) {
    #expect(throws: expected) { try PhoneNumber(text, region: .australia) }
    #expect(!expected.description.isEmpty)
  }

  @Test func aNumberIsMaskedInLogs() throws {
    let number = try PhoneNumber("0412345678", region: .australia)
    #expect("\(number)" == "••••••••••78")
    #expect(number.lastFour == "5678")
  }
}
