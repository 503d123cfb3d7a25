// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import BackupCodes

@Suite struct PHCBase64Tests {
  /// RFC 4648 section 10, without the padding.
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
    ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
  ])
  func publishedValues(_ plain: String, _ text: String) {
    #expect(PHCBase64.encode(Array(plain.utf8)) == text)
    #expect(PHCBase64.decode(text) == Array(plain.utf8))
  }

  /// Foundation's base64 as an independent opinion.
  @Test func agreesWithFoundation() {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    for count in 0...99 {
      let bytes = (0..<count).map { _ in
        UInt8.random(in: 0 ... .max, using: &generator)
      }
      let text = Data(bytes).base64EncodedString()
        .replacingOccurrences(of: "=", with: "")
      #expect(PHCBase64.encode(bytes) == text, "seed \(seed)")
      #expect(PHCBase64.decode(text) == bytes, "seed \(seed)")
    }
  }

  @Test(arguments: [
    "A", "AAAAA", "Zg==", "Zg=", "=", "Zm8 ", " Zm8", "Zm\n8", "Zm8-", "Zm8_",
    "Zm8.", "Zm8\0", "Zmé8", "Ｚm8v",
    // Bits are set beyond the last byte.
    "Zh", "Zv", "Zm9", "Zm/",
  ])
  func refused(_ text: String) {
    #expect(PHCBase64.decode(text) == nil)
  }

  /// Of all texts of two and three characters, one for each value is taken.
  @Test func oneTextForOneValue() {
    let characters = (0...127).map { String(UnicodeScalar(UInt8($0))) }
    var accepted = 0
    for a in characters {
      for b in characters where PHCBase64.decode(a + b) != nil {
        accepted += 1
      }
    }
    #expect(accepted == 256)
  }
}
