// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct KnownFailuresTests {
  private func parse(_ text: String) throws -> KnownFailures {
    try KnownFailures(
      parsing: text.utf8, file: "known.json", vectors: Fixture.vectors())
  }

  private func parse(entry: String) throws -> KnownFailures {
    try parse(#"{"format": 1, "knownFailures": [\#(entry)]}"#)
  }

  @Test func knownFailuresDoNotCount() async throws {
    let report = try await Report.make(
      Sample { $0.operation == "hotp.generate" ? .value("287082") : nil },
      Selection(ids: ["hotp.small.0"]))
    #expect(report.exitCode == .nonConformant)
    let known = try parse(
      entry: #"""
        {"id": "hotp.small.0", "reason": "r", "observed": {"value": "287082"}}
        """#)
    let judged = known.applied(to: report)
    #expect(judged.exitCode == .conformant)
    #expect(judged.outcome("hotp.small.0")?.name == "xfail")
    #expect(judged.count(.known) == 1)
    #expect(judged.count(.failed) == 0)
    #expect(judged.ran == 1)
  }

  @Test(
    arguments: [
      #"{"value": "000000"}"#, #"{"value": "287082", "step": 1}"#,
      #"{"reject": "key-empty"}"#, #""error""#, #""unsupported""#,
    ])
  func anotherWayToFailCounts(observed: String) async throws {
    let report = try await Report.make(
      Sample { $0.operation == "hotp.generate" ? .value("287082") : nil },
      Selection(ids: ["hotp.small.0"]))
    let known = try parse(
      entry: #"""
        {"id": "hotp.small.0", "reason": "r", "observed": \#(observed)}
        """#)
    let judged = known.applied(to: report)
    #expect(judged.exitCode == .nonConformant)
    #expect(judged.outcome("hotp.small.0")?.name == "fail")
    #expect(
      judged.results[0].notes == [
        "a known failure, but it fails in another way now"
      ])
  }

  @Test func staleEntriesFail() async throws {
    let known = try parse(
      entry: #"{"id": "hotp.small.0", "reason": "r", "observed": "error"}"#)
    let judged = known.applied(
      to: try await Report.make(Sample(), Selection(ids: ["hotp.small.0"])))
    #expect(judged.exitCode == .nonConformant)
    #expect(judged.outcome("hotp.small.0")?.name == "xpass")
    // That it passes is good news; only the baseline is out of date.
    #expect(judged.failures.count == 0)
    #expect(judged.stale.count == 1)
    #expect(judged.summary == "1 passed, 0 failed, 0 skipped")
  }

  @Test func whatWasNotAskedIsNotJudged() async throws {
    let known = try parse(
      entry: #"{"id": "hotp.small.0", "reason": "r", "observed": "error"}"#)
    let judged = known.applied(
      to: try await Report.make(
        Sample(), Selection(excluding: ["hotp.small.0"])))
    #expect(judged.outcome("hotp.small.0") == .excluded)
  }

  @Test func updatedMakesTheRunSucceed() async throws {
    let report = try await Report.wrongInEveryWay()
    let known = KnownFailures([
      // Fails as before, passes now, was not asked, fails otherwise.
      KnownFailure(
        id: "hotp.small.0", reason: "kept",
        observed: .value("287082", step: nil)),
      KnownFailure(id: "hotp.small.empty-key", reason: "", observed: .error),
      KnownFailure(id: "base32.small.lower", reason: "a", observed: .error),
      KnownFailure(
        id: "verifier.small.closed", reason: "b", observed: .unsupported),
    ]).updated(from: report)
    #expect(
      known.entries == [
        KnownFailure(
          id: "hotp.small.0", reason: "kept",
          observed: .value("287082", step: nil)),
        KnownFailure(id: "base32.small.lower", reason: "a", observed: .error),
        KnownFailure(
          id: "verifier.small.twice", reason: "not yet looked into",
          observed: .value(["accepted": true], step: 3)),
        KnownFailure(
          id: "verifier.small.closed", reason: "not yet looked into",
          observed: .error),
        KnownFailure(
          id: "verifier.small.codes", reason: "not yet looked into",
          observed: .unsupported),
      ])
    #expect(known.applied(to: report).exitCode == .conformant)
    #expect(try parse(known.text) == known)
  }

  @Test(
    arguments: [
      ("{", "known.json: 1:2: a member's name should stand here"),
      ("[]", "known.json: should be a JSON object, is an array"),
      (
        #"{"format": 2, "knownFailures": []}"#,
        "known.json: format: 2 is outside 1…1"
      ),
      (
        #"{"format": 1, "knownFailures": [], "x": 1}"#,
        "known.json: unknown key \"x\""
      ),
    ])
  func malformedFiles(text: String, message: String) {
    let error = #expect(throws: VectorError.self) { try parse(text) }
    #expect(error?.description == message)
  }

  @Test(
    arguments: [
      (
        #"{"id": "no", "reason": "r", "observed": "error"}"#,
        "[0].id: no vector has the id no"
      ),
      (
        #"{"id": "hotp.old", "reason": "r", "observed": "error"}"#,
        "[0].id: hotp.old is retired; hotp.small.0 took its place"
      ),
      (
        #"{"id": "hotp.small.0", "reason": "", "observed": "error"}"#,
        "[0].reason: is empty"
      ),
      (
        #"{"id": "hotp.small.0", "reason": "r"}"#,
        "[0]: the key \"observed\" is missing"
      ),
      (
        #"{"id": "hotp.small.0", "reason": "r", "observed": {}}"#,
        "[0].observed: should have one of value, reject"
      ),
      (
        #"""
        {"id": "hotp.small.0", "reason": "r", "observed": {"value": 1, "step": 0}}
        """#, "[0].observed.step: 0 is outside 1…1000"
      ),
      (
        #"""
        {"id": "hotp.small.0", "reason": "r", "observed": "error"},
        {"id": "hotp.small.0", "reason": "r", "observed": "error"}
        """#, "[1].id: hotp.small.0 stands here twice"
      ),
    ])
  func malformedEntries(entry: String, message: String) {
    let error = #expect(throws: VectorError.self) { try parse(entry: entry) }
    #expect(error?.description == "known.json: knownFailures" + message)
  }
}
