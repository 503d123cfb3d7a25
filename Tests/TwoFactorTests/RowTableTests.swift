// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import TwoFactorTesting

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
      guard cells.count == 4 else { continue }
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
    let scenarios = try Scenario.all()
    #expect(scenarios.count >= 50)
    for scenario in scenarios {
      #expect(
        rows[scenario.row]?.contains(scenario.id) == true, "\(scenario.id)")
    }
    let listed = rows.values.flatMap(\.self)
    #expect(Set(listed) == Set(scenarios.map(\.id)))
    #expect(listed.count == scenarios.count)
  }
}
