// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

/// The answer to an OCRA question: decimal digits, or the whole HMAC (RFC 6287
/// section 5.2).
public struct OCRAResponse: Hashable, Sendable {
  /// The characters, in ASCII.
  let bytes: [UInt8]

  /// The response that an authentication code gives.
  ///
  /// The number is truncated as in HOTP (RFC 4226 section 5.3), from the last
  /// byte whatever the hash (erratum 6756).
  init(authenticationCode mac: [UInt8], digits: Int) {
    guard digits > 0, let last = mac.last else {
      bytes = Array(Hex.encode(mac).utf8)
      return
    }
    let offset = Int(last & 15)
    var number: UInt32 = 0
    for byte in mac[offset..<(offset + 4)] {
      number = number << 8 | UInt32(byte)
    }
    number &= 0x7fff_ffff
    // Digit by digit: a remainder by a power of ten would need a division
    // whose time may depend on the number.
    var text = [UInt8](repeating: 0x30, count: digits)
    for place in text.indices.reversed() {
      text[place] += UInt8(truncatingIfNeeded: number % 10)
      number /= 10
    }
    bytes = text
  }

  /// The response that somebody sent, or `nil` if it has not the form that the
  /// suite asks for: exactly the digits, or the HMAC in hexadecimal in either
  /// case.
  ///
  /// Time depends on: the length of the text, and whether it has the form.
  public init?(_ text: String, suite: OCRASuite) {
    let whole = suite.digits == 0
    let count = whole ? 2 * suite.algorithm.digestByteCount : suite.digits
    guard text.utf8.count == count else { return nil }
    if whole {
      guard let mac = Hex.decode(text) else { return nil }
      bytes = Array(Hex.encode(mac).utf8)
    } else {
      var foreign: UInt32 = 0
      for byte in text.utf8 {
        let digit = UInt32(byte) &- 0x30
        foreign |= digit | (9 &- digit)
      }
      guard foreign >> 31 == 0 else { return nil }
      bytes = Array(text.utf8)
    }
  }

  /// Whether two responses are the same.
  ///
  /// Time depends on: the two lengths.
  public static func == (a: OCRAResponse, b: OCRAResponse) -> Bool {
    ConstantTime.equal(a.bytes, b.bytes)
  }
}

extension OCRAResponse: CustomStringConvertible {
  /// The digits, with their leading zeros; or the HMAC in lower-case
  /// hexadecimal.
  ///
  /// A response is a secret while it is good for something.
  public var description: String { String(decoding: bytes, as: UTF8.self) }
}
