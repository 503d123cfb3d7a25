// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Writes mails (RFC 5322) of plain text in UTF-8, in lines of 76 bytes.
struct MailText: Sendable {
  /// The address that mails come from.
  let sender: String
  /// The name beside it.
  let name: String

  /// A whole mail with its header.
  ///
  /// Its `Message-ID` is made of the message's id, the same at every attempt.
  ///
  /// - Throws: ``DeliveryError/malformed``.
  func message(
    _ letter: Letter, id: String, at date: Date
  ) throws(DeliveryError) -> String {
    guard Self.isAddress(sender), Self.isAddress(letter.destination),
      !id.isEmpty, id.utf8.allSatisfy(Self.isLetterOrDigit),
      let domain = sender.parts(at: "@").last
    else { throw .malformed }
    let header = [
      "Date: \(Self.text(date))",
      "From: \(try Self.words(name, after: 6))\r\n <\(sender)>",
      "To: <\(letter.destination)>",
      "Subject: \(try Self.words(letter.subject, after: 9))",
      "Message-ID: <\(id)@\(domain)>",
      "Auto-Submitted: auto-generated",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable",
    ]
    let body = Self.quotedPrintable(letter.whole + "\n")
    return header.joined(separator: "\r\n") + "\r\n\r\n" + body
  }

  /// Whether a text can stand in `<…>` of a header and of SMTP: one `@`, no
  /// white space, no control character, nothing that means something there.
  static func isAddress(_ text: String) -> Bool {
    let parts = text.parts(at: "@")
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar.value > 0x20 && scalar.value != 0x7f
        && !(0x80...0x9f).contains(scalar.value)
        && !scalar.properties.isWhitespace
        && !"<>()[],;:\\\"".unicodeScalars.contains(scalar)
    }
    return isPlain && parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && text.utf8.count <= 254
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: false
    }
  }

  /// The time as RFC 5322 section 3.3 writes it.
  private static func text(_ date: Date) -> String {
    let form = DateFormatter()
    form.locale = Locale(identifier: "en_US_POSIX")
    form.timeZone = TimeZone(secondsFromGMT: 0)
    form.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
    return form.string(from: date)
  }
}

// MARK: - Encodings

extension MailText {
  /// Text in a header: short words of letters, digits and spaces as they are,
  /// anything else as encoded words (RFC 2047), one a line.
  ///
  /// - Throws: ``DeliveryError/malformed`` for control characters, of which CR
  ///   and LF would begin another header.
  static func words(
    _ text: String, after used: Int
  ) throws(DeliveryError) -> String {
    let isClean = text.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control
        && !["\u{2028}", "\u{2029}"].contains($0)
    }
    guard isClean, !text.isEmpty else { throw .malformed }
    let isPlain = text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x20 }
    if isPlain, text.utf8.count + used <= 60, text.first != " ",
      text.last != " "
    {
      return text
    }
    var parts = [""]
    for scalar in text.unicodeScalars {
      let place = parts.count - 1
      if parts[place].utf8.count + UTF8.width(scalar) > 39 {
        parts.append(String(scalar))
      } else {
        parts[place].unicodeScalars.append(scalar)
      }
    }
    return parts.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }
      .joined(separator: "\r\n ")
  }

  /// Text as quoted-printable (RFC 2045 section 6.7), in lines of 76 bytes at
  /// most that end with CR and LF.
  static func quotedPrintable(_ text: String) -> String {
    var body = ""
    let lines = text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (place, line) in lines.enumerated() {
      if place > 0 { body += "\r\n" }
      var width = 0
      let bytes = Array(line.utf8)
      for (index, byte) in bytes.enumerated() {
        let isLast = index == bytes.count - 1
        let piece = quoted(byte, isLast: isLast)
        if width + piece.utf8.count > 75 {
          body += "=\r\n"
          width = 0
        }
        body += piece
        width += piece.utf8.count
      }
    }
    return body
  }

  private static func quoted(_ byte: UInt8, isLast: Bool) -> String {
    let isPlain =
      (0x21...0x7e).contains(byte) && byte != 0x3d || byte == 0x20 && !isLast
    if isPlain { return String(UnicodeScalar(byte)) }
    let digits = String(byte, radix: 16, uppercase: true)
    return "=" + (digits.count == 1 ? "0" : "") + digits
  }
}

extension UTF8 {
  fileprivate static func width(_ scalar: UnicodeScalar) -> Int {
    String(scalar).utf8.count
  }
}
