// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import OTPConformance

/// What the standards ask, and which vectors test it:
/// `docs/requirements.json` says it, `docs/coverage.md` shows it.
struct CoverageTests {
  private func rows() throws -> [CoverageRow] {
    let file = Repository.url("docs/requirements.json")
    let json = try JSON(parsing: Data(contentsOf: file))
    let fields = try Fields(
      json, at: Place(file: "requirements.json"), keys: ["rows"])
    return try fields.list("rows", CoverageRow.init)
  }

  @Test func everyRowHasCasesThatCiteIt() throws {
    let groups = try VectorSet.embedded().files.flatMap(\.groups)
    let rows = try rows()
    #expect(Set(rows.map(\.id)).count == rows.count)
    for row in rows {
      #expect((row.reason == nil) != row.patterns.isEmpty, "\(row.id)")
      for pattern in row.patterns {
        let matching = groups.filter { $0.id.matches(pattern) }
        #expect(!matching.isEmpty, "\(row.id): \(pattern)")
        for group in matching {
          #expect(
            row.clauses.contains { $0.isCited(by: group) },
            "\(row.id): \(group.id) cites none of its clauses")
        }
      }
    }
  }

  /// The rows are those of the standards that the kit is about.
  @Test func noRowIsLost() throws {
    let expected = [
      ("R4226", 54), ("R6238", 32), ("R4648", 9), ("KEYURI", 15),
      ("OTPDRAFT", 19),
    ].flatMap { name, count in
      (1...count).map { number in
        name + "-" + String("00\(number)".suffix(3))
      }
    }
    #expect(try rows().map(\.id).filter { !$0.hasPrefix("R6287") } == expected)
  }

  @Test func everyClauseOfTheStandardsIsInARow() throws {
    let rows = try rows()
    let patterns = rows.flatMap(\.patterns)
    let standards = ["rfc4226", "rfc6238", "rfc4648", "keyuri"]
    for group in try VectorSet.embedded().files.flatMap(\.groups)
    where group.specifications.first.map({ standards.contains($0.document) })
      == true && group.level == .must
      && !group.operation.hasPrefix("verifier")
    {
      let isListed = patterns.contains { group.id.matches($0) }
      let isNear = rows.contains { row in
        row.clauses.contains { $0.isCited(by: group) }
      }
      #expect(isListed || isNear, "\(group.id)")
    }
  }

  @Test func documentIsUpToDate() throws {
    let groups = try VectorSet.embedded().files.flatMap(\.groups)
    let text = CoverageRow.document(try rows(), groups)
    let file = Repository.url("docs/coverage.md")
    if ProcessInfo.processInfo.environment["OTPKIT_WRITE_DOCS"] != nil {
      try Data(text.utf8).write(to: file)
    }
    #expect(
      try String(contentsOf: file, encoding: .utf8) == text,
      "OTPKIT_WRITE_DOCS=1 swift test --filter CoverageTests writes it anew")
  }
}

/// A requirement of a standard.
struct CoverageRow {
  let id: String
  let section: String
  let level: String
  let requirement: String
  /// Patterns of the groups that test it.
  let patterns: [String]
  /// The clauses of which each of these groups cites one.
  let clauses: [Clause]
  /// Why nothing tests it.
  let reason: String?

  init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(
      json, at: place,
      keys: [
        "id", "section", "level", "requirement", "groups", "clauses", "reason",
      ])
    func texts(_ key: String) throws(VectorError) -> [String] {
      try fields.optionalList(key) { json, place throws(VectorError) in
        guard let text = json.string else {
          throw place.mistyped("string", json)
        }
        return text
      }
    }
    id = try fields.text("id")
    section = try fields.text("section")
    level = try fields.text("level")
    requirement = try fields.text("requirement")
    patterns = try texts("groups")
    clauses = try texts("clauses").map(Clause.init)
    reason = try fields.optionalText("reason")
  }

  /// The groups that test the requirement and cite one of its clauses.
  private func groups(_ all: [VectorGroup]) -> [VectorGroup] {
    all.filter { group in
      patterns.contains { group.id.matches($0) }
        && clauses.contains { $0.isCited(by: group) }
    }
  }

  static func document(_ rows: [CoverageRow], _ groups: [VectorGroup]) -> String
  {
    let tested = rows.filter { $0.reason == nil }
    var lines = [
      "# What the standards ask, and what tests it", "",
      "Each row is a requirement in our words: RFC 4226 (R4226), RFC 6238",
      "(R6238), RFC 4648 (R4648), the Key URI format (KEYURI) and the otpauth",
      "draft (OTPDRAFT). The cases come from the `spec` fields of the vectors;",
      "a test keeps the table true. \(tested.count) of \(rows.count) rows have",
      "cases, the others say why not.", "",
      "| row | section | level | requirement | cases | groups, or why none |",
      "|---|---|---|---|--:|---|",
    ]
    lines += rows.map { row in
      let matching = row.groups(groups)
      let count = matching.reduce(0) { $0 + $1.cases.count }
      let names = row.patterns.map { "`\($0)`" }.joined(separator: " ")
      return "| \(row.id) | \(row.section) | \(row.level)"
        + " | \(row.requirement) | \(count == 0 ? "–" : "\(count)")"
        + " | \(row.reason ?? names) |"
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
