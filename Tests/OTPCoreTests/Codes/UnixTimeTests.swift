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

  @Test func now() {
    let before = Int64(Date().timeIntervalSince1970)
    let now = UnixTime.now.seconds
    let after = Int64(Date().timeIntervalSince1970)
    #expect((before - 1...after + 1).contains(now))
  }
}
