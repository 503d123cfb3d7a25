// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A one-time code: a number of decimal digits, leading zeros included.
///
/// A code is text, not an integer: `026920` is a six-digit code and `26920` is
/// not. The configuration says how many digits a code has, never the text that
/// somebody typed.
///
/// ```swift
/// OneTimeCode("026920", digits: 6)?.description     // "026920"
/// OneTimeCode("26920", digits: 6)                   // nil
/// ```
public struct OneTimeCode: Hashable, Sendable {
  /// The digits as a number, below 10^``digits``.
  public let value: UInt32

  private let count: UInt8

  /// The number of digits: 6 to 9.
  public var digits: Int { Int(count) }

  /// How to read the spaces and hyphens that people type or paste.
  public enum Separators: Hashable, Sendable {
    /// A text with one of them is no code.
    case refused

    /// They do not count: `123 456`, `123-456` and `123456` with a line break
    /// are `123456`.
    ///
    /// Ignored are tab, line feed, carriage return, space and the no-break
    /// spaces (U+00A0, U+2007, U+202F), hyphens and dashes (U+002D, U+2010 to
    /// U+2015), and the invisible marks that come along when text is copied
    /// (U+200B to U+200F, U+202A to U+202E, U+2060, U+FEFF).
    case ignored
  }

  /// The code that `text` spells, or `nil` if it is not exactly that many
  /// ASCII digits.
  ///
  /// Signs, digits of other scripts and other lengths are refused, and texts
  /// of more than 64 bytes are refused unread.
  ///
  /// - Parameters:
  ///   - text: What somebody typed.
  ///   - digits: The number of digits of a code, 6 to 9; `nil` for any other.
  ///   - separators: Whether to ignore spaces and hyphens.
  ///
  /// Time depends on: the length of the text, whether it is a code and, where
  /// separators are ignored, on the characters that are no digits and their
  /// places. Not on which digits it has.
  public init?(
    _ text: String, digits: Int, separators: Separators = .refused
  ) {
    guard Limits.digits.contains(digits),
      text.utf8.count <= Limits.codeByteCount
    else { return nil }
    let read = unsafe text.utf8.withContiguousStorageIfAvailable {
      unsafe Self.read($0, digits: digits, separators: separators)
    }
    let (value, fault) =
      read ?? Self.read(text.utf8, digits: digits, separators: separators)
    guard !ConstantTime.decide(fault) else { return nil }
    self.init(value: value, digits: digits)
  }

  /// The digits in `bytes` as a number, and a fault: zero if there are exactly
  /// `digits` of them and nothing else.
  @inline(__always)
  private static func read(
    _ bytes: some Collection<UInt8>, digits: Int, separators: Separators
  ) -> (value: UInt32, fault: UInt32) {
    var value: UInt32 = 0
    var left = UInt32(truncatingIfNeeded: digits)
    var foreign: UInt32 = 0
    switch separators {
    case .refused:
      left = left &- UInt32(truncatingIfNeeded: bytes.count)
      for byte in bytes {
        let digit = UInt32(byte) &- 0x30
        foreign |= outside(digit)
        value = value &* 10 &+ digit
      }
    case .ignored:
      var bytes = bytes.makeIterator()
      while let byte = bytes.next() {
        let digit = UInt32(byte) &- 0x30
        if ConstantTime.decide(outside(digit) >> 31) {
          guard ForgivenCharacters.byteCount(from: byte, &bytes) > 0 else {
            return (0, 1)
          }
        } else {
          value = value &* 10 &+ digit
          left = left &- 1
        }
      }
    }
    return (value, foreign >> 31 | left)
  }

  /// A number whose top bit is set unless `digit` is 0 to 9.
  ///
  /// `digit` has its top bit set for a character below "0", and the second
  /// operand for one above "9".
  @inline(__always)
  private static func outside(_ digit: UInt32) -> UInt32 {
    digit | (9 &- digit)
  }

  /// The code with `value`, which must be below 10^`digits`; `digits` must be 6
  /// to 9.
  package init(value: UInt32, digits: Int) {
    self.value = value
    count = UInt8(truncatingIfNeeded: digits)
  }
}

extension OneTimeCode: CustomStringConvertible {
  /// The digits, in ASCII whatever the locale, with their leading zeros.
  ///
  /// A code is a secret while it is valid: show it to its owner, and do not log
  /// it.
  ///
  /// Time depends on: the number of digits.
  public var description: String {
    let text = DecimalDigits(of: value, count: digits)
    return String(asciiCount: digits) { text[$0] }
  }
}
