// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

/// The fixture has two cases of the level `must`, one of `should`, and three
/// of `unspecified`.
struct StrictnessTests {
  /// Everything is wrong that does not have to be right.
  private func report(_ strictness: Strictness) async throws -> Report {
    try await Report.make(
      Sample { call in
        switch call.operation {
        case "base32.decode": .value("67")
        case "verifier.check": throw Breakage(description: "exit 139")
        case "verifier.resync": .unsupported("lookAhead")
        default: nil
        }
      }, strictness: strictness)
  }

  @Test(
    arguments: [
      (.musts, "1 warnings, 3 remarks", "2 passed, 0 failed, 0 skipped", 0),
      (.shoulds, "0 warnings, 3 remarks", "2 passed, 1 failed, 0 skipped", 1),
      (.all, "0 warnings, 0 remarks", "2 passed, 4 failed, 0 skipped", 1),
    ] as [(Strictness, String, String, Int32)])
  func levelsDecide(
    strictness: Strictness, asides: String, summary: String, code: Int32
  ) async throws {
    let report = try await report(strictness)
    #expect(report.asides == asides)
    #expect(report.summary == summary)
    #expect(report.exitCode.rawValue == code)
    #expect(report.nonconforming.count == 4)
  }

  /// One verdict a case: no level and no outcome falls through.
  @Test(arguments: Strictness.allCases)
  func everyCaseCountsOnce(strictness: Strictness) async throws {
    let report = try await Report.withBaseline()
    let counts = CaseVerdict.allCases.map(report.count)
    #expect(counts.reduce(0, +) == report.results.count)
  }

  @Test func aMustFailsWhateverIsAsked() async throws {
    for strictness in Strictness.allCases {
      let report = try await Report.make(
        Sample { $0.operation == "hotp.generate" ? .value("0") : nil },
        strictness: strictness)
      #expect(report.exitCode == .nonConformant)
      #expect(report.failures.count == 2)
    }
  }

  /// Nothing but crashes says nothing good of anybody, at any level.
  @Test func onlyCrashesAreBroken() async throws {
    let report = try await Report.make(
      Sample { _ in throw Breakage(description: "exit 139") },
      Selection(ids: ["verifier.*"]))
    #expect(report.count(.failed) == 0)
    #expect(report.exitCode == .broken)
  }

  @Test(
    arguments: [
      (1, .musts, .conformant), (2, .musts, .broken), (1, .shoulds, .broken),
      (0, .all, .conformant),
    ] as [(Int, Strictness, ExitCode)])
  func breaksThatDoNotRecur(
    count: Int, strictness: Strictness, code: ExitCode
  ) async throws {
    var report = try await Report.make(strictness: strictness)
    report.breaks = Array(
      repeating: TransientBreak(call: Call("hotp.generate", [:]), reason: "x"),
      count: count)
    #expect(report.exitCode == code)
    #expect(report.asides == "\(count) warnings, 0 remarks")
  }

  /// Several instances break in the same way once each, or in different ways.
  @Test(
    arguments: [
      (["x", "x", "x"], .conformant), (["x", "", "x"], .conformant),
      (["x", "y", "x"], .broken),
    ] as [([String], ExitCode)])
  func breaksOfInstances(reasons: [String], code: ExitCode) async throws {
    let runner = Runner(vectors: try Fixture.vectors())
    let report = try await runner.run(reasons.map(BrokenOnce.init))
    #expect(report.breaks.count == Set(reasons).subtracting([""]).count)
    #expect(report.exitCode == code)
  }

  @Test func aProfileIsFulfilledByItsMusts() async throws {
    let report = try await report(.musts)
    let base32 = try #require(
      ProfileResult.all(in: report).first { $0.name == "base32" })
    #expect(base32.warnings == 1)
    #expect(base32.failed == 0)
    #expect(base32.isFulfilled)
    let strict = try await self.report(.shoulds)
    let failed = ProfileResult.all(in: strict).first { $0.name == "base32" }
    #expect(failed?.isFulfilled == false)
  }

  @Test func aBaselineHoldsFailuresOnly() async throws {
    let report = try await report(.musts)
    #expect(KnownFailures().updated(from: report).entries.isEmpty)
    let strict = try await self.report(.shoulds)
    let known = KnownFailures().updated(from: strict)
    #expect(known.entries.map(\.id) == ["base32.small.lower"])
    #expect(known.applied(to: strict).exitCode == .conformant)
  }

  @Test func stopsWhereItIsTold() async throws {
    let runner = Runner(vectors: try Fixture.vectors())
    let wrong = Sample { $0.operation == "hotp.generate" ? .value("0") : nil }
    let report = try await runner.run([wrong], stop: { $0.verdict == .failed })
    #expect(report.results.map(\.entry.vector.id) == ["hotp.small.0"])
    #expect(report.isStopped)
    #expect(!report.isComplete)
    #expect(report.exitCode == .nonConformant)
  }
}

/// A sample that broke once, unless there is no reason.
private struct BrokenOnce: Implementation {
  let reason: String
  private let sample = Sample()

  init(reason: String) { self.reason = reason }

  var claims: Claims { sample.claims }

  var transientBreaks: [TransientBreak] {
    reason.isEmpty
      ? [] : [TransientBreak(call: Call("hotp.generate", [:]), reason: reason)]
  }

  func answer(_ call: Call) async throws -> Answer {
    try await sample.answer(call)
  }
}
