// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The name of an account in the store: whatever the server already uses, best
/// an opaque one such as a UUID or a row's number.
///
/// It is written into audit records and bound into every sealed secret, so it
/// must never change and never be given to another account. Names that people
/// choose and mail addresses change; look the id up by them.
///
/// An id has one form: 1 to 255 bytes of UTF-8, of characters that are seen and
/// never combine with another (UAX #15: every such text is in normalisation
/// form C). So two ids are the same if their bytes are, in Swift and in every
/// database, whatever its collation does with accents. Upper and lower case
/// differ: a store must not fold them.
public struct AccountID: Hashable, Sendable {
  /// The name.
  public let text: String

  /// The account of a name.
  ///
  /// - Throws: ``TwoFactorError/invalidAccountID`` for an empty name, one of
  ///   more than 255 bytes, a space at an end, or a character that is a
  ///   control, invisible, a separator of lines, unassigned, or a mark that
  ///   combines; for a first character that joins the one before it, such as
  ///   the skin tone of an emoji; and for `otpkit:` at the beginning, which is
  ///   reserved.
  public init(_ text: String) throws(TwoFactorError) {
    guard let id = AccountID(stored: text), !id.isReserved,
      ("x" + text).first == "x"
    else {
      throw .invalidAccountID
    }
    self = id
  }

  /// The name that a stored text is, reserved ones included.
  init?(stored text: String) {
    guard 1...Self.maximumByteCount ~= text.utf8.count, Self.isPlain(text)
    else { return nil }
    self.text = text
  }
}

// MARK: - Characters

extension AccountID {
  /// The most bytes of a name: a mail address has 254.
  static let maximumByteCount = 255

  /// What the names of the library's own records begin with.
  static let reservedPrefix = "otpkit:"

  /// Whether this is the name of one of the library's own records.
  var isReserved: Bool { text.hasPrefix(Self.reservedPrefix) }

  private static func isPlain(_ text: String) -> Bool {
    let space = UInt8(ascii: " ")
    guard text.utf8.first != space, text.utf8.last != space else {
      return false
    }
    // Most names are ASCII, and that is quick to see.
    if text.utf8.allSatisfy({ 0x20...0x7e ~= $0 }) { return true }
    return text.unicodeScalars.allSatisfy(isPlain)
  }

  private static func isPlain(_ character: Unicode.Scalar) -> Bool {
    if character.isASCII { return 0x20...0x7e ~= character.value }
    let properties = character.properties
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator,
      .spaceSeparator, .unassigned, .privateUse, .surrogate, .nonspacingMark,
      .spacingMark, .enclosingMark:
      return false
    default: break
    }
    // Those that have another form, and the letters that combine.
    return !properties.isFullCompositionExclusion
      && !properties.isDefaultIgnorableCodePoint
      && !combiningLetters.contains { $0 ~= character.value }
  }

  /// Letters that can combine with the one before: the conjoining jamo, and
  /// the vowels of Kirat Rai.
  private static let combiningLetters: [ClosedRange<UInt32>] = [
    0x1100...0x11ff, 0xa960...0xa97f, 0xd7b0...0xd7ff, 0x16d40...0x16d7f,
  ]
}

// MARK: - Forms

extension AccountID: Codable {
  /// Reads a string.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let id = Self(stored: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the id of an account is malformed")
    }
    self = id
  }

  /// Writes a string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

extension AccountID: ExpressibleByStringLiteral, CustomStringConvertible {
  /// The account that a literal names, for tests and examples.
  ///
  /// - Precondition: It is a name that ``init(_:)`` accepts.
  public init(stringLiteral text: String) {
    let id = AccountID(stored: text)
    precondition(id?.isReserved == false, "a literal that is no account id")
    self = id ?? Self(unchecked: text)
  }

  init(unchecked text: String) { self.text = text }

  /// The name.
  public var description: String { text }
}
