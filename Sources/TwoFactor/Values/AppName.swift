// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What a person calls an authenticator app: "work phone".
///
/// It has 1 to 64 characters in at most 256 bytes of UTF-8, and none that
/// would change the text around it: no control, no separator of lines, no
/// character that is invisible or turns the direction of writing.
struct AppName: Hashable, Sendable {
  let text: String

  /// The name that a person typed; spaces at its ends are not part of it.
  ///
  /// - Returns: `nil` for an empty text, which means that there is no name.
  /// - Throws: ``TwoFactorError/invalidAppName``.
  static func read(_ text: String) throws(TwoFactorError) -> AppName? {
    guard text.utf8.count <= 4 * maximumByteCount else {
      throw .invalidAppName
    }
    let space: Character = " "
    let trimmed = text.drop { $0 == space }.reversed().drop { $0 == space }
      .reversed()
    if trimmed.isEmpty { return nil }
    guard let name = AppName(stored: String(trimmed)) else {
      throw .invalidAppName
    }
    return name
  }

  /// The name that a stored text is.
  init?(stored text: String) {
    guard 1...Self.maximumByteCount ~= text.utf8.count, text.count <= 64,
      text.first != " ", text.last != " ",
      text.unicodeScalars.allSatisfy(Self.isVisible)
    else { return nil }
    self.text = text
  }

  private static let maximumByteCount = 256

  private static func isVisible(_ character: Unicode.Scalar) -> Bool {
    // It joins pictures into one.
    if character.value == 0x200d { return true }
    switch character.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned,
      .privateUse, .surrogate:
      return false
    default: return true
    }
  }
}
