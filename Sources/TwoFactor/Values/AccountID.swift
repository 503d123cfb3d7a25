// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The name of an account in the store: whatever the server already uses.
///
/// It is written into audit records and bound into every sealed secret, so it
/// must never change and never be given to another account.
public struct AccountID: Hashable, Sendable {
  /// The name.
  public let text: String

  /// The account of a name.
  public init(_ text: String) { self.text = text }
}

extension AccountID: Codable {
  /// Reads a string.
  public init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes a string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

extension AccountID: ExpressibleByStringLiteral, CustomStringConvertible {
  /// The account that a literal names.
  public init(stringLiteral text: String) { self.init(text) }

  /// The name.
  public var description: String { text }
}
