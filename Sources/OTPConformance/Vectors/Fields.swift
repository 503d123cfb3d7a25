// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// Reads the members of one object of a vector file, strictly: what is
/// missing, mistyped or unknown is an error that names its place.
package struct Fields {
  package let place: Place
  package let object: JSONObject

  /// Starts to read an object that has no members but these.
  package init(
    _ json: JSON, at place: Place, keys: [String]
  ) throws(VectorError) {
    try self.init(json, at: place)
    if let unknown = object.keys.first(where: { !keys.contains($0) }) {
      throw place.error("unknown key \(unknown.quoted)")
    }
  }

  /// Starts to read an object whose members are named by the vectors.
  package init(_ json: JSON, at place: Place) throws(VectorError) {
    guard let object = json.object else { throw place.mistyped("object", json) }
    self.place = place
    self.object = object
  }

  /// A member that must be there.
  package func any(_ key: String) throws(VectorError) -> JSON {
    guard let value = object[key] else {
      throw place.error("the key \"\(key)\" is missing")
    }
    return value
  }

  /// A member that must be a string and not empty.
  package func text(_ key: String) throws(VectorError) -> String {
    let value = try any(key)
    guard let text = value.string else {
      throw place.member(key).mistyped("string", value)
    }
    guard !text.isEmpty else { throw place.member(key).error("is empty") }
    return text
  }

  /// A member that must be a string if it is there and not null.
  package func optionalText(_ key: String) throws(VectorError) -> String? {
    switch object[key] {
    case nil, .null: nil
    default: try text(key)
    }
  }

  /// A member that must be a string of a certain form.
  package func text<Value>(
    _ key: String, as form: String, _ read: (String) -> Value?
  ) throws(VectorError) -> Value {
    let text = try text(key)
    guard let value = read(text) else {
      throw place.member(key).error("\(text.quoted) is not \(form)")
    }
    return value
  }

  /// A member that must be a whole number in a range.
  package func integer(
    _ key: String, in range: ClosedRange<Int>
  ) throws(VectorError) -> Int {
    let value = try any(key)
    guard let number = value.integer else {
      throw place.member(key).mistyped("whole number", value)
    }
    guard range.contains(number) else {
      throw place.member(key).error(
        "\(number) is outside \(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  /// A member that must be an object, as it stands.
  package func object(_ key: String) throws(VectorError) -> JSONObject {
    try Fields(any(key), at: place.member(key)).object
  }

  /// A member that must be an array, each element read in turn.
  package func list<Element>(
    _ key: String,
    _ read: (JSON, Place) throws(VectorError) -> Element
  ) throws(VectorError) -> [Element] {
    let value = try any(key)
    guard let elements = value.array else {
      throw place.member(key).mistyped("array", value)
    }
    var result: [Element] = []
    for (index, element) in elements.enumerated() {
      result.append(try read(element, place.member(key).element(index)))
    }
    return result
  }

  /// A member that must be an array if it is there.
  package func optionalList<Element>(
    _ key: String,
    _ read: (JSON, Place) throws(VectorError) -> Element
  ) throws(VectorError) -> [Element] {
    object[key] == nil ? [] : try list(key, read)
  }
}

extension Place {
  /// An error about a value of the wrong kind.
  package func mistyped(_ expected: String, _ value: JSON) -> VectorError {
    error("should be a JSON \(expected), is \(value.kindInWords)")
  }
}

/// The forms of names and versions.
package enum Form {
  /// Lower-case words, joined by dots and hyphens.
  static func slug(_ text: String) -> String? {
    let isSlug = text.utf8.allSatisfy { byte in
      byte.isDigit || (0x61...0x7a).contains(byte) || byte == 0x2e
        || byte == 0x2d
    }
    return isSlug ? text : nil
  }

  /// Three numbers, joined by dots.
  static func version(_ text: String) -> String? {
    let parts = text.parts(at: ".")
    return parts.count == 3
      && parts.allSatisfy { UInt64(decimal: $0) != nil } ? text : nil
  }

  /// A month or a day (ISO 8601), such as `2026-11` or `2026-11-28`.
  package static func date(_ text: String) -> String? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let ranges = [1970...9999, 1...12, 1...31]
    guard parts.map(\.utf8.count) == [4, 2, 2].prefix(parts.count).map(\.self),
      (2...3).contains(parts.count)
    else { return nil }
    let isDate = zip(parts, ranges).allSatisfy { part, range in
      part.utf8.allSatisfy(\.isDigit) && Int(part).map(range.contains) == true
    }
    return isDate ? text : nil
  }

  /// The digest of a set of vectors: 64 hexadecimal digits.
  static func digest(_ text: String) -> String? {
    let isDigest =
      text.utf8.count == 64
      && text.utf8.allSatisfy { $0.isDigit || (0x61...0x66).contains($0) }
    return isDigest ? text : nil
  }

  /// A word after the dollar sign of a reference.
  static func reference(_ text: String) -> String? {
    text.text(after: "$")
  }
}
