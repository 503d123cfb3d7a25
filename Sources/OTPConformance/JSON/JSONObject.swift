// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The members of a JSON object, in the order in which they were added.
///
/// Finding a member takes the same time however many there are. Two names are
/// the same if they have the same code points: `é` as one and as two is two
/// names (RFC 8259 section 8.3), and one to Swift's own string equality.
public struct JSONObject: Sendable {
  /// The names of the members, in order.
  public private(set) var keys: [String] = []

  private var values: [Name: JSON] = [:]

  /// Makes an object without members.
  public init() {}

  /// Makes an object; of several members with one name the last one counts.
  public init(_ members: some Sequence<(String, JSON)>) {
    for (key, value) in members { self[key] = value }
  }

  /// The value of a member; setting `nil` takes the member away.
  public subscript(key: String) -> JSON? {
    get { values[Name(key)] }
    set {
      let name = Name(key)
      let old = values.updateValue(newValue ?? .null, forKey: name)
      if old == nil { keys.append(key) }
      if newValue == nil {
        values[name] = nil
        keys.removeAll { Name($0) == name }
      }
    }
  }

  /// How many members there are.
  public var count: Int { keys.count }

  /// The members in order.
  public var members: [(key: String, value: JSON)] {
    keys.compactMap { key in self[key].map { (key, $0) } }
  }

  /// This object, overlaid by another one; a `null` there takes away.
  func overlaid(by other: JSONObject) -> JSONObject {
    // Nothing is taken away from `result`, which would take as long as it is.
    var result = JSONObject()
    for (key, value) in members {
      let new = other[key] ?? value
      // A null of its own stays; one of `other` takes the member away.
      if other[key] == nil || !new.isNull { result[key] = new }
    }
    for (key, value) in other.members where !value.isNull {
      result[key] = value
    }
    return result
  }
}

/// A member's name, compared code point by code point.
private struct Name: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: Name, right: Name) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension JSONObject: Equatable {
  /// Whether both have the same members, in whatever order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.values == right.values
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Makes an object with its members in this order.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self.init(elements)
  }
}
