// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// How a code is written when it is submitted.
enum Typing: String, Sendable, CaseIterable {
  /// As it is.
  case exact
  /// With its last digit one higher.
  case wrong
  /// Without its first digit, without its last one, with one more before or
  /// after it.
  case startMissing, endMissing, startAdded, endAdded
  /// The code of the same counter with one digit more.
  case oneDigitMore
  /// With a zero before it, and without its leading zeros.
  case zeroAdded, zerosMissing
  /// With white space or a sign.
  case spaceBefore, spaceAfter, lineBreak, plus
  /// With a space or a hyphen in the middle.
  case spaceInside, hyphenInside
  /// With digits that are not ASCII.
  case arabicIndic, fullWidth

  /// The text of a code.
  ///
  /// - Parameter code: The right code with so many digits.
  func text(digits: Int, _ code: (Int) -> String) -> String {
    let right = code(digits)
    switch self {
    case .exact: return right
    case .wrong: return right.dropLast() + "\(next(right.last))"
    case .startMissing: return String(right.dropFirst())
    case .endMissing: return String(right.dropLast())
    case .startAdded: return "7" + right
    case .endAdded: return right + "7"
    case .oneDigitMore: return code(digits + 1)
    case .zeroAdded: return "0" + right
    case .zerosMissing: return String(Int(right) ?? 0)
    case .spaceBefore: return " " + right
    case .spaceAfter: return right + " "
    case .lineBreak: return right + "\n"
    case .plus: return "+" + right
    case .spaceInside: return right.halves(with: " ")
    case .hyphenInside: return right.halves(with: "-")
    case .arabicIndic: return right.digits(from: 0x660)
    case .fullWidth: return right.digits(from: 0xff10)
    }
  }

  private func next(_ digit: Character?) -> Int {
    ((digit?.wholeNumberValue ?? 0) + 1) % 10
  }

  /// How binding it is that such a text is no code.
  ///
  /// The number of digits is part of a code (RFC 4226 section 5.3); that
  /// nothing else is forgiven no standard demands.
  var level: VectorGroup.Level {
    switch self {
    case .exact, .wrong, .startMissing, .endMissing, .startAdded, .endAdded,
      .oneDigitMore:
      .must
    case .zeroAdded, .zerosMissing, .spaceBefore, .spaceAfter, .lineBreak,
      .plus, .arabicIndic, .fullWidth:
      .should
    case .spaceInside, .hyphenInside: .may
    }
  }
}

extension String {
  fileprivate func halves(with separator: String) -> String {
    let middle = index(startIndex, offsetBy: count / 2)
    return self[..<middle] + separator + self[middle...]
  }

  /// The text with the decimal digits that start at a code point.
  fileprivate func digits(from zero: UInt32) -> String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map {
          Unicode.Scalar(zero + $0.value - 0x30) ?? $0
        }))
  }
}
