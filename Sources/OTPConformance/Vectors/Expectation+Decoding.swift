// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension Expectation {
  /// Reads exactly one of `value`, `uri`, `reject`, `oneOf` and `steps`.
  init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(
      json, at: place, keys: ["value", "uri", "reject", "oneOf", "steps"])
    guard fields.object.count == 1 else {
      throw place.error("should have one of value, uri, reject, oneOf, steps")
    }
    switch fields.object.keys.first {
    case "oneOf":
      self = .oneOf(
        try fields.list("oneOf", Alternative.init(_:at:)))
      try checkAlternatives(at: place.member("oneOf"))
    case "steps":
      self = .steps(try fields.list("steps", Step.init(_:at:)))
      try checkReferences(at: place.member("steps"))
    default: self = .definite(try Definite(fields))
    }
  }

  /// Alternatives name one policy and cover each of its values once.
  private func checkAlternatives(at place: Place) throws(VectorError) {
    guard case .oneOf(let alternatives) = self else { return }
    guard let name = alternatives.first?.policy,
      let policy = Policy.named(name)
    else { throw place.error("has no alternative") }
    guard alternatives.allSatisfy({ $0.policy == name }) else {
      throw place.error("names more than one policy")
    }
    guard alternatives.map(\.value).sorted() == policy.values.sorted() else {
      throw place.error("does not cover each value of \(name) once")
    }
  }

  /// A step refers only to what an earlier one has saved.
  private func checkReferences(at place: Place) throws(VectorError) {
    guard case .steps(let steps) = self else { return }
    guard !steps.isEmpty else { throw place.error("has no step") }
    var saved: Set<String> = []
    for (index, step) in steps.enumerated() {
      let place = place.element(index)
      for derivation in step.derivations {
        guard saved.contains(derivation.source) else {
          throw place.member("derive").member(derivation.name).error(
            "no earlier step saves \"\(derivation.source)\"")
        }
        saved.insert(derivation.name)
      }
      let unknown = JSON.object(step.input).references.subtracting(saved)
      if let name = unknown.min() {
        throw place.member("in").error("no earlier step saves \"\(name)\"")
      }
      saved.formUnion(step.saves.map(\.name))
    }
  }
}

extension Expectation.Definite {
  /// Reads `value`, `uri` or `reject`.
  init(_ fields: Fields) throws(VectorError) {
    let kinds = ["value", "uri", "reject"].filter { fields.object[$0] != nil }
    guard kinds.count == 1 else {
      throw fields.place.error("should have one of value, uri, reject")
    }
    switch kinds[0] {
    case "value":
      self = .value(try fields.any("value"))
      return
    case "uri":
      self = .uri(
        try fields.text("uri", as: "an otpauth URI") {
          URIMeaning($0) == nil ? nil : $0
        })
      return
    default: break
    }
    let reject = try Fields(
      fields.any("reject"), at: fields.place.member("reject"),
      keys: ["category"])
    self = .reject(
      category: try reject.text("category", as: "a category") {
        Vocabulary.categories.contains($0) ? $0 : nil
      })
  }
}

extension Expectation.Alternative {
  init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(
      json, at: place, keys: ["policy", "value", "uri", "reject"])
    let choice = try Fields(
      fields.any("policy"), at: place.member("policy"))
    guard choice.object.count == 1, let name = choice.object.keys.first else {
      throw choice.place.error("should name one policy")
    }
    guard let policy = Policy.named(name) else {
      throw choice.place.error("unknown policy \"\(name)\"")
    }
    self.policy = name
    self.value = try choice.text(name, as: "one of its values") {
      policy.values.contains($0) ? $0 : nil
    }
    self.expected = try Expectation.Definite(fields)
  }
}

extension Expectation.Step {
  init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(
      json, at: place,
      keys: [
        "op", "derive", "skipIfSame", "in", "expect", "random", "save",
      ])
    self.operation = try fields.text(
      "op", as: "an operation", Vocabulary.operation)
    self.derivations = try Derivation.all(fields)
    self.isSkippedIfSame = fields.object["skipIfSame"] == true
    guard fields.object["skipIfSame"] == nil || isSkippedIfSame,
      !isSkippedIfSame || !derivations.isEmpty && fields.object["save"] == nil
    else {
      throw place.member("skipIfSame").error(
        "should be true, beside derive and without save")
    }
    self.input = try fields.object("in")
    try Self.checkWords(of: operation, input, at: place.member("in"))
    let expectation = try fields.object["expect"].map {
      json throws(VectorError) in
      try Expectation(json, at: place.member("expect"))
    }
    if case .steps = expectation {
      throw place.member("expect").error("steps cannot be nested")
    }
    self.expectation = expectation
    self.randomness = try fields.object["random"].map {
      json throws(VectorError) in
      try Randomness(json, at: place.member("random"))
    }
    self.saves = try Self.saves(fields)
  }

  /// What a story asks of secrets and backup codes is a known word.
  private static func checkWords(
    of operation: String, _ input: JSONObject, at place: Place
  ) throws(VectorError) {
    let fields = try Fields(.object(input), at: place)
    switch operation {
    case "kit.secret":
      _ = try fields.text(
        "check", as: "a check of a secret",
        ServiceVocabulary.SecretCheck.init(rawValue:))
    case "kit.backup" where input["check"] != nil:
      _ = try fields.text(
        "check", as: "a check of backup codes",
        ServiceVocabulary.BackupCheck.init(rawValue:))
    default: break
    }
  }

  private static func saves(
    _ fields: Fields
  ) throws(VectorError) -> [Expectation.Save] {
    guard let json = fields.object["save"] else { return [] }
    let save = try Fields(json, at: fields.place.member("save"))
    var result: [Expectation.Save] = []
    for (name, value) in save.object.members {
      guard let path = value.string else {
        throw save.place.member(name).mistyped("string", value)
      }
      result.append(Expectation.Save(name: name, path: path))
    }
    return result
  }
}

// MARK: - References

extension JSON {
  /// The names that strings such as `$handle` refer to, at any depth.
  package var references: Set<String> {
    switch self {
    case .string(let text): Set([Form.reference(text)].compactMap(\.self))
    case .array(let elements):
      elements.reduce(into: []) { $0.formUnion($1.references) }
    case .object(let object):
      object.members.reduce(into: []) { $0.formUnion($1.value.references) }
    default: []
    }
  }

  /// The value with each reference replaced by what was saved.
  package func resolving(_ saved: [String: JSON]) -> JSON {
    switch self {
    case .string(let text):
      Form.reference(text).flatMap { saved[$0] } ?? self
    case .array(let elements): .array(elements.map { $0.resolving(saved) })
    case .object(let object):
      .object(JSONObject(object.members.map { ($0, $1.resolving(saved)) }))
    default: self
    }
  }
}
