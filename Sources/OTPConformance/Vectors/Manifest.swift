// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What a set of vectors says of itself (`manifest.json`).
public struct Manifest: Sendable, Equatable {
  /// The version of the suite: grows with every change of a case.
  public let suiteVersion: String
  /// The version of the file format.
  public let schemaVersion: Int
  /// The vector files, in the order in which they run.
  public let files: [File]

  /// One vector file.
  public struct File: Sendable, Equatable {
    /// The path below the vectors' folder.
    public let path: String
    /// How many cases it holds.
    public let cases: Int
  }

  init(_ json: JSON) throws(VectorError) {
    let fields = try Fields(
      json, at: Place(file: "manifest.json"),
      keys: ["suiteVersion", "schemaVersion", "files"])
    self.suiteVersion = try fields.text(
      "suiteVersion", as: "a version", Form.version)
    self.schemaVersion = try fields.integer(
      "schemaVersion", in: VectorFile.schema...VectorFile.schema)
    self.files = try fields.list("files") { json, place throws(VectorError) in
      let fields = try Fields(json, at: place, keys: ["path", "cases"])
      return File(
        path: try fields.text("path"),
        cases: try fields.integer("cases", in: 1...1_000_000))
    }
  }
}

/// A document that vectors cite (`specs.json`).
public struct SpecDocument: Sendable, Equatable {
  /// The title.
  public let title: String
  /// Where it can be read.
  public let url: String
  /// The sections that vectors may cite.
  public let sections: [String]

  static func all(_ json: JSON) throws(VectorError) -> [String: SpecDocument] {
    let file = try Fields(json, at: Place(file: "specs.json"))
    var documents: [String: SpecDocument] = [:]
    for (name, json) in file.object.members {
      let fields = try Fields(
        json, at: file.place.member(name), keys: ["title", "url", "sections"])
      documents[name] = SpecDocument(
        title: try fields.text("title"), url: try fields.text("url"),
        sections: try fields.list("sections") {
          json, place throws(VectorError) in
          guard let text = json.string else {
            throw place.mistyped("string", json)
          }
          return text
        })
    }
    return documents
  }
}

/// A case that is no longer run (`retired.json`); its id stays taken.
public struct RetiredCase: Sendable, Equatable {
  /// The suite version that retired it.
  public let since: String
  /// Why.
  public let reason: String
  /// The case that took its place.
  public let replacedBy: String?

  static func all(_ json: JSON) throws(VectorError) -> [String: RetiredCase] {
    let file = try Fields(json, at: Place(file: "retired.json"))
    var cases: [String: RetiredCase] = [:]
    for (id, json) in file.object.members {
      let fields = try Fields(
        json, at: file.place.member(id),
        keys: ["since", "reason", "replacedBy"])
      cases[id] = RetiredCase(
        since: try fields.text("since", as: "a version", Form.version),
        reason: try fields.text("reason"),
        replacedBy: try fields.optionalText("replacedBy"))
    }
    return cases
  }
}
