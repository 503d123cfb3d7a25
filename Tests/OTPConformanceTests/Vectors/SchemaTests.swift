// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import OTPConformance

/// `vectors/schema` describes the files beside it, and no others.
@Suite struct SchemaTests {
  private static let folder = Repository.url("vectors").path + "/"

  private static func file(_ path: String) throws -> JSON {
    let data = try #require(FileManager.default.contents(atPath: folder + path))
    return try JSON(parsing: data)
  }

  private static func schema(_ name: String) throws -> Schema {
    let root = try file("schema/\(name).schema.json")
    return Schema(try #require(root.object))
  }

  private static func vectorFiles() throws -> [String] {
    let files = try file("manifest.json").object?["files"]?.array ?? []
    return files.compactMap { $0.object?["path"]?.string }
  }

  @Test(arguments: ["manifest", "specs", "retired"])
  func lists(_ name: String) throws {
    try Self.schema(name).check(Self.file("\(name).json"))
  }

  @Test(arguments: try vectorFiles()) func vectors(_ path: String) throws {
    try Self.schema("vectors").check(Self.file(path))
  }

  /// Each change is one that somebody who writes a scenario could make; the
  /// schema must see it.
  @Test(arguments: [
    (#""do": "sign-in""#, #""do": "sign-inn""#),
    (#""do": "sign-in""#, #""do": "verify""#),
    (#""password": "seven"#, #""passwort": "seven"#),
    (#""now": "1700000010""#, #""now": 1700000010"#),
    (#""now": "1700000010""#, #""now": "yesterday""#),
    (#""lastFour": "5678""#, #""lastfour": "5678""#),
    (#""lastFour": "5678""#, #""lastFour": "5678", "code": "123456""#),
    (#""factor": "totp""#, #""factor": "app""#),
    (#""answer": "challenge""#, #""answer": "challenged""#),
    (#""assurance": 1"#, #""assurance": 3"#),
    (#""assurance": 1"#, #""assurance": 1, "level": 1"#),
    (#""what": "code""#, #""what": "codes""#),
    (#""backupCodes": "optional""#, #""backupCodes": "some""#),
    (#""backupCodes": "optional""#, #""backupcodes": "optional""#),
    (#""op": "flow.inbox""#, #""op": "flow.mail""#),
    (#""mail alice@example.org: notice"#, #""alice@example.org, notice"#),
    (#""save": { "h": "handle" }"#, #""save": { "H": "handle" }"#),
  ])
  func mistakesInScenariosAreSeen(_ old: String, _ new: String) throws {
    let path = Self.folder + "flows/losing.json"
    let data = try #require(FileManager.default.contents(atPath: path))
    let text = String(decoding: data, as: UTF8.self)
    let place = try #require(text.firstRange(of: old), "\(old)")
    let changed = try JSON(
      parsing: text.replacingCharacters(in: place, with: new))
    let schema = try Self.schema("vectors")
    #expect(throws: Schema.Fault.self) { try schema.check(changed) }
  }
}
