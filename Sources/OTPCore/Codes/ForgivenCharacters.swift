// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The characters to ignore in a code, a secret, a backup code or a phone number
/// that a person types or pastes.
///
/// This is the only such list of the project:
///
/// - blanks: tab, line feed, carriage return, U+0020, and the no-break spaces
///   U+00A0, U+2007 and U+202F;
/// - hyphens and dashes: U+002D and U+2010 to U+2015;
/// - invisible marks, which come along when text is copied: U+200B to U+200F,
///   U+202A to U+202E, U+2060 and U+FEFF.
///
/// Digits and letters are not on it: full-width and Arabic digits are refused.
package enum ForgivenCharacters {
  /// Whether `character` is on the list.
  package static func contains(_ character: Unicode.Scalar) -> Bool {
    isBlank(character) || isHyphen(character)
  }

  /// Whether `character` is a blank or an invisible mark.
  package static func isBlank(_ character: Unicode.Scalar) -> Bool {
    switch character.value {
    case 0x09, 0x0a, 0x0d, 0x20, 0xa0, 0x2007, 0x202f: true
    case 0x200b...0x200f, 0x202a...0x202e, 0x2060, 0xfeff: true
    default: false
    }
  }

  private static func isHyphen(_ character: Unicode.Scalar) -> Bool {
    character == "-" || (0x2010...0x2015).contains(character.value)
  }
}

// MARK: - In UTF-8

extension ForgivenCharacters {
  /// The number of bytes of the character that begins with `first`, if it is
  /// on the list; 0 if it is not.
  ///
  /// The bytes after the first are taken from `rest`.
  ///
  /// Time depends on: the character. Readers of secrets call this for a byte
  /// that is no character of their alphabet, which is public.
  package static func byteCount(
    from first: UInt8, _ rest: inout some IteratorProtocol<UInt8>
  ) -> Int {
    let (character, count) = decode(first, &rest)
    return contains(character) ? count : 0
  }

  /// The same for blanks and invisible marks alone.
  package static func blankByteCount(
    from first: UInt8, _ rest: inout some IteratorProtocol<UInt8>
  ) -> Int {
    let (character, count) = decode(first, &rest)
    return isBlank(character) ? count : 0
  }

  /// The character that begins with `first`, and its number of bytes.
  ///
  /// It is U+FFFD if the bytes are not UTF-8, or four: no such character is on
  /// the list.
  private static func decode(
    _ first: UInt8, _ rest: inout some IteratorProtocol<UInt8>
  ) -> (Unicode.Scalar, Int) {
    let first = ConstantTime.reveal(first)
    guard first >= 0x80 else { return (Unicode.Scalar(first), 1) }
    let count = first >> 5 == 0b110 ? 2 : first >> 4 == 0b1110 ? 3 : 0
    guard count > 0 else { return ("\u{fffd}", 1) }
    var value = UInt32(first) & (count == 2 ? 0x1f : 0x0f)
    for _ in 1..<count {
      value = value << 6 | UInt32(ConstantTime.reveal(rest.next() ?? 0)) & 0x3f
    }
    return (Unicode.Scalar(value) ?? "\u{fffd}", count)
  }
}

extension ConstantTime {
  /// The value of a byte of a secret text that is not secret itself, such as a
  /// separator: an outcome, as that of ``decide(_:)``.
  package static func reveal(_ byte: UInt8) -> UInt8 {
    var value: UInt8 = 0
    for bit in 0..<8 where decide(UInt32(byte >> UInt8(bit)) & 1) {
      value |= 1 << UInt8(bit)
    }
    return value
  }
}
