// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

/// How the text of a secret is turned into the bytes of a key.
public enum SecretForm: String, Sendable, Hashable, CaseIterable {
  /// Base32 (RFC 4648 section 6), in either case.
  case base32
  /// Base32 of which only the capital letters and digits are read.
  case base32UpperCaseOnly = "base32-upper-case-only"
  /// Base32 with the extended hexadecimal alphabet (RFC 4648 section 7).
  case base32Hex = "base32hex"
  /// Hexadecimal, in either case: with `0x` in front or before each byte, and
  /// with spaces, hyphens, colons or commas between bytes, or without.
  case hexadecimal
  /// Base64 or base64url (RFC 4648 sections 4 and 5).
  case base64
  /// Base64 of which hyphens are left out, as by Python's `b64decode`.
  case base64WithoutHyphens = "base64-without-hyphens"
  /// The characters in upper case without spaces and hyphens, as base64.
  case base64UpperCase = "base64-upper-case"
  /// The characters themselves, as bytes.
  case ascii
  /// The characters without spaces and hyphens.
  case asciiWithoutSeparators = "ascii-without-separators"
  /// The characters in lower case, without spaces and hyphens.
  case asciiLowerCase = "ascii-lower-case"
  /// The characters in upper case, without spaces and hyphens.
  case asciiUpperCase = "ascii-upper-case"
  /// The characters in lower case, as base32.
  case base32OfASCII = "hexadecimal-in-base32"

  /// What it is, in a few words.
  public var title: String {
    switch self {
    case .base32: "base32"
    case .base32UpperCaseOnly: "base32 without its lower-case letters"
    case .base32Hex: "base32 with the alphabet 0-9 A-V"
    case .hexadecimal: "hexadecimal"
    case .base64: "base64"
    case .base64WithoutHyphens: "base64 without its hyphens"
    case .base64UpperCase: "base64, in upper case"
    case .ascii: "the characters themselves"
    case .asciiWithoutSeparators:
      "the characters themselves, without spaces and hyphens"
    case .asciiLowerCase: "the characters themselves, in lower case"
    case .asciiUpperCase: "the characters themselves, in upper case"
    case .base32OfASCII: "base32 of a text in hexadecimal"
    }
  }

  /// The bytes of a text, if it can be read in this form.
  func bytes(of text: [UInt8]) -> [UInt8]? {
    let letters = text.filter { !Self.isSeparator($0) }
    let bytes: [UInt8]? =
      switch self {
      case .base32: Self.decode(letters, bits: 5, Self.base32Value)
      case .base32UpperCaseOnly:
        Self.decode(
          letters.filter { !(0x61...0x7a).contains($0) }, bits: 5,
          Self.base32Value)
      case .base32Hex: Self.decode(letters, bits: 5, Self.base32HexValue)
      case .hexadecimal: Self.hexadecimal(text)
      case .base64:
        Self.decode(
          text.filter { !Self.isSpace($0) }, bits: 6, Self.base64Value)
      case .base64WithoutHyphens:
        Self.decode(letters, bits: 6, Self.base64Value)
      case .base64UpperCase:
        Self.decode(letters.map(Self.upperCase), bits: 6, Self.base64Value)
      case .ascii: text
      case .asciiWithoutSeparators: letters
      case .asciiLowerCase: letters.map(Self.lowerCase)
      case .asciiUpperCase: letters.map(Self.upperCase)
      case .base32OfASCII:
        Self.decode(letters, bits: 5, Self.base32Value)
          .flatMap(Self.hexadecimal)
      }
    return bytes.flatMap { $0.isEmpty ? nil : $0 }
  }
}

// MARK: - Alphabets

extension SecretForm {
  /// Bytes of characters that stand for so many bits each; what follows the
  /// last whole byte, and padding, are left out.
  private static func decode(
    _ text: [UInt8], bits: Int, _ value: (UInt8) -> UInt8?
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (buffer, held) = (UInt32(0), 0)
    let padding = text.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    for character in text.dropLast(padding) {
      guard let value = value(character) else { return nil }
      buffer = buffer << UInt32(bits) | UInt32(value)
      held += bits
      guard held >= 8 else { continue }
      held -= 8
      bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(held)))
    }
    return bytes
  }

  static func base32Value(_ character: UInt8) -> UInt8? {
    switch upperCase(character) {
    case 0x41...0x5a: upperCase(character) - 0x41
    case 0x32...0x37: character - 0x32 + 26
    default: nil
    }
  }

  private static func base32HexValue(_ character: UInt8) -> UInt8? {
    switch upperCase(character) {
    case 0x30...0x39: character - 0x30
    case 0x41...0x56: upperCase(character) - 0x41 + 10
    default: nil
    }
  }

  private static func base64Value(_ character: UInt8) -> UInt8? {
    switch character {
    case 0x41...0x5a: character - 0x41
    case 0x61...0x7a: character - 0x61 + 26
    case 0x30...0x39: character - 0x30 + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  /// Bytes in hexadecimal, as programs write them: `3132`, `0x3132`, `31:32`,
  /// `31-32`, `31 32` and `0x31, 0x32`.
  private static func hexadecimal(_ text: [UInt8]) -> [UInt8]? {
    let parts = text.split { isSeparator($0) || [0x3a, 0x2c].contains($0) }
      .map { part in
        part.starts(with: [0x30, 0x78]) || part.starts(with: [0x30, 0x58])
          ? part.dropFirst(2) : part
      }
    // Hyphens and spaces may divide a text anywhere, colons only bytes.
    let isInBytes = text.contains { [0x3a, 0x2c].contains($0) }
    guard !isInBytes || parts.allSatisfy({ $0.count.isMultiple(of: 2) })
    else { return nil }
    return Hex.decode(String(decoding: parts.joined(), as: UTF8.self))
  }

  static func isSeparator(_ character: UInt8) -> Bool {
    isSpace(character) || character == 0x2d
  }

  private static func isSpace(_ character: UInt8) -> Bool {
    [0x20, 0x09, 0x0a, 0x0d].contains(character)
  }

  private static func lowerCase(_ character: UInt8) -> UInt8 {
    (0x41...0x5a).contains(character) ? character | 0x20 : character
  }

  static func upperCase(_ character: UInt8) -> UInt8 {
    (0x61...0x7a).contains(character) ? character & 0xdf : character
  }
}
