// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

/// Why a step could not be carried out: the scenario is wrong, not
/// the service.
public struct ScenarioFault: Error, Equatable, CustomStringConvertible {
  /// What is wrong with the step.
  public let description: String

  init(_ description: String) { self.description = description }

  /// A field that is missing or has the wrong JSON type.
  static func mistyped(_ field: String, _ type: String) -> ScenarioFault {
    ScenarioFault("\(field): missing or no JSON \(type)")
  }
}

/// Reads the fields of a step, strictly.
struct ActFields {
  let input: JSONObject

  /// Starts to read a step that has no fields but these.
  init(_ input: JSONObject, _ fields: String...) throws(ScenarioFault) {
    try self.init(input, fields: fields)
  }

  /// Starts to read a step that has no fields but these.
  init(_ input: JSONObject, fields: [String]) throws(ScenarioFault) {
    if let unknown = input.keys.first(where: { !fields.contains($0) }) {
      throw ScenarioFault("\(unknown): the step has no such field")
    }
    self.input = input
  }

  /// Whether a field is there.
  func has(_ field: String) -> Bool { input[field] != nil }

  /// A field that is a string.
  func text(_ field: String) throws(ScenarioFault) -> String {
    guard let text = input[field]?.string else {
      throw .mistyped(field, "string")
    }
    return text
  }

  /// A field that is a string, if it is there.
  func text(ifAny field: String) throws(ScenarioFault) -> String? {
    has(field) ? try text(field) : nil
  }

  /// A field that is an array of strings.
  func texts(_ field: String) throws(ScenarioFault) -> [String] {
    let texts = input[field]?.array?.map(\.string)
    guard let texts, !texts.contains(nil) else {
      throw .mistyped(field, "array of strings")
    }
    return texts.compactMap(\.self)
  }

  /// A field that is a whole number.
  func number(_ field: String) throws(ScenarioFault) -> Int {
    guard let number = input[field]?.integer else {
      throw .mistyped(field, "whole number")
    }
    return number
  }

  /// A field that is the decimal string of a time, in Unix seconds.
  func time(_ field: String) throws(ScenarioFault) -> UnixTime {
    guard let seconds = Int64(try text(field)) else {
      throw .mistyped(field, "string of Unix seconds")
    }
    return UnixTime(seconds)
  }
}
