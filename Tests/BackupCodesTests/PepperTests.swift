// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BackupCodes

@Suite struct PepperTests {
  @Test(arguments: ["k", "2026-a", "A.b-9", String(repeating: "x", count: 32)])
  func ids(_ id: String) throws {
    #expect(try pepper(id, 1).id == id)
  }

  @Test(arguments: [
    "", " ", "a b", "a,b", "a=b", "a$b", "a_b", "ä", "a\0", "１",
    String(repeating: "x", count: 33),
  ])
  func refusedIDs(_ id: String) {
    #expect(throws: BackupCodeError.pepperID) { try pepper(id, 1) }
  }

  @Test func keyLengths() throws {
    #expect(try pepper("k", 1, count: 16).id == "k")
    for count in [1, 15] {
      #expect(throws: BackupCodeError.pepperKey) {
        try pepper("k", 1, count: count)
      }
    }
  }

  /// RFC 2104 by way of Python's hmac: key 32 times 0x0B.
  @Test func mix() throws {
    let code = try #require(BackupCode("23456-789AB-CDEFG"))
    let expected = """
      97c7405c3d3d28d74a36d49ce7f61dcbe894e36885997558a7b397a25d756697
      """
    #expect(try pepper("k", 0x0B).mix(code) == bytes(hex: expected))
  }

  @Test func nothingIsGivenAway() throws {
    let pepper = try pepper("k", 0xAB)
    var dumped = ""
    dump(pepper, to: &dumped)
    for text in ["\(pepper)", String(reflecting: pepper), dumped] {
      #expect(text.contains("Pepper(k, redacted)"))
      #expect(!text.contains("171") && !text.lowercased().contains("abab"))
    }
  }
}
