// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CoreImplementation
import OTPConformance
import Testing

@testable import TwoFactor

/// The scenarios of `vectors/flows`, put to this library.
@Suite struct ScenarioTests {
  @Test func everyScenarioPasses() async throws {
    let runner = try Runner(
      vectors: .embedded(), selection: Selection(suites: ["flows"]))
    let report = try await runner.run(CoreImplementation(version: "test"))
    let text = HumanReporter().text(for: report)
    #expect(report.exitCode == .conformant, "\(text)")
  }
}
