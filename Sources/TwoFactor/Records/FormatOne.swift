// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads the first stored form of an account: one JSON object.
///
/// It is frozen: nothing writes it any more. A member that it did not have is
/// refused at any depth.
enum FormatOne {
  /// The account that a JSON text describes.
  static func state(_ bytes: [UInt8]) throws(TwoFactorError) -> Account.State {
    guard
      let tree = try? JSONDecoder().decode(JSONTree.self, from: Data(bytes))
    else { throw .unreadableState }
    var account = try Members(tree)
    let format: Int = try account.take("format")
    guard format <= 1 else { throw .newerFormat(format) }
    guard format == 1 else { throw .unreadableState }
    let state = try Account.State(&account)
    try account.end()
    return state
  }
}

/// Any JSON value.
enum JSONTree: Decodable {
  case bool(Bool)
  case unsigned(UInt64)
  case integer(Int64)
  case string(String)
  case array([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(UInt64.self) {
      self = .unsigned(number)
    } else if let number = try? value.decode(Int64.self) {
      self = .integer(number)
    } else if let text = try? value.decode(String.self) {
      self = .string(text)
    } else if let elements = try? value.decode([JSONTree].self) {
      self = .array(elements)
    } else {
      self = .object(try value.decode([String: JSONTree].self))
    }
  }
}

/// A value of the JSON form.
protocol FormatOneValue {
  init(_ tree: JSONTree) throws(TwoFactorError)
}

/// A structure of the JSON form.
protocol FormatOneObject: FormatOneValue {
  init(_ members: inout Members) throws(TwoFactorError)
}

extension FormatOneObject {
  init(_ tree: JSONTree) throws(TwoFactorError) {
    var members = try Members(tree)
    try self.init(&members)
    try members.end()
  }
}

/// The members of a JSON object that were not read yet.
struct Members {
  private var rest: [String: JSONTree]

  init(_ tree: JSONTree) throws(TwoFactorError) {
    guard case .object(let members) = tree else { throw .unreadableState }
    rest = members
  }

  /// A member, if it is there.
  mutating func find<Value: FormatOneValue>(
    _ name: String
  ) throws(TwoFactorError) -> Value? {
    guard let tree = rest.removeValue(forKey: name) else { return nil }
    return try Value(tree)
  }

  /// A member that must be there.
  mutating func take<Value: FormatOneValue>(
    _ name: String
  ) throws(TwoFactorError) -> Value {
    guard let value: Value = try find(name) else { throw .unreadableState }
    return value
  }

  /// A number within a range.
  mutating func take<Value: FormatOneValue & Comparable>(
    _ name: String, in range: ClosedRange<Value>
  ) throws(TwoFactorError) -> Value {
    let value: Value = try take(name)
    guard range.contains(value) else { throw .unreadableState }
    return value
  }

  /// What is left, by name.
  mutating func all() -> [String: JSONTree] {
    defer { rest = [:] }
    return rest
  }

  /// Refuses members that nobody has read.
  func end() throws(TwoFactorError) {
    guard rest.isEmpty else { throw .unreadableState }
  }
}
