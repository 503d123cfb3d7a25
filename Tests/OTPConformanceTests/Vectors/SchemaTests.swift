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
}
