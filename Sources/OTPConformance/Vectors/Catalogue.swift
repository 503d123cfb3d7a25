// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// Tells what the vectors hold, without running them.
public struct Catalogue: Sendable {
  private let vectors: VectorSet

  /// Makes a catalogue of a set.
  public init(of vectors: VectorSet) {
    self.vectors = vectors
  }

  /// The selected cases, a line each: id, level, and what the case tests.
  public func list(_ selection: Selection = Selection()) -> String {
    let entries = selected(selection)
    let width = entries.map(\.vector.id.count).max() ?? 0
    return entries.map { entry in
      let id = entry.vector.id.padded(to: width)
      let level = entry.group.level.rawValue.padded(to: 11)
      return "\(id)  \(level)  \(entry.vector.reason.escaped(for: .line))\n"
    }.joined()
  }

  /// The selected cases as a JSON array.
  public func json(_ selection: Selection = Selection()) -> JSON {
    .array(selected(selection).map { .object(header($0)) })
  }

  func selected(_ selection: Selection) -> [VectorEntry] {
    vectors.entries.filter {
      selection.selects($0) && !selection.excludes($0)
    }
  }

  private func header(_ entry: VectorEntry) -> JSONObject {
    [
      "id": .string(entry.vector.id),
      "suite": .string(entry.file.suite),
      "file": .string(entry.file.path),
      "group": .string(entry.group.id),
      "op": .string(entry.group.operation),
      "level": .string(entry.group.level.rawValue),
      "since": .string(entry.vector.since),
      "why": .string(entry.vector.reason),
    ]
  }
}

// MARK: - One case

extension Catalogue {
  /// Everything about one case, for a person; `nil` if there is none.
  public func explain(_ id: String) -> String? {
    guard let json = explanation(id)?.object else { return nil }
    var lines: [String] = []
    for (name, value) in json.members {
      for part in parts(of: value, named: name) {
        lines.append(
          "\(name.padded(to: 9))  \(part.escaped(for: .line))\n")
      }
    }
    return lines.joined()
  }

  /// Everything about one case, for a program; `nil` if there is none.
  public func explanation(_ id: String) -> JSON? {
    vectors.entry(id).map(explanation)
  }

  /// Everything about a case, for a program.
  func explanation(of entry: VectorEntry) -> JSON {
    var object = header(entry)
    object["requires"] = .array(
      entry.group.requirements.map { .string($0.description) })
    object["spec"] = .array(entry.group.specifications.map(json))
    switch entry.vector.expectation {
    case .steps(let steps):
      object["steps"] = .array(
        steps.map { .object($0.json(entry.call(of: $0).input)) })
    case .definite(let expected):
      object["in"] = .object(entry.call.input)
      object["expect"] = expected.json
    case .oneOf(let alternatives):
      object["in"] = .object(entry.call.input)
      object["oneOf"] = .array(alternatives.map(\.json))
    }
    object["trace"] = entry.vector.trace?.json
    object["mistakes"] = .array(entry.vector.mistakes.map { .object($0.json) })
    return .object(object)
  }

  private func json(_ cited: SpecReference) -> JSON {
    var object: JSONObject = [
      "doc": .string(cited.document), "section": .string(cited.section),
    ]
    object["note"] = cited.note.map(JSON.string)
    object["title"] = vectors.documents[cited.document].map {
      .string($0.title)
    }
    object["url"] = vectors.documents[cited.document].map { .string($0.url) }
    return .object(object)
  }

  /// Text as it is, lists an element a line, anything else as JSON.
  private func parts(of value: JSON, named name: String) -> [String] {
    if let text = value.string { return [text] }
    guard let elements = value.array else { return [value.text(.ascii)] }
    return elements.map { element in
      if let text = element.string { return text }
      guard name == "spec", let cited = element.object else {
        return element.text(.ascii)
      }
      return cited.members.compactMap(\.value.string).joined(separator: ", ")
    }
  }
}

extension Expectation.Step {
  /// The form that vectors use.
  ///
  /// - Parameter input: The input, with or without the group's defaults.
  func json(_ input: JSONObject) -> JSONObject {
    var object: JSONObject = [
      "op": .string(operation), "in": .object(input),
    ]
    if !derivations.isEmpty {
      object["derive"] = .object(
        JSONObject(derivations.map { ($0.name, $0.json) }))
      if isSkippedIfSame { object["skipIfSame"] = true }
    }
    switch expectation {
    case .definite(let expected): object["expect"] = expected.json
    case .oneOf(let alternatives):
      object["oneOf"] = .array(alternatives.map(\.json))
    case .steps, nil: break
    }
    object["random"] = randomness?.json
    if !saves.isEmpty {
      object["save"] = .object(
        JSONObject(saves.map { ($0.name, .string($0.path)) }))
    }
    return object
  }
}

extension Expectation.Alternative {
  /// The form that vectors use.
  var json: JSON {
    var object: JSONObject = ["policy": [policy: .string(value)]]
    for (name, value) in expected.json.object?.members ?? [] {
      object[name] = value
    }
    return .object(object)
  }
}

extension Trace {
  /// The form that vectors use.
  var json: JSON {
    var object: JSONObject = [:]
    object["counter"] = counter.map { .string(String($0)) }
    object["message"] = message.map { .string(Hex.encode($0)) }
    object["hmac"] = .string(Hex.encode(hmac))
    object["offset"] = .integer(offset)
    object["binary"] = .string(String(binary))
    return .object(object)
  }
}

extension String {
  /// The text with spaces after it up to a width.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

extension Mistake {
  /// The form that vectors use.
  ///
  /// Where the cause is known, what is said about
  /// it is the same as in a report.
  fileprivate var json: JSONObject {
    let known = Cause.named(cause)
    var object: JSONObject = [
      "value": value, "cause": .string(cause),
      "hint": .string(known?.hint ?? hint),
    ]
    object["clause"] = known?.clause.map { .string($0.text) }
    return object
  }
}
