// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct GitHubReporterTests {
  @Test func annotatesEachFailure() async throws {
    let report = try await Report.wrongInEveryWay(
      Selection(ids: ["hotp.small.0", "verifier.small.closed"]))
    #expect(
      GitHubReporter().text(for: report) == """
        ::error title=hotp.small.0::step-next: The code of the next \
        counter was given: compute the code before the counter moves on, and \
        round time down. (rfc4226 5.1)%0Arfc4226 Appendix D (table)
        ::error title=verifier.small.closed::step 1: ]]></error> # \
        \\u{1b}[2J\\u{0}\\n...\\n::x::%0Arfc4226 5.3

        """)
  }

  @Test func escapes() {
    #expect(
      GitHubReporter.error(title: "a,b:c%", ["100%\r\n::error::x", "y"])
        == "::error title=a%2Cb%3Ac%25::100%25\\r\\n::error::x%0Ay")
  }

  @Test func isBounded() async throws {
    let report = try await Runner(vectors: .embedded())
      .run(Sample { _ in .value("755224") })
    let lines = GitHubReporter().text(for: report).split(separator: "\n")
    #expect(lines.count == GitHubReporter.limit)
    #expect(
      lines.last?.hasSuffix(
        "\(report.failures.count - 9) more failures: see the summary") == true)
  }

  /// Ten lines of one cause would hide all others.
  @Test func causesComeFirst() async throws {
    let report = try await Runner(vectors: .embedded())
      .run(Sample { _ in .value("755224") })
    let causes = report.causes(.failed)
    #expect(causes.count > 1)
    let lines = GitHubReporter().text(for: report).split(separator: "\n")
    for (line, group) in zip(lines.dropLast(), causes) {
      let first = try #require(group.results.first)
      #expect(line.hasPrefix("::error title=\(first.entry.vector.id)::"))
      let count = group.results.count
      #expect(
        line.contains("%0Aone of \(count) cases with this cause%0A")
          == (count > 1))
    }
  }

  @Test func saysNothingOfAGoodRun() async throws {
    #expect(GitHubReporter().text(for: try await Report.make()) == "")
  }

  @Test func warnsOfAnInterruptedRun() async throws {
    #expect(
      GitHubReporter().text(for: try await Report.interrupted())
        == "::warning title=otpkit conform::interrupted after 5 of 6 cases\n")
  }
}
