// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The text of a URI, byte by byte.

extension FixedWidthInteger {
  /// The number that `text` spells in ASCII digits and nothing else: no sign,
  /// no spaces; `nil` if it does not fit.
  init?(decimal text: String) {
    guard !text.isEmpty,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    self.init(text)
  }
}

extension Substring.UTF8View {
  /// The bytes before the first `delimiter`, and those after it if it is there.
  ///
  /// Bytes are compared, not characters: a delimiter with a combining mark
  /// after it is one character, and would not be found.
  ///
  /// Time depends on: where the delimiter is.
  func cut(
    at delimiter: UInt8
  ) -> (Substring.UTF8View, Substring.UTF8View?) {
    let place = firstIndex { ConstantTime.isEqual($0, delimiter) }
    guard let place else { return (self, nil) }
    return (self[..<place], self[index(after: place)...])
  }

  /// The text without blanks and invisible marks at its ends, and whether a
  /// control character is left in it.
  ///
  /// Time depends on: the characters that are not graphic ASCII, and their
  /// places.
  func withoutOuterBlanks() -> (text: Substring.UTF8View, hasControl: Bool) {
    var (start, end): (Index?, Index) = (nil, startIndex)
    var (hasControl, controlBefore) = (false, false)
    var rest = self
    while let byte = rest.first {
      let place = rest.startIndex
      let isGraphic = ConstantTime.isGraphic(byte)
      let isControl = !isGraphic && ConstantTime.reveal(byte).isControl
      let blank = isGraphic ? 0 : rest.leadingBlankByteCount
      rest = rest.dropFirst(Swift.max(1, blank))
      if blank > 0 {
        controlBefore = controlBefore || isControl && start != nil
      } else {
        start = start ?? place
        end = rest.startIndex
        hasControl = hasControl || controlBefore || isControl
      }
    }
    return (self[(start ?? end)..<end], hasControl)
  }

  /// The number of bytes of the blank or mark at the front; 0 if there is none.
  private var leadingBlankByteCount: Int {
    var bytes = makeIterator()
    guard let first = bytes.next() else { return 0 }
    return ForgivenCharacters.blankByteCount(from: first, &bytes)
  }

  /// Whether this fragment and the `&#` before it are `&`, escaped by its
  /// number: `&#38;` or `&#x26;`.
  var isRestOfEscapedAmpersand: Bool {
    let (number, rest) = cut(at: UInt8(ascii: ";"))
    guard rest != nil else { return false }
    let text = number.lowercasedASCII
    return Int(text) == 0x26
      || text.hasPrefix("x") && Int(text.dropFirst(), radix: 16) == 0x26
  }
}

extension Sequence<UInt8> {
  /// The text with ASCII letters in lower case.
  var lowercasedASCII: String {
    String(
      decoding: map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 },
      as: UTF8.self)
  }
}

extension UInt8 {
  /// Whether this is an ASCII control character.
  var isControl: Bool { self < 0x20 || self == 0x7f }
}

extension ConstantTime {
  /// Whether a byte is an ASCII character other than a space and the control
  /// characters: an outcome.
  static func isGraphic(_ byte: UInt8) -> Bool {
    let above = UInt32(byte) &- 0x21
    return !decide((above | (0x5d &- above)) >> 31)
  }
}
