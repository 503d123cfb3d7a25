// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The adapter protocol's own version.
public enum AdapterProtocol {
  /// The only version there is.
  public static let version = 1
}

/// A line that a runner sends to an adapter.
package enum AdapterRequest: Equatable {
  /// Opens the conversation.
  case hello(protocol: Int)
  /// Asks a question; the answer carries the same id.
  case call(id: String, Call)
  /// Ends the conversation.
  case bye

  /// The line in UTF-8, without its line end.
  package func line(runner: String) -> [UInt8] {
    let object: JSONObject =
      switch self {
      case .hello(let version):
        [
          "type": "hello", "protocol": .integer(version),
          "runner": .string(runner),
        ]
      case .call(let id, let call):
        [
          "type": "call", "id": .string(id), "op": .string(call.operation),
          "in": .object(call.input),
        ]
      case .bye: ["type": "bye"]
      }
    return JSON.object(object).utf8()
  }

  /// Reads a line.
  init(_ line: some Collection<UInt8>) throws(AdapterFault) {
    let json: JSON
    do {
      json = try JSON(parsing: line)
    } catch {
      throw AdapterFault("the line is not JSON: \(error)")
    }
    guard let object = json.object else {
      throw AdapterFault("the line is not a JSON object")
    }
    guard let type = object["type"]?.string else {
      throw AdapterFault("the field type is missing or no string")
    }
    switch type {
    case "hello": self = try .hello(object)
    case "call": self = try .call(object)
    case "bye": self = .bye
    default: throw AdapterFault("the field type is none of hello, call, bye")
    }
  }

  private static func hello(
    _ object: JSONObject
  ) throws(AdapterFault) -> AdapterRequest {
    guard let version = object["protocol"]?.integer else {
      throw AdapterFault("the field protocol is missing or no whole number")
    }
    return .hello(protocol: version)
  }

  private static func call(
    _ object: JSONObject
  ) throws(AdapterFault) -> AdapterRequest {
    guard let id = object["id"]?.string else {
      throw AdapterFault("the field id is missing or no string")
    }
    let fields = ["type", "id", "op", "in"]
    if let unknown = object.keys.first(where: { !fields.contains($0) }) {
      throw AdapterFault(.unsupported("field \(unknown)"), id: id)
    }
    guard let operation = object["op"]?.string else {
      throw AdapterFault("the field op is missing or no string", id: id)
    }
    guard let input = object["in"]?.object else {
      throw AdapterFault("the field in is missing or no object", id: id)
    }
    return .call(id: id, Call(operation, input))
  }
}

/// The answer to a line that cannot be served.
///
/// It names fields, never values: a value may be a secret.
struct AdapterFault: Error, Equatable {
  let answer: Answer
  let id: String?

  init(_ answer: Answer, id: String?) {
    self.answer = answer
    self.id = id
  }

  init(_ message: String, id: String? = nil) {
    self.init(.fault(message), id: id)
  }
}

/// A line that an adapter sends to a runner.
enum AdapterResponse: Equatable {
  /// Answers a hello.
  case hello(Claims)
  /// Answers a call, or anything else with a fault.
  case answer(id: String?, Answer)

  /// The line, without its line end.
  var line: String { JSON.object(object).text() }

  private var object: JSONObject {
    switch self {
    case .hello(let claims):
      let hello: JSONObject = [
        "type": "hello",
        "protocol": .integer(AdapterProtocol.version),
        "implementation": .object(claims.identity),
        "capabilities": .array(claims.capabilities.sorted().map(JSON.string)),
        "limits": .object(claims.limits.json),
        "policies": .object(claims.policyObject),
      ]
      return hello.overlaid(by: JSONObject(claims.service?.members ?? []))
    case .answer(let id, let answer):
      return JSONObject(
        [("id", id.map(JSON.string) ?? .null)]
          + answer.json.members.map { ($0.key, $0.value) })
    }
  }
}

extension Claims {
  fileprivate var policyObject: JSONObject {
    JSONObject(
      policies.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
  }
}

extension Claims.Limits {
  fileprivate var json: JSONObject {
    func range(_ range: ClosedRange<Int>) -> JSON {
      ["min": .integer(range.lowerBound), "max": .integer(range.upperBound)]
    }
    var object = JSONObject()
    object["digits"] = digits.map(range)
    object["counterBits"] = counterBits.map(JSON.integer)
    object["keyBytes"] = keyBytes.map(range)
    for (name, value) in verification.fields { object[name] = value }
    return object
  }
}
