// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// A JSON value (RFC 8259): what vectors, calls and answers are made of.
///
/// Whole numbers stay whole. Two values are equal when they are the same JSON
/// value: strings are compared code point by code point (Swift's own string
/// equality would take two spellings of an accented letter for one), and
/// the order of an object's members does not matter.
public enum JSON: Sendable {
  /// The literal `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number without fraction or exponent that fits 64 bits.
  case integer(Int)
  /// Any other number.
  case double(Double)
  /// A string of Unicode scalars.
  case string(String)
  /// An array.
  case array([JSON])
  /// An object, whose members keep their order.
  case object(JSONObject)
}

// MARK: - Parsing

extension JSON {
  /// How deep arrays and objects may be nested.
  public static let nestingLimit = 64

  /// How many bytes a text may have: 16 MiB.
  public static let byteLimit = 1 << 24

  /// Parses a JSON text (RFC 8259), strictly.
  ///
  /// Beyond the grammar, refuses what programs read differently: duplicate
  /// names in an object, invalid UTF-8, unpaired surrogates, a byte order
  /// mark, numbers too large for a double, and nesting deeper than
  /// ``nestingLimit``. A text of more than ``byteLimit`` bytes is refused,
  /// too. The time that it takes is proportional to the length.
  public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
    guard bytes.count <= Self.byteLimit else {
      throw JSONError(
        line: 1, column: 1,
        message: "the text is longer than \(Self.byteLimit) bytes")
    }
    var parser = JSONParser(bytes: Array(bytes))
    self = try parser.parse()
  }

  /// Parses the UTF-8 form of a text.
  public init(parsing text: some StringProtocol) throws(JSONError) {
    try self.init(parsing: text.utf8)
  }
}

// MARK: - Looking inside

extension JSON {
  /// The text, if this is a string.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number, if this is a whole one.
  public var integer: Int? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// The elements, if this is an array.
  public var array: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members, if this is an object.
  public var object: JSONObject? {
    if case .object(let members) = self { members } else { nil }
  }

  /// Whether this is `null`.
  package var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// What kind of value this is, as JSON Schema names it: `string`, `array`, ….
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .integer, .double: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  /// What kind of value this is, for messages: `a string`, `an array`, ….
  var kindInWords: String {
    switch self {
    case .null: kind
    case .array, .object: "an \(kind)"
    case .bool, .integer, .double, .string: "a \(kind)"
    }
  }

  /// The value at a dotted path such as `codes.0`, if it is there.
  ///
  /// A part names a member of an object or, as a number, an element; the
  /// empty path leads to the value itself.
  package func value(at path: String) -> JSON? {
    guard !path.isEmpty else { return self }
    var current = self
    for part in path.parts(at: ".") {
      guard let next = current.child(part) else { return nil }
      current = next
    }
    return current
  }

  private func child(_ name: String) -> JSON? {
    switch self {
    case .object(let members): return members[name]
    case .array(let elements):
      guard let index = Int(name), elements.indices.contains(index)
      else { return nil }
      return elements[index]
    default: return nil
    }
  }
}

// MARK: - Equality

extension JSON: Equatable {
  /// Whether two values are the same JSON value.
  public static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.double(let a), .double(let b)): a == b
    case (.integer(let a), .double(let b)), (.double(let b), .integer(let a)):
      Int(exactly: b) == a
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }
}

// MARK: - Literals

// There is no `nil` literal: in `object[key] = nil` a reader could not tell
// `null` from no member.
extension JSON: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// Makes `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// Makes a whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }

  /// Makes a string.
  public init(stringLiteral value: String) { self = .string(value) }

  /// Makes an array.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }

  /// Makes an object with its members in this order.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements))
  }
}
