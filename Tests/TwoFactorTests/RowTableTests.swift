// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPConformance
import TestSupport
import Testing

/// `docs/account-layer.md` says which scenarios belong to which row.
@Suite struct RowTableTests {
  /// The rows of the table: S1 → ids.
  private func table() throws -> [String: [String]] {
    let text = try Repository.text("docs/account-layer.md")
    var rows: [String: [String]] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("| S") {
      let cells = line.split(separator: "|").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard cells.count == 3 else { continue }
      rows[cells[0]] = cells[2].split(separator: "`").map(String.init)
        .filter { $0.hasPrefix("flow.") }
    }
    return rows
  }

  @Test func everyRowHasTwoScenariosAtLeast() throws {
    let rows = try table()
    #expect(Set(rows.keys) == Set((1...25).map { "S\($0)" }))
    for (row, ids) in rows {
      #expect(ids.count >= 2, "\(row)")
    }
  }

  @Test func theTableIsWhatTheScenariosSay() throws {
    let rows = try table()
    let flows = try VectorSet.embedded().entries.filter {
      $0.file.suite == "flows"
    }
    #expect(flows.count >= 50)
    for entry in flows {
      let row = entry.group.specifications.first {
        $0.document == "otpkit-product"
      }?.section
      let ids = rows[row ?? ""] ?? []
      #expect(ids.contains(entry.vector.id), "\(entry.vector.id)")
    }
    let listed = rows.values.flatMap(\.self)
    #expect(Set(listed) == Set(flows.map(\.vector.id)))
    #expect(listed.count == flows.count)
  }
}
