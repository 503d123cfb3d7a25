// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct RunSummaryTests {
  @Test(arguments: Strictness.allCases)
  func readsWhatTheReporterWrites(strictness: Strictness) async throws {
    var report = try await Report.wrongInEveryWay(strictness: strictness)
    report.released = "2026-11-28"
    report.breaks = [
      TransientBreak(call: Call("hotp.generate", [:]), reason: "exit 1")
    ]
    report.command.adapter = ["./my adapter", "-x"]
    for report in [report, try await .withBaseline(), try await .interrupted()]
    {
      let text = JSONReporter().text(for: report)
      let summary = try RunSummary(parsing: text.utf8, file: "a.json")
      #expect(summary == RunSummary(report))
    }
  }

  @Test func tellsWhatCameOfARun() async throws {
    let report = try await Report.withBaseline()
    let summary = RunSummary(report)
    #expect(summary.title == "<sample> & \"co\" # | `x` 2.0")
    #expect(summary.digest == report.digest)
    #expect(
      summary.counts
        == RunSummary.Counts(passed: 1, failed: 3, skipped: 1, known: 1))
    #expect(summary.isComplete)
    #expect(
      summary.findings.map(\.verdict) == [.known, .failed, .failed, .failed])
    #expect(summary.findings[1].cause == "replay-accepted")
    #expect(
      summary.findings[1].details.map(\.label) == [
        "clause", "tests", "began", "input", "expected", "actual", "likely",
        "repeat",
      ])
    #expect(
      summary.findings[1].command
        == "otpkit conform run --id verifier.small.twice")
    #expect(!RunSummary(try await .interrupted()).isComplete)
  }

  @Test func putsTheMostFrequentCauseFirst() async throws {
    let summary = RunSummary(try await Report.withBaseline())
    let causes = summary.causes(of: .failed)
    #expect(causes.map(\.name) == ["verifier.small", "replay-accepted"])
    #expect(causes.map(\.isKnown) == [false, true])
    #expect(causes.map(\.findings.count) == [2, 1])
    #expect(summary.causes(of: .warning).isEmpty)
  }

  /// A report of a run in which every kind of member is there.
  private func text() async throws -> String {
    let report = try await Report.wrongInEveryWay()
    return JSONReporter().text(for: report)
  }

  @Test(
    arguments: [
      (
        #""name": "<sample>"#, #""name": 1, "x": "<sample>"#,
        "implementation.name: should be a JSON string, is a number"
      ),
      (
        #""suiteVersion": "1.2.3""#, #""suiteVersion": "<b>1""#,
        "suiteVersion: \"<b>1\" is not a version"
      ),
      (
        #""language": "swift""#, #""released": "28.11.2026""#,
        "implementation.released: \"28.11.2026\" is not a month or a day"
      ),
      (
        #""strictness": "all""#, #""strictness": "some""#,
        "strictness: \"some\" is not a strictness"
      ),
      (#""failed": 4"#, #""failed": 3"#, "failed: the results have 4"),
      (#""passed": 1"#, #""passed": -1"#, "passed: -1 is outside 0…1000000000"),
      (
        #""name": "hotp""#, #""name": "<script>""#,
        "profiles[0].name: \"<script>\" is not a slug"
      ),
      (
        #""name": "base32""#, #""name": "hotp""#,
        "profiles[1]: hotp stands here twice"
      ),
      (
        #""planned": 2,"#, #""planned": 1,"#,
        "profiles[0]: the numbers contradict each other"
      ),
      (
        #""id": "hotp.small.0""#, #""id": "a\u001b[2J""#,
        "results[0].id: \"a\\u001b[2J\" is not a slug"
      ),
      (
        #""group": "hotp.small""#, #""group": "`|""#,
        "results[0].group: \"`|\" is not a slug"
      ),
      (
        #""level": "must""#, #""level": "<script>alert(1)</script>""#,
        "results[0].level: \"<script>alert(1)</script>\" is not a level"
      ),
      (
        #""outcome": "fail""#, #""outcome": "<i>""#,
        "results[0].outcome: \"<i>\" is not an outcome"
      ),
      (
        #""verdict": "failed""#, #""verdict": "passed""#,
        "results[0].verdict: should be failed by outcome and level"
      ),
      (
        #""cause": "step-next""#, #""cause": "]]>""#,
        "results[0].failure.likely.cause: \"]]>\" is not a slug"
      ),
      (
        #""why": "first"#, #""why": 5, "x": "first"#,
        "results[0].why: should be a JSON string, is a number"
      ),
      (
        #""clauses": ["#, #""clauses": [{}, "#,
        "results[0].clauses[0]: should be a JSON string, is an object"
      ),
      (
        #""op": "hotp.generate""#, #""op": []"#,
        "results[0].failure.op: should be a JSON string, is an array"
      ),
      (
        #""repeat": "otpkit"#, #""again": "otpkit"#,
        "results[0]: the key \"repeat\" is missing"
      ),
      (
        #""id": "hotp.small.empty-key""#, #""id": "hotp.small.0""#,
        "results[1]: hotp.small.0 stands here twice"
      ),
      (
        #""complete": true"#, #""complete": false"#,
        "complete: contradicts planned and the number of results"
      ),
    ])
  func namesTheMemberThatIsWrong(
    old: String, new: String, message: String
  ) async throws {
    let text = try await text()
    let range = try #require(text.firstRange(of: old))
    let spoiled = text.replacingCharacters(in: range, with: new)
    let error = #expect(throws: VectorError.self) {
      try RunSummary(parsing: spoiled.utf8, file: "a.json")
    }
    #expect(error?.description == "a.json: " + message)
  }

  @Test func aDigestIsHexadecimal() async throws {
    let report = try await Report.make()
    let text = JSONReporter().text(for: report)
      .replacing(report.digest, with: "<script>")
    let error = #expect(throws: VectorError.self) {
      try RunSummary(parsing: text.utf8, file: "a.json")
    }
    #expect(
      error?.description == "a.json: digest: \"<script>\" is not a digest")
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

extension String {
  fileprivate func replacingCharacters(
    in range: Range<Index>, with text: String
  ) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
