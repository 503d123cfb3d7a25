// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct MatrixTests {
  private func runs() async throws -> [RunSummary] {
    [
      try RunSummary(try await Report.make()),
      try RunSummary(try await Report.withBaseline()),
    ]
  }

  @Test func markdown() async throws {
    let runs = try await runs()
    #expect(
      Matrix(runs).markdown.hasPrefix(
        """
        # One-time passwords: who conforms

        Vectors 1.2.3, digest `\(runs[0].digest.prefix(12))`.

        | implementation | passed | failed | hotp | base32 |
        |---|--:|--:|:-:|:-:|
        | sample 2.0 | 6 | 0 | ✓ 2 | ✓ 1 |
        | \\<sample\\> \\& "co" \\# \\| \\`x\\` 2.0 | 1 | 4 | ✗ 1 of 2 | – |

        """))
    #expect(
      Matrix(runs).markdown.contains(
        "| `hotp.small` | 1 | step-next | `hotp.small.0` |\n"))
  }

  @Test func htmlIsWellFormedAndNeedsNothing() async throws {
    let html = Matrix(try await runs()).html
    // The parts that HTML writes otherwise than XML.
    let text = html.replacing("<!DOCTYPE html>\n", with: "")
      .replacing("<meta charset=\"utf-8\">", with: "")
      .replacing(#/<meta name="[^>]*>/#, with: "")
    let root = try XMLTree.parse(text)
    #expect(root.name == "html")
    #expect(root.children.map(\.name) == ["head", "body"])
    for forbidden in ["<script", "http:", "https:", "url(", "@import", "src="] {
      #expect(!html.contains(forbidden), "\(forbidden)")
    }
    #expect(html.contains("name=\"viewport\""))
    #expect(html.contains("prefers-color-scheme: dark"))
  }

  @Test func htmlHasEveryFailure() async throws {
    let runs = try await runs()
    let html = Matrix(runs).html
    for failure in runs.flatMap(\.failures) {
      #expect(html.contains("<summary><code>\(failure.id)</code>"))
    }
    #expect(html.contains("href=\"#run-1\""))
    #expect(html.contains("<section id=\"run-1\">"))
    #expect(!html.contains("]]></error>"))
    #expect(html.contains("<td class=\"failed\" data-label=\"hotp\""))
    #expect(html.contains(">✗ 1 of 2</td>"))
  }

  @Test func oneReportIsAMatrixOfOne() async throws {
    let html = HTMLReporter().text(for: try await Report.make())
    #expect(html.hasPrefix("<!DOCTYPE html>\n"))
    #expect(html.contains("<h1>sample 2.0: conformance</h1>"))
  }

  @Test func otherVectorsAreAWarning() async throws {
    let report = try await Report.make()
    let other = JSONReporter().text(for: report)
      .replacing(report.digest, with: "00")
    let matrix = Matrix([
      try RunSummary(report),
      try RunSummary(parsing: other.utf8, file: "other.json"),
    ])
    #expect(matrix.markdown.contains("**The reports come from different"))
    #expect(matrix.html.contains("The reports come from different"))
  }
}
