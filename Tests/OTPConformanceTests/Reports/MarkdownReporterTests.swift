// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct MarkdownReporterTests {
  @Test func tellsEverything() async throws {
    let report = try await Report.withBaseline()
    let text = MarkdownReporter().text(for: report)
    #expect(
      text.hasPrefix(
        """
        # ❌ \\<sample\\> \\& "co" \\# \\| \\`x\\` 2.0

        **1 passed, 3 failed, 1 skipped** · 0 warnings, 0 remarks \
        · 1 known failures · 1 known failures pass now · vectors 1.2.3 \
        (`\(report.digest.prefix(12))`) · selection: `all`

        | profile | passed | failed | warnings | remarks | skipped |
        |---|--:|--:|--:|--:|--:|
        | ❌ `hotp` HOTP codes (RFC 4226) | 1 | 1 | 0 | 0 | 0 |
        | – `base32` secrets as text (RFC 4648) | 0 | 0 | 0 | 0 | 1 |

        ## Failures

        <details><summary><code>verifier.small.twice</code>: replay-
        """))
    #expect(text.contains("error: step 1: ]]&gt;&lt;/error&gt; #"))
    #expect(text.hasSuffix("\nPlanned 6, ran 5, complete: true.\n"))
  }

  @Test func tellsWarningsAndRemarksApart() async throws {
    let report = try await Report.wrongInEveryWay(strictness: .musts)
    let text = MarkdownReporter().text(for: report)
    #expect(
      text.contains("## Failures\n\n<details><summary><code>hotp.small.0"))
    #expect(text.contains("## Remarks\n\n<details><summary><code>verifier."))
    #expect(!text.contains("## Warnings"))
  }

  @Test func aGoodRunIsShort() async throws {
    let text = MarkdownReporter().text(for: try await Report.make())
    #expect(text.hasPrefix("# ✅ sample 2.0\n"))
    #expect(!text.contains("Failures"))
  }

  @Test func failuresAreBounded() async throws {
    let report = try await Runner(vectors: .embedded())
      .run(Sample { _ in .value("755224") })
    let text = MarkdownReporter().text(for: report)
    let rest = report.failures.count - MarkdownReporter.limit
    #expect(rest > 0)
    #expect(text.contains("… and \(rest) more."))
    #expect(text.utf8.count < 1 << 19)
  }

  /// Many failures have few causes, with the numbers of the other reports.
  @Test func causesComeBeforeManyFailures() async throws {
    let report = try await Runner(vectors: .embedded())
      .run(Sample { _ in .value("755224") })
    let lines = MarkdownReporter().text(for: report).split(separator: "\n")
    let start = try #require(lines.firstIndex(of: "## Causes"))
    let end = try #require(lines.firstIndex(of: "## Failures"))
    let rows = lines[start..<end].filter { $0.hasPrefix("| ") }.dropFirst()
    let cells = rows.map { row in
      row.split(separator: "|").map { $0.filter { $0 != " " } }
    }
    #expect(
      cells.map { "\($0[0]) \($0[1]) \($0[2])" }
        == report.causes.map {
          "\($0.verdict.rawValue) \($0.results.count) `\($0.cause.name)`"
        })
    let few = try await Report.wrongInEveryWay(strictness: .musts)
    #expect(!MarkdownReporter().text(for: few).contains("## Causes"))
  }

  @Test func saysThatARunWasInterrupted() async throws {
    let text = MarkdownReporter().text(for: try await Report.interrupted())
    #expect(text.contains("\nInterrupted: 5 of 6.\n"))
    #expect(text.hasPrefix("# ❌"))
  }
}
