// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension PhoneNumber {
  /// The country calling code: one to three digits (ITU-T E.164 section 6.2
  /// and its list of assigned codes).
  ///
  /// `1` and `7` stand alone, and which codes have two digits has been settled
  /// since 1964: all others have three.
  var callingCode: String {
    let digits = e164.dropFirst()
    if digits.hasPrefix("1") || digits.hasPrefix("7") {
      return String(digits.prefix(1))
    }
    let two = String(digits.prefix(2))
    return Self.twoDigitCodes.contains(two) ? two : String(digits.prefix(3))
  }

  private static let twoDigitCodes: Set<String> = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43",
    "44", "45", "46", "47", "48", "49", "51", "52", "53", "54", "55", "56",
    "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
    "86", "90", "91", "92", "93", "94", "95", "98",
  ]
}
