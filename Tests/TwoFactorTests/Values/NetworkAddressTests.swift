// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import TwoFactor

@Suite struct NetworkAddressTests {
  @Test(
    arguments: [
      ("0.0.0.0", [0, 0, 0, 0]), ("255.1.20.3", [255, 1, 20, 3]),
      ("::ffff:1.2.3.4", [1, 2, 3, 4]),
      ("::", Array(repeating: 0, count: 16)),
      ("::1", Array(repeating: 0, count: 15) + [1]),
      ("1::", [0, 1] + Array(repeating: 0, count: 14)),
      (
        "64:ff9b::1.2.3.4",
        [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]
      ),
      (
        "1:2:3:4:5:6:7:8",
        [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]
      ),
    ] as [(String, [UInt8])])
  func addresses(_ text: String, _ bytes: [UInt8]) {
    #expect(NetworkAddress(text)?.bytes == bytes)
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.-4", "1.2.3.4 ",
    "1.2.3.4:80", ":", ":::", "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:1.2.3.4", "fe80::1%eth0", "+1::",
    "1.2.3.4::", String(repeating: "1", count: 100), "1::2:3:4:5:6:7:8:9",
  ])
  func whatIsNoAddress(_ text: String) {
    #expect(NetworkAddress(text) == nil)
  }

  @Test(arguments: [
    (0, true), (8, true), (23, true), (24, false), (32, false), (99, false),
    (-1, true),
  ])
  func prefixes(_ bits: Int, _ isShared: Bool) throws {
    let a = try #require(NetworkAddress("10.0.0.0"))
    let b = try #require(NetworkAddress("10.0.1.0"))
    #expect(a.shares(bits: bits, with: b) == isShared)
  }
}
