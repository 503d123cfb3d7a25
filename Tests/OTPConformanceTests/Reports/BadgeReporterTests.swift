// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct BadgeReporterTests {
  private func badge(_ report: Report) throws -> JSONObject {
    let json = try JSON(parsing: BadgeReporter().text(for: report))
    return try #require(json.object)
  }

  @Test func passed() async throws {
    let object = try badge(try await Report.make())
    #expect(
      object == [
        "schemaVersion": 1, "label": "otpkit vectors 1.2.3",
        "message": "6 passed",
        "color": "brightgreen", "isError": false,
      ])
  }

  @Test func failed() async throws {
    let object = try badge(try await Report.wrongInEveryWay())
    #expect(object["message"] == "4 of 5 failed")
    #expect(object["color"] == "red")
    #expect(object["isError"] == true)
  }

  @Test func warnings() async throws {
    let report = try await Report.make(
      Sample { $0.operation == "base32.decode" ? .value("00") : nil })
    let object = try badge(report)
    #expect(object["message"] == "5 passed, 1 warning")
    #expect(object["color"] == "yellowgreen")
    #expect(object["isError"] == false)
  }

  @Test func known() async throws {
    let report = try await Report.wrongInEveryWay()
    let judged = KnownFailures().updated(from: report).applied(to: report)
    let object = try badge(judged)
    #expect(object["message"] == "1 passed, 4 known")
    #expect(object["color"] == "yellow")
  }

  @Test func incompleteAndEmpty() async throws {
    #expect(
      try badge(try await Report.interrupted())["message"] == "incomplete")
    let none = try await Report.make(Sample(), Selection(excluding: ["*"]))
    #expect(try badge(none)["message"] == "nothing ran")
  }
}
