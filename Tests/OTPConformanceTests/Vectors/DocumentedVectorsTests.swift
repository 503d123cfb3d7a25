// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import OTPConformance

/// What the documents say of the vectors is true of the embedded ones.
struct DocumentedVectorsTests {
  static let documents = [
    "README.md", "CONTRIBUTING.md", "docs/reports.md", "docs/first-run.md",
    "docs/adapter-protocol.md", "docs/tool-file.md", "docs/decisions.md",
    "docs/matrix-notes.md", "vectors/README.md", "adapters/README.md",
    "docs/services.md", "docs/service-mutants.md", "docs/test-your-sign-in.md",
  ]

  private let vectors: VectorSet

  init() throws {
    vectors = try VectorSet.embedded()
  }

  /// Every id, group and pattern that a document names selects something.
  @Test(arguments: documents)
  func namesExist(document: String) throws {
    let known = vectors.entries.flatMap { [$0.vector.id, $0.group.id] }
    for name in try names(in: document) {
      #expect(
        known.contains { $0.matches(name) || $0.hasPrefix(name + ".") },
        "\(document): \(name)")
    }
  }

  @Test func manyNamesAreFound() throws {
    #expect(try names(in: "docs/matrix-notes.md").count > 10)
    #expect(try names(in: "docs/reports.md").count > 1)
  }

  /// The names of three parts and more, without policies.
  private func names(in document: String) throws -> [String] {
    let suites = Set(vectors.files.map(\.suite)).sorted().joined(separator: "|")
    let pattern = try Regex(
      "\\b(?:\(suites))(?:\\.[a-z0-9*?-]+){2,}")
    return try Repository.text(document).matches(of: pattern)
      .map { String($0.0) }
      .filter { Policy.named($0) == nil }
  }

  @Test func theNumberOfVectorsIsTheirNumber() throws {
    let text = try Repository.text("README.md")
    let numbers = text.matches(of: #/([0-9,]+) (?:test )?vectors/#).map {
      $0.1.replacing(",", with: "")
    }
    let ofServices = vectors.entries.count { $0.file.suite == "service" }
    #expect(numbers.count >= 2)
    #expect(
      numbers.allSatisfy { $0 == "\(vectors.entries.count - ofServices)" })
    let cases = try #require(
      text.firstMatch(of: #/([0-9]+) cases of sign-ins/#))
    #expect(cases.1 == "\(ofServices)")
  }

  @Test func theNumberOfMutantsIsTheirNumber() throws {
    let readme = try Repository.text("README.md")
    let said = try #require(
      readme.firstMatch(of: #/([0-9]+) broken implementations fail/#))
    let rows = try Repository.text("docs/mutants.md").split(separator: "\n")
      .count { $0.hasPrefix("| `") }
    #expect(Int(said.1) == rows)
  }

  /// The first run and the transcript of the vectors' changes are of today.
  @Test func theFirstRunIsOfTheseVectors() throws {
    let version = vectors.manifest.suiteVersion
    let text = try Repository.text("docs/first-run.md")
    let runs = text.matches(of: #/vectors ([0-9.]+), digest ([0-9a-f]+)/#)
    #expect(runs.count == 2)
    for run in runs {
      #expect(run.1 == version && vectors.digest.hasPrefix(run.2), "\(run.0)")
    }
    #expect(text.contains("and vectors \(version);"))
    let changes = try Repository.text("CHANGELOG.md")
    #expect(changes.contains("The first version. Vectors \(version)."))
    #expect(changes.contains("- **\(version)**: "))
  }

  /// The digests of the matrix's page and of its Markdown are those of one
  /// set of vectors.
  @Test func matrixPagesAgree() throws {
    let markdown = try #require(
      try Repository.text("docs/matrix.md")
        .firstMatch(of: #/Vectors ([0-9.]+), digest `([0-9a-f]+)`/#))
    let page = try #require(
      try Repository.text("docs/matrix.html")
        .firstMatch(of: #/Vectors ([0-9.]+), digest <code>([0-9a-f]+)</#))
    #expect(markdown.1 == page.1)
    #expect(markdown.2 == page.2)
  }

  /// Every id of the pages that is still in use is in the vectors, or retired.
  @Test func matrixNamesExist() throws {
    let known = Set(vectors.entries.map(\.vector.id)).union(
      vectors.retired.keys)
    let ids = try Repository.text("docs/matrix.html")
      .matches(of: #/<summary><code>([^<]+)<\/code> <span class="quiet">/#)
      .map { String($0.1) }
    #expect(ids.count > 50)
    for id in Set(ids) { #expect(known.contains(id), "\(id)") }
  }
}
