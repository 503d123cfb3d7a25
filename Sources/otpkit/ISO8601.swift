// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

extension UnixTime {
  /// The moment of a date and time with a zone, in the years 1 to 9999: the
  /// profile of ISO 8601 that RFC 3339 section 5.6 defines.
  ///
  /// Seconds may be left out, a space may stand for the `T`, and the colon of
  /// the zone is optional. A fraction of a second is cut off. `nil` for
  /// anything else, a date that no calendar has and a leap second included.
  init?(iso8601 text: String) {
    var scanner = DigitScanner(text)
    guard let year = scanner.number(4), scanner.skip("-"),
      let month = scanner.number(2), scanner.skip("-"),
      let day = scanner.number(2), scanner.skip("Tt "),
      let time = scanner.timeOfDay(), let offset = scanner.zone(),
      scanner.isAtEnd,
      let days = Calendar.days(year: year, month: month, day: day)
    else { return nil }
    self.init(days * 86_400 + time - offset)
  }

  /// The moment as `2026-11-28T14:45:00Z`; its seconds where the year has not
  /// four digits.
  var iso8601: String {
    let (day, time) = (
      Calendar.floor(seconds, 86_400), Calendar.remainder(seconds, 86_400)
    )
    guard let date = Calendar.date(ofDay: day) else { return "\(seconds)" }
    return "\(date)T\(two(time / 3_600)):\(two(time / 60 % 60)):"
      + "\(two(time % 60))Z"
  }
}

/// Reads numbers of a fixed count of digits.
private struct DigitScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  /// Takes one of `characters`, if one is next.
  mutating func skip(_ characters: StaticString) -> Bool {
    let isNext = rest.first.map { "\(characters)".utf8.contains($0) } ?? false
    if isNext { rest.removeFirst() }
    return isNext
  }

  /// The next `count` digits.
  mutating func number(_ count: Int) -> Int64? {
    let digits = rest.prefix(count)
    guard digits.count == count,
      digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    rest = rest.dropFirst(count)
    return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }

  /// The seconds since midnight; a fraction is dropped.
  mutating func timeOfDay() -> Int64? {
    guard let hour = number(2), skip(":"), let minute = number(2) else {
      return nil
    }
    var second: Int64 = 0
    if skip(":") {
      guard let given = number(2) else { return nil }
      second = given
      if skip(".,") {
        guard number(1) != nil else { return nil }
        while number(1) != nil {}
      }
    }
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  /// The seconds that the zone is ahead of UTC.
  mutating func zone() -> Int64? {
    if skip("Zz") { return 0 }
    let isBehind = rest.first == 0x2d
    guard skip("+-"), let hours = number(2) else { return nil }
    _ = skip(":")
    guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
    return (hours * 3_600 + minutes * 60) * (isBehind ? -1 : 1)
  }
}

/// The Gregorian calendar, by days since 1970-01-01.
private enum Calendar {
  private static let daysBefore: [Int64] = [
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365,
  ]

  static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The day on which a year begins.
  private static func start(ofYear year: Int64) -> Int64 {
    let past = year - 1
    return past * 365 + past / 4 - past / 100 + past / 400 - 719_162
  }

  /// The days before a month, in its year.
  private static func daysBefore(month: Int64, year: Int64) -> Int64 {
    daysBefore[Int(month) - 1] + (month > 2 && isLeap(year) ? 1 : 0)
  }

  static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
    guard year >= 1, (1...12).contains(month), day >= 1 else { return nil }
    let before = daysBefore(month: month, year: year)
    let length =
      daysBefore[Int(month)] - daysBefore[Int(month) - 1]
      + (month == 2 && isLeap(year) ? 1 : 0)
    guard day <= length else { return nil }
    return start(ofYear: year) + before + day - 1
  }

  /// The date of a day, in the years 1 to 9999.
  static func date(ofDay day: Int64) -> String? {
    guard day >= start(ofYear: 1), day < start(ofYear: 10_000) else {
      return nil
    }
    // 400 years have 146,097 days: the guess is a year too low at most.
    var year = floor((day + 719_162) * 400, 146_097) + 1
    while start(ofYear: year) > day { year -= 1 }
    while start(ofYear: year + 1) <= day { year += 1 }
    let rest = day - start(ofYear: year)
    let month = (1...12).last { daysBefore(month: $0, year: year) <= rest } ?? 1
    let ofMonth = rest - daysBefore(month: month, year: year) + 1
    let padded = String(repeating: "0", count: 4 - "\(year)".count) + "\(year)"
    return "\(padded)-\(two(month))-\(two(ofMonth))"
  }

  static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
    value / divisor - (value % divisor < 0 ? 1 : 0)
  }

  static func remainder(_ value: Int64, _ divisor: Int64) -> Int64 {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }
}

/// A number below 100 in two digits.
private func two(_ number: Int64) -> String {
  number < 10 ? "0\(number)" : "\(number)"
}
