// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A one-time code: a number of decimal digits, leading zeros included.
///
/// A code is text that happens to be made of digits. `026920` and `26920` are
/// different, and the second is no six-digit code at all; a code is therefore
/// never an integer here. How many digits there are is said by the
/// configuration, never by what somebody typed.
///
/// ```swift
/// OneTimeCode("026920", digits: 6)?.description     // "026920"
/// OneTimeCode("26920", digits: 6)                   // nil
/// ```
public struct OneTimeCode: Hashable, Sendable {
  /// The number that the digits spell; below 10^``digits``.
  public let value: UInt32

  private let count: UInt8

  /// How many digits: 6 to 9.
  public var digits: Int { Int(count) }

  /// What becomes of the spaces and hyphens that people type between groups.
  public enum Separators: Hashable, Sendable {
    /// They make the text no code.
    case refused
    /// They are left out: `123 456` and `123-456` are `123456`.
    case ignored
  }

  /// The code that `text` spells, or `nil` if it is not exactly that many
  /// ASCII digits.
  ///
  /// No sign, no digits of other scripts, no spaces around it, no other
  /// length. Texts of more than 64 bytes are refused unread.
  ///
  /// - Parameters:
  ///   - text: What somebody typed.
  ///   - digits: How many digits a code has, 6 to 9; `nil` for any other
  ///     number.
  ///   - separators: What becomes of spaces and hyphens.
  ///
  /// Time depends on: the length of the text, and whether it is a code. Not on
  /// which digits it has.
  public init?(
    _ text: String, digits: Int, separators: Separators = .refused
  ) {
    guard OneTimeCode.digitRange.contains(digits), text.utf8.count <= 64
    else { return nil }
    let read = unsafe text.utf8.withContiguousStorageIfAvailable {
      unsafe Self.read($0, digits: digits, separators: separators)
    }
    let (value, fault) =
      read ?? Self.read(text.utf8, digits: digits, separators: separators)
    guard !ConstantTime.decide(fault) else { return nil }
    self.init(value: value, digits: digits)
  }

  /// The number that `bytes` spell, and a fault other than zero if they are
  /// not that many digits.
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
      for byte in bytes {
        let skipped = mask(separator: UInt32(byte))
        let digit = UInt32(byte) &- 0x30
        foreign |= outside(digit) & ~skipped
        value = ConstantTime.select(skipped, value, value &* 10 &+ digit)
        left = left &- (1 & ~skipped)
      }
    }
    return (value, foreign >> 31 | left)
  }

  /// A number whose top bit is set unless `digit` is 0 to 9.
  ///
  /// Below "0" the difference has wrapped, above "9" this one does.
  @inline(__always)
  private static func outside(_ digit: UInt32) -> UInt32 {
    digit | (9 &- digit)
  }

  /// All ones if people put this between groups, else zero.
  @inline(__always)
  private static func mask(separator byte: UInt32) -> UInt32 {
    ConstantTime.mask(equal: byte, 0x20) | ConstantTime.mask(equal: byte, 0x2d)
  }

  /// The code of a number below 10^`digits`, with `digits` in 6 to 9.
  package init(value: UInt32, digits: Int) {
    self.value = value
    count = UInt8(truncatingIfNeeded: digits)
  }

  /// How many digits a code can have.
  ///
  /// Six at least (RFC 4226 section 5.3); nine at most, because 31 bits do not
  /// fill a tenth (erratum 5792).
  static let digitRange = 6...9
}

extension OneTimeCode: CustomStringConvertible {
  /// The digits, in ASCII whatever the locale, with their leading zeros.
  ///
  /// A code is a secret while it is valid: show it to its owner and log it
  /// nowhere.
  ///
  /// Time depends on: the number of digits.
  public var description: String {
    let text = DecimalDigits(of: value, count: digits)
    return String(asciiCount: digits) { text[$0] }
  }
}
