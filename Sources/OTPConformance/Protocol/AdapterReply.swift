// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a line that an adapter sent.
package struct ReplyError: Error, Equatable, CustomStringConvertible {
  package let description: String
  /// Whether the line is not JSON at all.
  package let isText: Bool

  init(_ description: String, isText: Bool = false) {
    self.description = description
    self.isText = isText
  }
}

extension Claims {
  /// Reads an adapter's `hello`.
  ///
  /// Fields that are not known are ignored, so that adapters can say more,
  /// unless their name is nearly that of a known one. A limit has to be known.
  package init(helloLine line: some Collection<UInt8>) throws(ReplyError) {
    let object = try JSONObject(replyLine: line)
    guard object["type"]?.string == "hello" else {
      if let message = object["fault"]?.object?["message"]?.string {
        throw ReplyError("the answer to hello is a fault: \(message.quoted)")
      }
      throw ReplyError("the answer to hello has no \"type\":\"hello\"")
    }
    guard object["protocol"]?.integer == AdapterProtocol.version else {
      throw ReplyError(
        "the field protocol of hello is not \(AdapterProtocol.version)")
    }
    guard let who = object["implementation"]?.object else {
      throw ReplyError(
        "hello needs implementation with the strings name and version")
    }
    try object.checkSpelling(
      of: "field", in: "hello",
      [
        "type", "protocol", "implementation", "capabilities", "limits",
        "policies", "target", "service",
      ])
    try who.checkSpelling(
      of: "field", in: "implementation", ["name", "version", "language"])
    self.init(
      name: try who.identity("name"), version: try who.identity("version"),
      language: who["language"]?.string,
      capabilities: try object.capabilities(),
      limits: try Limits(object["limits"]),
      policies: try object.policies(),
      service: try ServiceClaims(hello: object))
  }
}

extension JSONObject {
  /// Reads a line that should be one JSON object.
  fileprivate init(
    replyLine line: some Collection<UInt8>
  ) throws(ReplyError) {
    let json: JSON
    do {
      json = try JSON(parsing: line)
    } catch {
      throw ReplyError(
        "the line is not JSON (\(error)): \(excerpt(line))", isText: true)
    }
    guard let object = json.object else {
      throw ReplyError(
        "the line is not a JSON object: \(excerpt(line))", isText: true)
    }
    self = object
  }

  /// Refuses a name that is nearly a known one.
  fileprivate func checkSpelling(
    of kind: String, in place: String, _ known: [String]
  ) throws(ReplyError) {
    for name in keys where !known.contains(name) {
      let hint = NearNames.hint(name, known)
      guard hint.isEmpty else {
        throw ReplyError(
          "the \(kind) \(name.quoted) in \(place) is not known\(hint)")
      }
    }
  }

  /// Refuses a name that is not known: it would change what is tested.
  func checkNames(
    of kind: String, _ known: [String]
  ) throws(ReplyError) {
    guard let name = keys.first(where: { !known.contains($0) }) else { return }
    throw ReplyError(
      "the \(kind) \(name.quoted) is not known" + NearNames.hint(name, known))
  }

  /// A member of the implementation that must be a string.
  fileprivate func identity(_ key: String) throws(ReplyError) -> String {
    guard let value = self[key] else {
      throw ReplyError("hello needs implementation.\(key), a string")
    }
    guard let text = value.string else {
      throw ReplyError(
        "implementation.\(key) in hello is \(value.kindInWords), not a string")
    }
    guard !text.isEmpty else {
      throw ReplyError("implementation.\(key) in hello is empty")
    }
    return text
  }

  fileprivate func capabilities() throws(ReplyError) -> Set<String> {
    guard let list = self["capabilities"]?.array else {
      throw ReplyError("hello needs capabilities, an array of strings")
    }
    let names = list.compactMap(\.string)
    guard names.count == list.count else {
      throw ReplyError("a capability in hello is not a string")
    }
    return Set(names)
  }

  fileprivate func policies() throws(ReplyError) -> [String: String] {
    guard let json = self["policies"] else { return [:] }
    guard let object = json.object else {
      throw ReplyError("the policies in hello are not an object")
    }
    var policies: [String: String] = [:]
    for (name, value) in object.members {
      guard let value = value.string else {
        throw ReplyError("the policy \(name.quoted) in hello is not a string")
      }
      policies[name] = value
    }
    return policies
  }
}

extension Claims.Limits {
  /// The names of all limits.
  package static let names =
    ["digits", "keyBytes", "counterBits"] + VerificationLimits.names

  /// Reads the limits of a `hello`.
  package init(_ json: JSON?) throws(ReplyError) {
    self.init()
    guard let json else { return }
    guard let object = json.object else {
      throw ReplyError("the limits are not an object")
    }
    try object.checkNames(of: "limit", Self.names)
    digits = try Self.range("digits", object)
    keyBytes = try Self.range("keyBytes", object)
    if let bits = object["counterBits"] {
      guard let bits = bits.integer else {
        throw ReplyError("the limit counterBits is not a whole number")
      }
      counterBits = bits
    }
    verification = try VerificationLimits(object)
  }

  private static func range(
    _ name: String, _ limits: JSONObject
  ) throws(ReplyError) -> ClosedRange<Int>? {
    guard let limit = limits[name] else { return nil }
    guard let low = limit.object?["min"]?.integer,
      let high = limit.object?["max"]?.integer, low <= high
    else {
      throw ReplyError(
        "the limit \(name) needs min and max, whole numbers of which min is not"
          + " the greater")
    }
    return low...high
  }
}

/// An adapter's answer to a call.
package struct AdapterReply: Equatable {
  /// The id of the call that is answered; `nil` where it could not be told.
  package let id: String?
  /// The answer.
  package let answer: Answer

  /// Reads a line.
  package init(_ line: some Collection<UInt8>) throws(ReplyError) {
    let object = try JSONObject(replyLine: line)
    guard let id = object["id"] else {
      throw ReplyError("the answer has no id: \(excerpt(line))")
    }
    guard id.isNull || id.string != nil else {
      let shown = id.text(.ascii)
      throw ReplyError(
        "the id of the answer is \(id.kindInWords), not the string "
          + shown.quoted)
    }
    let kinds = object.keys.filter { $0 != "id" }
    guard kinds.count == 1, let kind = kinds.first, let body = object[kind]
    else {
      throw ReplyError(
        "an answer has an id and one of value, reject, unsupported, fault: "
          + excerpt(line))
    }
    self.id = id.string
    self.answer = try Self.answer(kind, body)
  }

  private static func answer(
    _ kind: String, _ body: JSON
  ) throws(ReplyError) -> Answer {
    func text(_ name: String) throws(ReplyError) -> String {
      guard let text = body.object?[name]?.string else {
        throw ReplyError("the field \(kind).\(name) is missing or no string")
      }
      return text
    }
    switch kind {
    case "value": return .value(body)
    case "reject":
      return .reject(
        category: try text("category"),
        message: body.object?["message"]?.string)
    case "unsupported": return .unsupported(try text("what"))
    case "fault": return .fault(try text("message"))
    default:
      throw ReplyError(
        "an answer is a value, reject, unsupported or fault, not "
          + kind.quoted)
    }
  }
}

/// The beginning of a line, safe to print.
private func excerpt(_ line: some Collection<UInt8>) -> String {
  let limit = 80
  let text = String(decoding: line.prefix(limit), as: UTF8.self)
  return text.quoted + (line.count > limit ? "…" : "")
}
