// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CoreImplementation
import OTPConformance
import Testing

/// The built-in core passes every vector, with the very categories.
struct ConformanceTests {
  @Test(
    arguments: [
      CorePolicy(), CorePolicy(acceptsShortSecrets: true),
      CorePolicy(acceptsLongSteps: true),
      CorePolicy(acceptsShortSecrets: true, acceptsLongSteps: true),
    ])
  func coreConforms(policy: CorePolicy) async throws {
    let vectors = try VectorSet.embedded()
    let report = try await Runner(vectors: vectors)
      .run(CoreImplementation(version: "1.0.0", policy: policy))
    let text = HumanReporter().text(for: report)
    #expect(report.exitCode == .conformant, "\(text)")
    let ofCodes = vectors.entries.filter { $0.file.suite != "service" }
    #expect(report.count(.passed) == ofCodes.count)
    #expect(report.planned == ofCodes.count)
    let remarks = report.results.flatMap { result in
      result.notes.map { "\(result.entry.vector.id): \($0)" }
    }
    #expect(remarks == [])
  }

  @Test func runIsRepeatable() async throws {
    let runner = Runner(vectors: try VectorSet.embedded())
    let first = try await runner.run(CoreImplementation(version: "1"))
    let second = try await runner.run(CoreImplementation(version: "1"))
    let reporter = JSONReporter()
    let isSame = reporter.text(for: first) == reporter.text(for: second)
    #expect(isSame, "the reports differ")
  }
}
