// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@Suite struct HexTests {
  @Test func everyByte() {
    let bytes = Array(UInt8.min...UInt8.max)
    let text = Hex.encode(bytes)
    #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff"))
    #expect(text.utf8.count == 512)
    #expect(Hex.decode(text) == bytes)
    #expect(Hex.decode(text.uppercased()) == bytes)
    #expect(Hex.decode("") == [])
  }

  @Test(arguments: [
    "0", "000", "0g", "g0", "0x00", " 00", "00 ", "0 0", "٠٠", "００",
    "0\u{301}0",
    "-1", "/0", ":0", "@0", "`0", "G0", "00\0",
  ])
  func notHexadecimal(text: String) {
    #expect(Hex.decode(text) == nil)
  }
}
