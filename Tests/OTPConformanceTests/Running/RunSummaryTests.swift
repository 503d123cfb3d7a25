// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct RunSummaryTests {
  @Test func readsWhatTheReporterWrites() async throws {
    let report = try await Report.withBaseline()
    let text = JSONReporter().text(for: report)
    let summary = try RunSummary(parsing: text.utf8, file: "a.json")
    #expect(summary == (try RunSummary(report)))
    #expect(summary.title == "<sample> & \"co\" # | `x` 2.0")
    #expect(summary.digest == report.digest)
    #expect(summary.counts.failed == 3)
    #expect(summary.counts.known == 1)
    #expect(summary.isComplete)
    #expect(
      summary.failures.map(\.outcome) == [
        "xfail", "fail", "error", "unsupported",
      ])
    #expect(
      summary.failures.map(\.verdict) == [.known, .failed, .failed, .failed])
    #expect(summary.failures[1].cause == "replay-accepted")
    #expect(
      summary.failures[1].details.map(\.label) == [
        "clause", "tests", "step", "operation", "input", "expected", "actual",
        "likely",
      ])
    #expect(summary.failuresByGroup.map(\.cases.count) == [1, 3])
  }

  @Test func anInterruptedRunIsIncomplete() async throws {
    let summary = try RunSummary(try await Report.interrupted())
    #expect(!summary.isComplete)
  }

  @Test(
    arguments: [
      ("nonsense", "a.json: 1:1: no value starts like this"),
      ("{}", "a.json: is not a JSON report of otpkit conform"),
      (
        #"{"report": "otpkit-conformance", "format": 1}"#,
        "a.json: format: 1 is outside 2…2"
      ),
      (
        #"""
        {"report": "otpkit-conformance", "format": 2, "implementation": {}}
        """#, "a.json: implementation: the key \"name\" is missing"
      ),
    ])
  func malformed(text: String, message: String) {
    let error = #expect(throws: VectorError.self) {
      try RunSummary(parsing: text.utf8, file: "a.json")
    }
    #expect(error?.description == message)
  }
}
