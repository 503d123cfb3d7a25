// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// A way of writing base32, right or wrong.
enum Base32Writing: Sendable, CaseIterable {
  case padded, unpadded, lowerCase, separated, extraPadding, trailingBits
  case foreignCharacter, impossibleLength, paddingInside

  /// The way for some bytes: in every other question as it should be.
  static func of(_ bytes: [UInt8]) -> Base32Writing {
    let number = bytes.reduce(0) { $0 &+ Int($1) } % (2 * allCases.count)
    return number < allCases.count ? allCases[number] : .padded
  }

  /// How binding the answer is, as in the vectors.
  var level: VectorGroup.Level {
    switch self {
    case .padded, .foreignCharacter: .must
    case .impossibleLength, .paddingInside: .should
    default: .may
    }
  }

  /// The choice that the reference's answer follows from, and no other does.
  var policy: (name: String, choice: String)? {
    switch self {
    case .unpadded: ("base32.padding.missing", "accept")
    case .lowerCase: ("base32.case", "accept")
    case .separated: ("base32.separators", "accept")
    case .extraPadding: ("base32.padding.excess", "reject")
    case .trailingBits: ("base32.trailing-bits", "accept")
    default: nil
    }
  }

  /// The section of RFC 4648 that decides.
  var section: String {
    switch self {
    case .unpadded, .extraPadding, .paddingInside: "3.2"
    case .foreignCharacter: "3.3"
    case .trailingBits: "3.5"
    default: "6"
    }
  }

  /// Bytes in this way of writing.
  func text(of bytes: [UInt8]) -> String {
    let padded = Base32.encode(bytes)
    let plain = Base32.encode(bytes, padded: false)
    switch self {
    case .padded: return padded
    case .unpadded: return plain
    case .lowerCase: return padded.lowercased()
    case .separated: return Self.separated(padded, by: bytes)
    case .extraPadding: return padded + "="
    case .trailingBits: return Self.withLastBit(plain, of: bytes)
    case .foreignCharacter: return Self.withForeignCharacter(padded, by: bytes)
    case .impossibleLength:
      let missing = [1, 0, 1, 0, 2, 1, 0, 2][plain.utf8.count % 8]
      return plain + String(repeating: "A", count: missing)
    case .paddingInside: return Base32.encode(bytes.prefix(1)) + padded
    }
  }

  /// Groups of four with a space or a hyphen between them.
  private static func separated(_ text: String, by bytes: [UInt8]) -> String {
    let separator: Character = (bytes.first ?? 0) & 1 == 0 ? " " : "-"
    var groups = ""
    for (place, character) in text.enumerated() {
      if place > 0, place.isMultiple(of: 4) { groups.append(separator) }
      groups.append(character)
    }
    return groups
  }

  /// Text with the lowest bit of its last character set, which belongs to no
  /// byte unless the text ends with a whole group.
  private static func withLastBit(_ text: String, of bytes: [UInt8]) -> String {
    guard !bytes.count.isMultiple(of: 5), let last = text.last,
      let place = alphabet.firstIndex(of: last)
    else { return Base32.encode(bytes) }
    let padding = Base32.encode(bytes).utf8.count - text.utf8.count
    return text.dropLast() + String(alphabet[place | 1])
      + String(repeating: "=", count: padding)
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

  /// Digits that look like letters, each twice, and what no alphabet has.
  private static let foreign = Array("00118899!+/_.\u{e9}\u{ff21}")

  private static func withForeignCharacter(
    _ text: String, by bytes: [UInt8]
  ) -> String {
    var characters = Array(text)
    guard !characters.isEmpty else { return String(foreign[0]) }
    let number = bytes.reduce(0) { $0 &* 31 &+ Int($1) } & 0xffff
    // Before the padding.
    let count = text.prefix { $0 != "=" }.count
    characters[number % count] = foreign[number / 7 % foreign.count]
    return String(characters)
  }
}
