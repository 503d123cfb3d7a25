// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import OTPCore

@Suite struct PercentEncodingTests {
  /// Every byte: itself if RFC 3986 calls it unreserved, else encoded.
  @Test func everyByte() {
    let unreserved = Set(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        .unicodeScalars)
    for value in UInt8(0)..<128 {
      let scalar = Unicode.Scalar(value)
      let hex = Hex.encode([value])
      let encoded = PercentEncoding.encode(String(scalar))
      let expected =
        unreserved.contains(scalar)
        ? String(scalar) : "%" + hex.uppercased()
      #expect(encoded == expected)
      for text in [encoded, "%" + hex, "%" + hex.uppercased()] {
        #expect(
          PercentEncoding.decode(text.utf8[...], plusIsSpace: false)
            == String(scalar))
      }
    }
  }

  @Test(arguments: [
    "%", "a%", "%4", "%4", "%%41", "%zz", "%4z", "%z4", "% 41", "%+1", "%٤١",
    "%80", "%C3", "%C3%28", "%F0%9F%94", "%ED%A0%80", "%C0%80", "%F5%80%80%80",
  ])
  func broken(text: String) {
    #expect(PercentEncoding.decode(text.utf8[...], plusIsSpace: false) == nil)
    #expect(PercentEncoding.decode(text.utf8[...], plusIsSpace: true) == nil)
  }

  @Test func plus() {
    #expect(
      PercentEncoding.decode("a+b%2B".utf8[...], plusIsSpace: true) == "a b+")
    #expect(
      PercentEncoding.decode("a+b%2B".utf8[...], plusIsSpace: false) == "a+b+")
  }

  @Test func roundTrips() {
    var random = SeededGenerator(seed: 330)
    for _ in 0..<2_000 {
      let name = OTPAuthURITests.name(&random, 0...20)
      let encoded = PercentEncoding.encode(name)
      for plusIsSpace in [false, true] {
        let back = PercentEncoding.decode(
          encoded.utf8[...], plusIsSpace: plusIsSpace)
        #expect(
          back.map { Array($0.utf8) } == Array(name.utf8), random.comment)
      }
    }
  }
}
