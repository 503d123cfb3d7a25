// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CoreImplementation
import OTPConformance
import TestSupport
import Testing

@testable import AdapterProcess

/// Runs of the kit on several instances, and on what breaks.
@Suite(.prompt, .timeLimit(.minutes(5)))
struct InstancesTests {
  @Test func endsInCode4WhenThereAreOnlyErrors() async throws {
    let runner = Runner(
      vectors: try VectorSet.embedded(),
      selection: Selection(suites: ["hotp"]))
    let report = try await runner.run(Crashing())
    #expect(report.ran > 0)
    #expect(report.nonconforming.count == report.ran)
    #expect(report.exitCode == .broken)
  }

  @Test(arguments: [1, 2, 5])
  func keepsTheOrderWithJobs(jobs: Int) async throws {
    let selection = Selection(suites: ["hotp", "verify"])
    let vectors = try VectorSet.embedded()
    let runner = Runner(vectors: vectors, selection: selection)
    let cores = (0..<jobs).map { _ in CoreImplementation(version: "1") }
    let report = try await runner.run(cores)
    #expect(
      report.results.map(\.entry.vector.id)
        == vectors.entries.filter(selection.selects).map(\.vector.id))
    #expect(report.count(.failed) == 0)
    #expect(report.isComplete)
  }

  @Test func tellsOfProgress() async throws {
    let (steps, continuation) = AsyncStream<Int>.makeStream()
    let runner = Runner(
      vectors: try VectorSet.embedded(),
      selection: Selection(suites: ["hotp"]))
    let report = try await runner.run(
      [CoreImplementation(version: "1")],
      progress: { done, _ in continuation.yield(done) })
    continuation.finish()
    let seen = await steps.reduce(into: []) { $0.append($1) }
    #expect(seen.count > 1)
    #expect(seen == seen.sorted())
    #expect(seen.last == report.planned)
  }

  @Test func refusesInstancesThatDiffer() async throws {
    let runner = Runner(vectors: try VectorSet.embedded())
    let error = await #expect(throws: ClaimError.self) {
      try await runner.run(
        ["1", "2"].map { CoreImplementation(version: $0) })
    }
    #expect(error?.description == "the claims change from start to start")
    await #expect(throws: ClaimError.self) {
      try await runner.run([CoreImplementation]())
    }
  }
}

/// Claims a lot and answers nothing.
private struct Crashing: Implementation {
  let claims = Claims(
    name: "crashing", version: "1",
    capabilities: ["hotp.generate", "sha1", "sha256", "sha512"])

  func answer(_ call: Call) async throws -> Answer {
    throw Breakage.unasked("crash")
  }
}
