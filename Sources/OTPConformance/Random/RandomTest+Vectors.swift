// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Differences as vectors, which every report and `--vectors` can read.

extension RandomTest.Result {
  /// The version of a set of differences, and of the cases in it.
  ///
  /// It is none of the published sets; the digest tells one from another.
  static let suiteVersion = "0.0.0"

  /// The files of a folder of vectors that has the differences, by their
  /// paths; none if there are no differences.
  ///
  /// - Parameter seed: The seed of the test, for the reasons of the cases.
  public func files(seed: UInt64) -> [(path: String, bytes: [UInt8])] {
    guard !differences.isEmpty else { return [] }
    let groups = differences.enumerated().map { index, difference in
      difference.question.group(
        index + 1, difference.expected,
        reason: "Question \(difference.number) of the seed \(seed), as small"
          + " as it was made.")
    }
    let file: JSON = [
      "schema": .integer(VectorFile.schema), "suite": "random",
      "title": "Differences from the reference",
      "source": ["name": "otpkit", "kind": "derived"],
      "groups": .array(groups),
    ]
    let manifest: JSON = [
      "suiteVersion": .string(Self.suiteVersion),
      "schemaVersion": .integer(VectorFile.schema),
      "files": [["path": "random.json", "cases": .integer(groups.count)]],
    ]
    let specs = VectorSource.embedded.filter { $0.path == "specs.json" }
    return [
      ("manifest.json", manifest.file), ("random.json", file.file),
      ("retired.json", JSON.object([:]).file),
    ] + specs.map { ($0.path, $0.bytes) }
  }

  /// The differences as a set of vectors; `nil` if there are none.
  ///
  /// - Parameter seed: The seed of the test.
  public func vectors(seed: UInt64) throws(VectorError) -> VectorSet? {
    let files = files(seed: seed)
    guard !files.isEmpty else { return nil }
    return try VectorSet(
      files.map { VectorSource(path: $0.path, bytes: $0.bytes) })
  }
}

extension JSON {
  /// The text of a file.
  fileprivate var file: [UInt8] { Array((text(.pretty) + "\n").utf8) }
}
