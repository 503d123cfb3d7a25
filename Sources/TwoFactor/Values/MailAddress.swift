// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A mail address as the account layer keeps it: 3 to 254 bytes of UTF-8, one
/// `@` with something on either side, no control or space.
///
/// Whether mail arrives is shown by a code that is sent, and by nothing else.
struct MailAddress: Hashable, Sendable {
  let text: String

  /// - Throws: ``TwoFactorError/invalidMail``.
  init(_ text: String) throws(TwoFactorError) {
    let parts = text.utf8.split(
      separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    let isPlain = text.unicodeScalars.allSatisfy { character in
      let properties = character.properties
      return !properties.isWhitespace
        && properties.generalCategory != .control
        && properties.generalCategory != .format
        && properties.generalCategory != .unassigned
    }
    guard 3...254 ~= text.utf8.count, parts.count == 2, !parts[0].isEmpty,
      !parts[1].isEmpty, isPlain
    else { throw .invalidMail }
    self.text = text
  }
}
