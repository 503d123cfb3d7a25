// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

extension VectorFile {
  /// The version of the file format that this code reads.
  static let schema = 1

  /// Reads a parsed file.
  init(_ json: JSON, path: String) throws(VectorError) {
    let fields = try Fields(
      json, at: Place(file: path),
      keys: ["schema", "suite", "title", "source", "groups"])
    _ = try fields.integer("schema", in: Self.schema...Self.schema)
    self.path = path
    self.suite = try fields.text("suite", as: "a slug", Form.slug)
    self.title = try fields.text("title")
    self.source = try Source(
      fields.any("source"), at: fields.place.member("source"))
    self.groups = try fields.list("groups", VectorGroup.init)
  }
}

extension VectorFile.Source {
  init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(json, at: place, keys: ["name", "kind"])
    self.name = try fields.text("name")
    self.kind = try fields.text("kind")
  }
}

extension VectorGroup {
  init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(
      json, at: place,
      keys: ["id", "op", "level", "requires", "spec", "defaults", "cases"])
    self.id = try fields.text("id", as: "a slug", Form.slug)
    self.operation = try fields.text(
      "op", as: "an operation", Vocabulary.operation)
    self.level = try fields.text("level", as: "a level") {
      Level(rawValue: $0)
    }
    self.requirements = try fields.optionalList(
      "requires", Requirement.init(json:at:))
    self.specifications = try fields.list("spec", SpecReference.init)
    guard !specifications.isEmpty else {
      throw place.member("spec").error("cites no section")
    }
    self.defaults =
      fields.object["defaults"] == nil ? [:] : try fields.object("defaults")
    self.cases = try fields.list("cases", VectorCase.init)
    guard !cases.isEmpty else {
      throw place.member("cases").error("has no case")
    }
    try checkTraces(at: place)
  }

  /// A trace explains the digits of a 31-bit number: there are 1 to 10.
  private func checkTraces(at place: Place) throws(VectorError) {
    for (index, vector) in cases.enumerated() where vector.trace != nil {
      let place = place.member("cases").element(index).member("in")
      var inputs = [vector.input]
      if case .steps(let steps) = vector.expectation {
        inputs += steps.map(\.input)
      }
      for input in inputs {
        let call = JSON.object(defaults.overlaid(by: input))
        let fields = try Fields(call, at: place)
        guard fields.object["digits"] != nil else { continue }
        _ = try fields.integer("digits", in: 1...10)
      }
    }
  }
}

extension Requirement {
  init(json: JSON, at place: Place) throws(VectorError) {
    guard let text = json.string else { throw place.mistyped("string", json) }
    guard let requirement = Requirement(text) else {
      throw place.error("\(text.quoted) is not a requirement")
    }
    self = requirement
  }
}

extension SpecReference {
  init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(
      json, at: place, keys: ["doc", "section", "note"])
    self.document = try fields.text("doc")
    self.section = try fields.text("section")
    self.note = try fields.optionalText("note")
  }
}

extension VectorCase {
  init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(
      json, at: place,
      keys: ["id", "since", "why", "in", "expect", "trace", "mistakes"])
    self.id = try fields.text("id", as: "a slug", Form.slug)
    self.since = try fields.text("since", as: "a version", Form.version)
    self.reason = try fields.text("why")
    self.input = try fields.object("in")
    let expectation = try Expectation(
      fields.any("expect"), at: place.member("expect"))
    self.expectation = expectation
    self.trace = try fields.object["trace"].map { json throws(VectorError) in
      try Trace(json, at: place.member("trace"))
    }
    self.mistakes = try fields.optionalList("mistakes") {
      json, place throws(VectorError) in
      let mistake = try Mistake(json, at: place)
      guard expectation != .definite(.value(mistake.value)) else {
        throw place.error("is the right answer")
      }
      return mistake
    }
  }
}

extension Trace {
  init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(
      json, at: place,
      keys: ["counter", "message", "hmac", "offset", "binary"])
    let hasMessage = fields.object["message"] != nil
    guard hasMessage != (fields.object["counter"] != nil) else {
      throw place.error("needs either counter or message")
    }
    self.counter =
      hasMessage
      ? nil
      : try fields.text("counter", as: "a counter") { UInt64(decimal: $0) }
    self.message =
      hasMessage
      ? try fields.text("message", as: "hexadecimal") { Hex.decode($0) } : nil
    self.hmac = try fields.text("hmac", as: "hexadecimal") { Hex.decode($0) }
    self.offset = try fields.integer("offset", in: 0...15)
    self.binary = try fields.text("binary", as: "a 31-bit number") { text in
      UInt64(decimal: text).flatMap { $0 >> 31 == 0 ? UInt32($0) : nil }
    }
  }
}

extension Mistake {
  init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(
      json, at: place, keys: ["value", "cause", "hint"])
    self.value = try fields.any("value")
    self.cause = try fields.text("cause", as: "a known cause") {
      Vocabulary.causes.contains($0) ? $0 : nil
    }
    self.hint = try fields.text("hint")
  }
}

extension Vocabulary {
  /// The name of an operation, if it is one.
  static func operation(_ name: String) -> String? {
    operations.contains(name) || serviceOperations.contains(name)
      || ServiceVocabulary.storyOperations.contains(name) ? name : nil
  }
}
