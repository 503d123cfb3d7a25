// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a base32 text.
///
/// It never repeats the text.
public struct Base32Error: Error, Hashable, Sendable {
  /// The kind of a fault; compare it, or match it in a `switch`.
  public struct Kind: Hashable, Sendable {
    package enum Value: Sendable {
      case character, length, padding, trailingBits
    }

    package let value: Value

    /// A character outside the alphabet (RFC 4648 section 3.3).
    public static let character = Self(value: .character)

    /// A number of characters that no bytes encode to.
    public static let length = Self(value: .length)

    /// Padding that is missing, too much, or not at the end.
    public static let padding = Self(value: .padding)

    /// Bits after the last byte that are not zero (section 3.5).
    public static let trailingBits = Self(value: .trailingBits)
  }

  /// The kind of fault.
  public let kind: Kind

  /// Where the character is, in bytes from the start, for
  /// ``Kind/character``.
  package private(set) var offset: Int?

  /// A sentence for a person.
  public let description: String

  private init(kind: Kind, offset: Int? = nil, description: String) {
    (self.kind, self.offset) = (kind, offset)
    self.description = description
  }

  /// A character outside the alphabet, `offset` bytes from the start.
  public static func character(atOffset offset: Int) -> Base32Error {
    Base32Error(
      kind: .character, offset: offset,
      description: "base32: the character at offset \(offset) is not one of "
        + "A-Z and 2-7")
  }

  /// `count` characters, a number that no bytes encode to.
  public static func length(_ count: Int) -> Base32Error {
    Base32Error(
      kind: .length,
      description: "base32: \(count) characters cannot come from whole bytes; "
        + "some are missing")
  }

  /// Padding that is missing, too much, or not at the end.
  public static let padding = Base32Error(
    kind: .padding,
    description: "base32: the '=' padding does not fill the last group of "
      + "eight characters")

  /// Bits after the last byte that are not zero.
  public static let trailingBits = Base32Error(
    kind: .trailingBits,
    description: "base32: the last character has bits that belong to no byte")
}

extension Base32Error: CustomStringConvertible {}
