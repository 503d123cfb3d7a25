// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import NumberingPlans
import Testing
import TwoFactor

@Suite struct NumberingPlanTests {
  @Test(arguments: [
    ("AU", "0412 345 678", "+61412345678"),
    ("AU", "412345678", "+61412345678"),
    ("AU", "+61 (0)412 345 678", "+61412345678"),
    ("AU", "0011 44 7400 123456", "+447400123456"),
    ("DE", "01512 3456789", "+4915123456789"),
    ("DE", "+1 (201) 555-0123", "+12015550123"),
    ("US", "(201) 555-0123", "+12015550123"),
    ("GB", "07400\u{2011}123\u{a0}456", "+447400123456"),
    ("IT", "312 345 6789", "+393123456789"),
    ("BR", "(11) 96123-4567", "+5511961234567"),
    ("ZA", "071 123 4567", "+27711234567"),
  ])
  func aMobileNumberIsStoredAsE164(
    _ region: String, _ text: String, _ e164: String
  ) throws {
    let plan = try #require(NumberingPlan(region: region))
    #expect(try plan.number(text).e164 == e164)
  }

  @Test(arguments: [
    (
      "AU", "04123456789",
      "this number has 11 digits; a mobile number in Australia has 10, as in"
        + " 0412 345 678"
    ),
    (
      "AU", "+61 4123456789",
      "this number has 12 digits; a mobile number in Australia has 11, as in"
        + " +61 412 345 678"
    ),
    (
      "AU", "0",
      "this number has 1 digit; a mobile number in Australia has 10, as in"
        + " 0412 345 678"
    ),
    (
      "AU", "02 9876 5432",
      "this is no mobile number in Australia; one looks like 0412 345 678"
    ),
    (
      "AU", "+44 20 7946 0018",
      "this is no mobile number in the United Kingdom; one looks like"
        + " +44 7400 123456"
    ),
    (
      "AU", "1900 654 321",
      "this is no mobile number in Australia; one looks like 0412 345 678"
    ),
    (
      "AU", "0011 49 151234",
      "this number has 8 digits; a mobile number in Germany has 12 to 13, as"
        + " in +49 1512 3456789"
    ),
    (
      "AU", "+44 7",
      "this number has 3 digits; a mobile number in the United Kingdom has 12,"
        + " as in +44 7400 123456"
    ),
    ("AU", "+999 412 345 678", "numbers of this country are not supported"),
    ("AU", "+800 1234 5678", "numbers of this country are not supported"),
    (
      "DE", "0151234",
      "this number has 7 digits; a mobile number in Germany has 11 to 12, as in"
        + " 01512 3456789"
    ),
    (
      "AU", String(repeating: "4", count: 64),
      "this number has 64 digits; a mobile number in Australia has 10, as in"
        + " 0412 345 678"
    ),
  ])
  func aMessageSaysWhatIsWrong(
    _ region: String, _ text: String, _ message: String
  ) throws {
    let plan = try #require(NumberingPlan(region: region))
    let error = #expect(throws: PhoneNumberError.self) {
      try plan.number(text)
    }
    #expect(error?.description == message)
  }

  /// Whatever is sent, the answer is an error of the person's: no crash, and
  /// nothing that libphonenumber would read on its own account (full-width
  /// digits, letters for digits, extensions).
  @Test(arguments: [
    ("", PhoneNumberError.empty), (" ()-", .empty), ("+", .empty),
    ("０４１２３４５６７８", .characters), ("٠٤١٢٣٤٥٦٧٨", .characters),
    ("1-800-FLOWERS", .characters), ("0412345678 ext. 5", .characters),
    ("tel:0412345678;phone-context=+61", .characters),
    ("0412345678\u{0}", .characters), ("0412\u{0}345678", .characters),
    ("0412345678\u{7}", .characters), ("+61412345678;0", .characters),
    ("0412345678\nBcc: x", .characters), ("０+61412345678", .characters),
    (String(repeating: "4", count: 10_000), .characters),
  ])
  func whatIsNoNumberIsRefused(
    _ text: String, _ expected: PhoneNumberError
  ) throws {
    let plan = try #require(NumberingPlan(region: "AU"))
    #expect(throws: expected) { try plan.number(text) }
  }

  @Test func everyLengthOfDigitsGetsAnAnswer() throws {
    let plan = try #require(NumberingPlan(region: "AU"))
    for prefix in ["", "+", "0", "00", "0011", "+61", "+1", "+39", "+49"] {
      for digit in "0123456789" {
        for count in 1...50 {
          let text = prefix + String(repeating: digit, count: count)
          if let number = try? plan.number(text) {
            #expect(try plan.number(number.e164) == number)
          }
        }
      }
    }
  }

  @Test(arguments: ["AU", "AT", "BR", "CH", "DE", "FR", "GB", "IN", "NZ", "US"])
  func theExamplesOfARegionAreNumbers(_ region: String) throws {
    let plan = try #require(NumberingPlan(region: region))
    let examples = try #require(plan.examples)
    let national = try plan.number(examples.national)
    #expect(try plan.number(examples.international) == national)
  }

  @Test(arguments: ["", "au", "A", "AUS", "XX", "ZZ", "001", "A\u{0}", "Ä"])
  func aRegionWithoutPlanIsRefused(_ region: String) {
    #expect(NumberingPlan(region: region) == nil)
  }
}
