// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import Testing

@Suite struct UnixTimeTests {
  @Test(arguments: [.min, -1, 0, 1, 2_147_483_648, .max] as [Int64])
  func codable(seconds: Int64) throws {
    let time = UnixTime(seconds)
    let data = try JSONEncoder().encode([time])
    #expect(String(decoding: data, as: UTF8.self) == "[\(seconds)]")
    #expect(try JSONDecoder().decode([UnixTime].self, from: data) == [time])
  }

  @Test(arguments: ["[1.5]", "[\"1\"]", "[null]", "[9223372036854775808]"])
  func notASecond(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([UnixTime].self, from: Data(json.utf8))
    }
  }

  @Test func order() {
    #expect(UnixTime(-1) < 0)
    #expect(UnixTime(.min) < UnixTime(.max))
    #expect(!(UnixTime(5) < 5))
    let literal: UnixTime = 59
    #expect(literal.seconds == 59)
  }

  // MARK: Other forms

  @Test(
    arguments: [
      (0, 0), (1.5, 1), (59.999999, 59), (-0.5, -1), (-1, -1), (-1.25, -2),
      (9_223_372_036_854_774_784, 9_223_372_036_854_774_784),
      (-9_223_372_036_854_775_808, .min),
    ] as [(Double, Int64)])
  func timeIntervals(interval: Double, seconds: Int64) throws {
    let time = try UnixTime(timeIntervalSince1970: interval)
    #expect(time.seconds == seconds)
    #expect(time.timeIntervalSince1970 == interval.rounded(.down))
  }

  @Test(
    arguments: [
      .nan, .signalingNaN, .infinity, -.infinity, 9_223_372_036_854_775_808,
      -9_223_372_036_854_777_856, 1e300, -.greatestFiniteMagnitude,
    ] as [Double])
  func notATimeInterval(interval: Double) {
    #expect(throws: ParameterError.unrepresentableTime) {
      try UnixTime(timeIntervalSince1970: interval)
    }
  }

  @Test(
    arguments: [
      (.zero, 0), (.milliseconds(59_999), 59), (.milliseconds(-1), -1),
      (.seconds(-2), -2), (.seconds(Int64.max), .max),
      (.seconds(Int64.min), .min),
    ] as [(Duration, Int64)])
  func durations(duration: Duration, seconds: Int64) throws {
    let time = try UnixTime(durationSince1970: duration)
    #expect(time.seconds == seconds)
    #expect(time.durationSince1970 == .seconds(seconds))
  }

  @Test(
    arguments: [
      .seconds(Int64.max) + .nanoseconds(1),
      .seconds(Int64.min) - .nanoseconds(1), .seconds(Int64.max) * 10,
    ] as [Duration])
  func notATimeOfDuration(duration: Duration) {
    #expect(throws: ParameterError.unrepresentableTime) {
      try UnixTime(durationSince1970: duration)
    }
  }

  /// The one line for callers that have a `Date`.
  @Test func dates() throws {
    let (totp, date) = (try RFC.totp(), Date(timeIntervalSince1970: 59.9))
    let time = try UnixTime(timeIntervalSince1970: date.timeIntervalSince1970)
    #expect(try totp.code(at: time) == totp.code(at: 59))
    #expect(Date(timeIntervalSince1970: time.timeIntervalSince1970) < date)
  }

  // MARK: Arithmetic

  @Test func advancing() {
    #expect(UnixTime(5).advanced(by: 7) == 12)
    #expect(UnixTime(5).advanced(by: -7) == -2)
    #expect(UnixTime(.max).advanced(by: 1) == UnixTime(.max))
    #expect(UnixTime(1).advanced(by: .max) == UnixTime(.max))
    #expect(UnixTime(.min).advanced(by: -1) == UnixTime(.min))
    #expect(UnixTime(-2).advanced(by: .min) == UnixTime(.min))
  }

  @Test func differences() {
    #expect(UnixTime(12).seconds(since: 5) == 7)
    #expect(UnixTime(5).seconds(since: 12) == -7)
    #expect(UnixTime(.max).seconds(since: -1) == .max)
    #expect(UnixTime(.min).seconds(since: 1) == .min)
  }

  @Test func steps() throws {
    #expect(try UnixTime(59).step(period: 30, t0: 0) == 1)
    #expect(try UnixTime(.max).step(period: 1, t0: UnixTime(.min)) == .max)
    #expect(try UnixTime(.max).step(period: .max, t0: 0) == 1)
    #expect(throws: ParameterError.period(0)) {
      try UnixTime(59).step(period: 0, t0: 0)
    }
    #expect(throws: ParameterError.time(-1)) {
      try UnixTime(-1).step(period: 30, t0: 0)
    }
  }

  @Test func now() {
    let before = Int64(Date().timeIntervalSince1970)
    let now = UnixTime.now.seconds
    let after = Int64(Date().timeIntervalSince1970)
    #expect((before - 1...after + 1).contains(now))
  }
}
