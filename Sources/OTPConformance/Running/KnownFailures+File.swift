// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The file that holds a baseline:
//
//   {"format": 1, "knownFailures": [
//     {"id": "hotp.rfc4226.sha1.count-0", "reason": "issue 12",
//      "observed": {"value": "55224"}}]}
//
// `observed` is a value, a rejection, or the word for what came instead of an
// answer; `step` says where in a conversation it came.

extension KnownFailures {
  /// Reads a baseline.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - file: Its name, for the error.
  ///   - vectors: The vectors; an id that they do not have is an error.
  public init(
    parsing bytes: some Collection<UInt8>, file: String, vectors: VectorSet
  ) throws(VectorError) {
    let json: JSON
    do {
      json = try JSON(parsing: bytes)
    } catch {
      throw VectorError(
        file: file, place: "\(error.line):\(error.column)",
        message: error.message)
    }
    let fields = try Fields(
      json, at: Place(file: file), keys: ["format", "knownFailures"])
    _ = try fields.integer("format", in: Self.format...Self.format)
    entries = try fields.list("knownFailures", KnownFailure.init)
    try check(vectors, Place(file: file).member("knownFailures"))
  }

  private func check(
    _ vectors: VectorSet, _ place: Place
  ) throws(VectorError) {
    let ids = Set(vectors.entries.map(\.vector.id))
    var seen: Set<String> = []
    for (index, entry) in entries.enumerated() {
      let place = place.element(index).member("id")
      guard seen.insert(entry.id).inserted else {
        throw place.error("\(entry.id) stands here twice")
      }
      if let retired = vectors.retired[entry.id] {
        let next = retired.replacedBy.map { "; \($0) took its place" } ?? ""
        throw place.error("\(entry.id) is retired" + next)
      }
      guard ids.contains(entry.id) else {
        throw place.error("no vector has the id \(entry.id)")
      }
    }
  }

  /// The file's text, with a line end after its last line.
  public var text: String {
    let json: JSON = [
      "format": .integer(Self.format),
      "knownFailures": .array(entries.map(\.json)),
    ]
    return json.text([.pretty, .ascii]) + "\n"
  }
}

extension KnownFailure {
  init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(
      json, at: place, keys: ["id", "reason", "observed"])
    id = try fields.text("id")
    reason = try fields.text("reason")
    observed = try Observation(
      fields.any("observed"), at: place.member("observed"))
  }

  fileprivate var json: JSON {
    [
      "id": .string(id), "reason": .string(reason), "observed": observed.json,
    ]
  }
}

extension KnownFailure.Observation {
  init(_ json: JSON, at place: Place) throws(VectorError) {
    switch json {
    case "error": self = .error
    case "unsupported": self = .unsupported
    default:
      let fields = try Fields(
        json, at: place, keys: ["value", "reject", "step"])
      let step =
        fields.object["step"] == nil
        ? nil : try fields.integer("step", in: 1...1_000)
      switch (fields.object["value"], fields.object["reject"]) {
      case (let value?, nil): self = .value(value, step: step)
      case (nil, _?): self = .rejection(try fields.text("reject"), step: step)
      default: throw place.error("should have one of value, reject")
      }
    }
  }

  fileprivate var json: JSON {
    var object = JSONObject()
    switch self {
    case .error: return "error"
    case .unsupported: return "unsupported"
    case .value(let value, let step):
      object["step"] = step.map(JSON.integer)
      object["value"] = value
    case .rejection(let category, let step):
      object["step"] = step.map(JSON.integer)
      object["reject"] = .string(category)
    }
    return .object(object)
  }
}
