// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

/// The answer to an OCRA question: decimal digits, or the whole HMAC (RFC 6287
/// section 5.2).
public struct OCRAResponse: Hashable, Sendable {
  /// The digits in ASCII, or the bytes of the HMAC; zeros follow.
  private var bytes = SIMD64<UInt8>()

  /// The number of digits or bytes.
  private let count: Int

  /// Whether the response is a whole HMAC.
  private let isWhole: Bool

  /// The response of an authentication code.
  ///
  /// It is truncated as in HOTP (RFC 4226 section 5.3): the last byte of the code
  /// says where, for every hash (erratum 6756).
  ///
  /// Time depends on: the length of the code, and `digits`.
  ///
  /// - Parameters:
  ///   - mac: 20 to 64 bytes.
  ///   - digits: 4 to 10, or 0 for the whole code.
  init(authenticationCode mac: UnsafeRawBufferPointer, digits: Int) {
    isWhole = digits == 0
    count = isWhole ? mac.count : digits
    if isWhole {
      for place in mac.indices { bytes[place] = unsafe mac[place] }
    } else {
      let text = unsafe DecimalDigits(of: Self.truncated(mac), count: digits)
      for place in 0..<digits { bytes[place] = text[place] }
    }
  }

  /// The 31 bits at the offset in the last four bits of `mac`.
  ///
  /// All sixteen offsets are read and a mask keeps one: the address of a single
  /// read would depend on the secret.
  private static func truncated(_ mac: UnsafeRawBufferPointer) -> UInt32 {
    let offset = unsafe UInt32(mac[mac.count - 1] & 15)
    var number: UInt32 = 0
    for start in 0..<16 {
      let word = unsafe UInt32(
        bigEndian: mac.loadUnaligned(fromByteOffset: start, as: UInt32.self))
      number |= word & ConstantTime.mask(equal: offset, UInt32(start))
    }
    return number & 0x7fff_ffff
  }

  /// The response that somebody sent; `nil` if it does not have the form of the
  /// suite: exactly the digits, or the HMAC in hexadecimal in either case.
  ///
  /// Time depends on: the length of the text, whether it has the form and, for
  /// an HMAC, the place of the first wrong character.
  public init?(_ text: String, suite: OCRASuite) {
    isWhole = suite.digits == 0
    count = isWhole ? suite.algorithm.digestByteCount : suite.digits
    guard text.utf8.count == (isWhole ? 2 * count : count) else { return nil }
    if isWhole {
      guard let mac = Hex.decode(text) else { return nil }
      for (place, byte) in mac.enumerated() { bytes[place] = byte }
    } else {
      // One of the two has its top bit set unless the byte is a digit.
      var foreign: UInt32 = 0
      for (place, byte) in text.utf8.enumerated() {
        let digit = UInt32(byte) &- 0x30
        foreign |= digit | (9 &- digit)
        bytes[place] = byte
      }
      guard !ConstantTime.decide(foreign >> 31) else { return nil }
    }
  }

  /// All ones if two responses of one suite are the same, else zero.
  func mask(equal other: OCRAResponse) -> UInt32 {
    let difference = unsafe unsafeBitCast(
      bytes ^ other.bytes, to: SIMD16<UInt32>.self)
    var any: UInt32 = 0
    for place in difference.indices { any |= difference[place] }
    return ConstantTime.mask(zero: any)
  }

  /// Whether two responses are the same.
  ///
  /// Time depends on: the two lengths.
  public static func == (a: OCRAResponse, b: OCRAResponse) -> Bool {
    guard a.count == b.count, a.isWhole == b.isWhole else { return false }
    return ConstantTime.decide(a.mask(equal: b))
  }
}

extension OCRAResponse: CustomStringConvertible {
  /// The digits, with their leading zeros; or the HMAC in lower-case
  /// hexadecimal.
  ///
  /// A response is a secret while it can be used.
  ///
  /// Time depends on: the length.
  public var description: String {
    guard isWhole else { return String(asciiCount: count) { bytes[$0] } }
    return Hex.encode((0..<count).lazy.map { bytes[$0] })
  }
}
