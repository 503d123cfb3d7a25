// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AdapterProcess
import CoreImplementation
import OTPConformance
import OTPCore

// The parsers of the conformance kit.

extension FuzzTarget {
  private static let embedded = try? VectorSet.embedded()

  static func json(_ bytes: [UInt8]) throws(Violation) {
    guard let value = try? JSON(parsing: bytes) else { return }
    for format in [JSON.Format.pretty, .ascii] {
      let again = try? JSON(parsing: value.text(format))
      try require(again == value, "a JSON value is read as another")
    }
  }

  static func reply(_ bytes: [UInt8]) {
    _ = try? Claims(helloLine: bytes)
    _ = try? AdapterReply(bytes)
  }

  /// Lines to an adapter, the first of them after a greeting.
  static func request(_ bytes: [UInt8]) async throws(Violation) {
    var server = AdapterServer(CoreImplementation(version: "0"))
    _ = await server.respond(to: #"{"type":"hello","protocol":1,"runner":"x"}"#)
    for line in bytes.split(separator: 0x0a).prefix(8) {
      let answer = await server.respond(to: line)
      let isLine = answer?.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
      try require(isLine != false, "an answer is more than a line")
    }
  }

  static func toolFile(_ bytes: [UInt8]) {
    _ = try? ToolFile(bytes, name: "tool.json")
  }

  static func baseline(_ bytes: [UInt8]) {
    guard let embedded else { return }
    _ = try? KnownFailures(parsing: bytes, file: "known", vectors: embedded)
  }

  static func report(_ bytes: [UInt8]) {
    guard let run = try? RunSummary(parsing: bytes, file: "report") else {
      return
    }
    let matrix = Matrix([run])
    _ = (matrix.html, matrix.markdown)
  }

  /// A file of vectors, run against answers that are mostly wrong.
  static func vectors(_ bytes: [UInt8]) async {
    guard let set = try? VectorSet(sources(of: bytes)) else { return }
    guard let report = try? await Runner(vectors: set).run(Wrong()) else {
      return
    }
    _ = HumanReporter().text(for: report)
    _ = JSONReporter().text(for: report)
  }

  /// A folder of vectors that has this file.
  private static func sources(of bytes: [UInt8]) -> [VectorSource] {
    let groups = (try? JSON(parsing: bytes))?.value(at: "groups")?.array ?? []
    let count = groups.reduce(0) {
      $0 + ($1.value(at: "cases")?.array?.count ?? 0)
    }
    let manifest: JSON = [
      "suiteVersion": "1.0.0", "schemaVersion": 1,
      "files": [["path": "fuzzed.json", "cases": .integer(count)]],
    ]
    return VectorSource.embedded.filter { $0.path == "specs.json" } + [
      VectorSource(path: "manifest.json", bytes: manifest.utf8()),
      VectorSource(path: "retired.json", bytes: Array("{}".utf8)),
      VectorSource(path: "fuzzed.json", bytes: bytes),
    ]
  }

  /// Answers each call with the same code.
  private struct Wrong: Implementation {
    let claims = Claims(
      name: "wrong", version: "0",
      capabilities: Vocabulary.operations.union(Vocabulary.abilities))

    func answer(_ call: Call) async throws -> Answer {
      .value(call.integer("digits") == 8 ? "87654321" : "000000")
    }
  }
}
