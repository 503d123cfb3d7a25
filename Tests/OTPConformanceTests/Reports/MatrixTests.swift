// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import OTPConformance

struct MatrixTests {
  private func runs() async throws -> [RunSummary] {
    var report = try await Report.withBaseline()
    report.released = "2026-11"
    return [RunSummary(try await Report.make()), RunSummary(report)]
  }

  @Test func markdown() async throws {
    let runs = try await runs()
    let text = Matrix(runs).markdown
    #expect(
      text.hasPrefix(
        """
        # One-time passwords: who conforms

        Vectors 1.2.3, digest `\(runs[0].digest.prefix(12))`.

        | implementation | released | all | hotp | base32 |
        |---|---|:-:|:-:|:-:|
        | sample 2.0 |  | ✓ | ✓ | ✓ |
        | \\<sample\\> \\& "co" \\# \\| \\`x\\` 2.0 | 2026-11 | ✗ 4 | ✗ 1 | – |

        """))
    #expect(
      text.contains(
        """
        | counts as | cause or group | cases | clause | repeats one |
        |---|---|--:|---|---|
        | failed | `verifier.small` | 2 | rfc4226 5.3 | \
        `otpkit conform run --id verifier.small.closed` |
        | failed | **replay-accepted** | 1 | rfc4226 5.3 | \
        `otpkit conform run --id verifier.small.twice` |
        | known | **step-next** | 1 | rfc4226 Appendix D (table) | \
        `otpkit conform run --id hotp.small.0` |

        """))
  }

  @Test func standings() async throws {
    let musts = RunSummary(try await .wrongInEveryWay(strictness: .musts))
    #expect(musts.total.text == "✗ 1")
    #expect(musts.verdict("hotp").standing == .failed)
    #expect(musts.verdict("base32").text == "–")
    #expect(musts.verdict("nosuch").standing == .unclaimed)
    let warned = RunSummary(
      try await Report.make(
        Sample { call in
          call.operation == "base32.decode" ? .value("00") : nil
        }))
    #expect(warned.total.text == "✓ 1 warn")
    #expect(warned.verdict("base32").text == "✓ 1 warn")
    #expect(warned.verdict("hotp").text == "✓")
    let unclaimed = RunSummary(
      try await Report.make(
        Sample(claims: Sample.claims { $0.limits.digits = 8...8 })))
    #expect(unclaimed.verdict("hotp").standing == .unclaimed)
  }

  @Test(
    arguments: [
      (1, 100, 1), (5, 100, 1), (6, 100, 2), (15, 100, 2), (16, 100, 3),
      (40, 100, 3), (41, 100, 4), (100, 100, 4),
    ])
  func shadesByShare(failed: Int, asked: Int, shade: Int) {
    let verdict = Verdict(
      standing: .failed, failed: failed, warnings: 0, asked: asked)
    #expect(verdict.shade == shade)
  }

  @Test func tellsRunsOfOneNameApart() async throws {
    let run = RunSummary(try await Report.make())
    let matrix = Matrix([run, run])
    #expect(
      matrix.titledRuns.map(\.title) == [
        "sample 2.0 (run 1)", "sample 2.0 (run 2)",
      ])
    #expect(matrix.markdown.contains("| sample 2.0 (run 2) |"))
    #expect(matrix.html.contains("href=\"#sample%202.0%20%28run%202%29\""))
    #expect(matrix.html.contains("id=\"sample%202.0%20%28run%202%29\""))
  }

  @Test func htmlIsWellFormedAndNeedsNothing() async throws {
    let html = Matrix(try await runs()).html
    // The parts that HTML writes otherwise than XML.
    let text = html.replacing("<!DOCTYPE html>\n", with: "")
      .replacing("<meta charset=\"utf-8\">", with: "")
      .replacing(#/<meta (name|http-equiv)="[^>]*>/#, with: "")
      .replacing("<wbr>", with: "")
    let root = try XMLTree.parse(text)
    #expect(root.name == "html")
    #expect(root.children.map(\.name) == ["head", "body"])
    for forbidden in [
      "<script", "http:", "https:", "url(", "@import", "src=", "style=",
    ] {
      #expect(!html.contains(forbidden), "\(forbidden)")
    }
    #expect(html.contains("name=\"viewport\""))
    #expect(html.contains("prefers-color-scheme: dark"))
  }

  /// FIPS 180-4 and RFC 4648 section 10.
  @Test func policyAllowsThisStyleSheetAlone() async throws {
    #expect(
      HashAlgorithm.sha256.digest(of: Array("abc".utf8)).base64
        == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
    let texts = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]
    for (count, text) in texts.enumerated() {
      #expect(Array("foob".utf8.prefix(count)).base64 == text)
    }
    let html = Matrix(try await runs()).html
    let style = try #require(html.firstMatch(of: #/<style>([^<]*)<\/style>/#))
    let hash = HashAlgorithm.sha256.digest(of: Array(style.1.utf8)).base64
    #expect(
      html.contains(
        "content=\"default-src 'none'; base-uri 'none'; form-action 'none';"
          + " style-src 'sha256-\(hash)'\""))
  }

  @Test func htmlHasEveryFinding() async throws {
    let runs = try await runs()
    let html = Matrix(runs).html
    for finding in runs.flatMap(\.findings) {
      #expect(
        html.contains(
          "<summary><code>\(finding.id)</code>"
            + " <span class=\"quiet\">\(finding.level.rawValue)</span>"))
    }
    #expect(!html.contains("]]></error>"))
    #expect(
      html.contains("<td class=\"failed shade-4\" data-label=\"hotp\""))
    #expect(html.contains(">✗ 1</td>"))
    #expect(html.contains("<strong>replay-accepted</strong>"))
    #expect(html.contains("swift, 2026-11"))
  }

  @Test func oneReportIsAMatrixOfOne() async throws {
    let html = HTMLReporter().text(for: try await Report.make())
    #expect(html.hasPrefix("<!DOCTYPE html>\n"))
    #expect(html.contains("<h1>sample 2.0: conformance</h1>"))
  }

  @Test func otherVectorsAreANote() async throws {
    let report = try await Report.make()
    let other = JSONReporter().text(for: report).replacing(
      report.digest, with: String(repeating: "0", count: 64))
    let matrix = Matrix([
      RunSummary(report),
      try RunSummary(parsing: other.utf8, file: "other.json"),
    ])
    #expect(matrix.markdown.contains("**The reports come from different"))
    #expect(matrix.html.contains("The reports come from different"))
  }
}
