// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import OTPConformance

/// A validator for as much of JSON Schema 2020-12 as `vectors/schema` uses; a
/// keyword that it does not know is a fault of the schema.
final class Schema {
  /// The first thing that is wrong, and where.
  struct Fault: Error, CustomStringConvertible {
    let rule: String
    var path: [String] = []

    var description: String {
      "/" + path.reversed().joined(separator: "/") + ": " + rule
    }
  }

  private let root: JSONObject
  private var patterns: [String: NSRegularExpression] = [:]

  init(_ root: JSONObject) { self.root = root }

  /// Throws what is wrong first.
  func check(_ value: JSON) throws(Fault) { try check(value, .object(root)) }

  private func check(_ value: JSON, _ schema: JSON) throws(Fault) {
    guard case .object(let schema) = schema else {
      guard schema == true else { throw Fault(rule: "nothing is allowed") }
      return
    }
    for keyword in schema.keys {
      guard let rule = schema[keyword] else { continue }
      try check(value, keyword, rule, in: schema)
    }
  }

  private func check(
    _ value: JSON, _ keyword: String, _ rule: JSON, in schema: JSONObject
  ) throws(Fault) {
    let isKept: Bool
    switch keyword {
    case "$schema", "$id", "$defs", "title", "description", "then": return
    case "$ref": return try check(value, definition(rule))
    case "allOf":
      for part in rule.array ?? [] { try check(value, part) }
      return
    case "if":
      guard let then = schema["then"], holds(value, rule) else { return }
      return try check(value, then)
    case "anyOf": isKept = rule.array?.contains { holds(value, $0) } ?? false
    case "oneOf": isKept = rule.array?.count { holds(value, $0) } == 1
    case "const": isKept = value == rule
    case "enum": isKept = rule.array?.contains(value) ?? false
    case "type": isKept = hasType(value, rule)
    case "pattern": isKept = matches(value, pattern: rule)
    case "minLength": isKept = atLeast(rule, value.string?.count)
    case "minItems": isKept = atLeast(rule, value.array?.count)
    case "minProperties": isKept = atLeast(rule, value.object?.count)
    case "maxProperties": isKept = atMost(rule, value.object?.count)
    case "minimum": isKept = atLeast(rule, value.integer)
    case "maximum": isKept = atMost(rule, value.integer)
    case "uniqueItems": isKept = areDifferent(value.array ?? [])
    case "items":
      for (place, element) in (value.array ?? []).enumerated() {
        try check(element, rule, below: String(place))
      }
      return
    default:
      guard let object = value.object else { return }
      return try check(object, keyword, rule, in: schema)
    }
    guard isKept else { throw Fault(rule: keyword) }
  }

  /// The keywords about what an object holds.
  private func check(
    _ object: JSONObject, _ keyword: String, _ rule: JSON,
    in schema: JSONObject
  ) throws(Fault) {
    switch keyword {
    case "properties", "additionalProperties":
      let known = schema["properties"]?.object
      for name in object.keys {
        guard let member = object[name] else { continue }
        let rule = keyword == "properties" ? known?[name] : rule
        guard let rule, (known?[name] != nil) == (keyword == "properties")
        else { continue }
        try check(member, rule, below: name)
      }
    case "propertyNames":
      for name in object.keys { try check(.string(name), rule, below: name) }
    case "required":
      for name in rule.array ?? [] where object[name.string ?? ""] == nil {
        throw Fault(rule: "\(name.string ?? "?") is missing")
      }
    default: throw Fault(rule: "the keyword \(keyword) is unknown")
    }
  }

  private func check(
    _ value: JSON, _ schema: JSON, below name: String
  ) throws(Fault) {
    do throws(Fault) { try check(value, schema) } catch {
      throw Fault(rule: error.rule, path: error.path + [name])
    }
  }

  private func holds(_ value: JSON, _ schema: JSON) -> Bool {
    do throws(Fault) { try check(value, schema) } catch { return false }
    return true
  }

  // MARK: One rule

  private func definition(_ reference: JSON) -> JSON {
    let name = reference.string?.split(separator: "/").last.map(String.init)
    return root["$defs"]?.object?[name ?? ""] ?? false
  }

  private func hasType(_ value: JSON, _ rule: JSON) -> Bool {
    let types = rule.array?.compactMap(\.string) ?? [rule.string ?? ""]
    return types.contains { type in
      type == "integer" ? value.integer != nil : type == value.kind
    }
  }

  private func matches(_ value: JSON, pattern rule: JSON) -> Bool {
    guard let text = value.string, let pattern = rule.string else {
      return value.string == nil
    }
    if patterns[pattern] == nil {
      patterns[pattern] = try? NSRegularExpression(pattern: pattern)
    }
    let whole = NSRange(text.startIndex..., in: text)
    return patterns[pattern]?.firstMatch(in: text, range: whole) != nil
  }

  /// A rule about another type of value holds.
  private func atLeast(_ rule: JSON, _ count: Int?) -> Bool {
    count.map { $0 >= rule.integer ?? .max } ?? true
  }

  private func atMost(_ rule: JSON, _ count: Int?) -> Bool {
    count.map { $0 <= rule.integer ?? .min } ?? true
  }

  private func areDifferent(_ elements: [JSON]) -> Bool {
    elements.indices.allSatisfy { place in
      !elements[..<place].contains(elements[place])
    }
  }
}
