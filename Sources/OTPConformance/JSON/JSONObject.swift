// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The members of a JSON object, in the order in which they were added.
///
/// Finding a member takes the same time however many there are.
public struct JSONObject: Sendable {
  /// The names of the members, in order.
  public private(set) var keys: [String] = []

  private var values: [String: JSON] = [:]

  /// Makes an object without members.
  public init() {}

  /// Makes an object; of several members with one name the last one counts.
  public init(_ members: some Sequence<(String, JSON)>) {
    for (key, value) in members { self[key] = value }
  }

  /// The value of a member; setting `nil` takes the member away.
  public subscript(key: String) -> JSON? {
    get { values[key] }
    set {
      let old = values.updateValue(newValue ?? .null, forKey: key)
      if old == nil { keys.append(key) }
      if newValue == nil {
        values[key] = nil
        keys.removeAll { $0 == key }
      }
    }
  }

  /// How many members there are.
  public var count: Int { keys.count }

  /// The members in order.
  public var members: [(key: String, value: JSON)] {
    keys.compactMap { key in values[key].map { (key, $0) } }
  }

  /// This object, overlaid by another one; a `null` there takes away.
  func overlaid(by other: JSONObject) -> JSONObject {
    var result = self
    for (key, value) in other.members {
      result[key] = value.isNull ? nil : value
    }
    return result
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
