// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

/// Text that is not the kit's own, in every place where it can appear.
struct HostileTextTests {
  /// What terminals, CI systems and parsers obey.
  static let texts = [
    "::stop-commands::pwn", "\n::error::x", "a\r\n::add-mask::a", " ::debug::x",
    "##[error]x", "x ##vso[task.complete]", "]]>", "</pre></details>",
    "<script>alert(1)</script>", "\" onload=\"x", "a|b`c`*d*_e_[f](g)",
    "`````", "\u{1b}[2J\u{1b}]0;x\u{7}", "\u{9b}31m", "a\u{202e}b\u{2066}c",
    "\u{200b}\u{feff}\u{2028}\u{2029}\u{85}", "\u{0}", "# SKIP", "not ok 1",
    "\n\n# heading\n", "---\n...\nBail out!", "%0A::error::x", "--><!--",
    "&lt;script&gt;", "\\", "\u{e0041}\u{ffff}",
  ]

  /// An implementation that says the text wherever it can say anything.
  private func report(_ text: String) async throws -> Report {
    let claims = Sample.claims {
      $0.name = text
      $0.version = text
      $0.language = text
    }
    let sample = Sample(claims: claims) { call in
      switch call.operation {
      case "hotp.generate":
        call.string("key") == ""
          ? .reject(category: text, message: text) : .value(.string(text))
      case "base32.decode": .value([text: .string(text)])
      case "verifier.check" where call.string("handle") == "x":
        throw Breakage(description: text)
      case "verifier.check": .fault(text)
      case "verifier.resync": .unsupported(text)
      default: nil
      }
    }
    var report = try await Report.make(
      sample, Selection(ids: ["*", text], excluding: [text]))
    report.breaks = [TransientBreak(call: Call(text, [:]), reason: text)]
    report.command.adapter = [text]
    report.command.options = ["--tool", text]
    let known = KnownFailure(
      id: "base32.small.lower", reason: text,
      observed: .value([text: .string(text)], step: nil))
    return KnownFailures([known]).applied(to: report)
  }

  @Test(arguments: texts)
  func reports(text: String) async throws {
    let report = try await report(text)
    // The text did get in.
    #expect(report.claims.name == text)
    #expect(report.count(.known) == 1 && report.count(.remark) == 3)
    let human = HumanReporter().text(for: report)
    expectObeyed(nothingIn: human)
    expectObeyed(nothingIn: JSONReporter().text(for: report))
    expectObeyed(nothingIn: TAPReporter().text(for: report))
    expectObeyed(nothingIn: BadgeReporter().text(for: report))
    let junit = JUnitReporter().text(for: report)
    expectObeyed(nothingIn: junit)
    expectNoMarkup(of: text, in: junit)
    _ = try XMLTree.parse(junit)
    let markdown = MarkdownReporter().text(for: report)
    expectObeyed(nothingIn: markdown)
    expectNoMarkup(of: text, inMarkdown: markdown)
    let commands = GitHubReporter().text(for: report)
    for line in commands.split(separator: "\n") {
      #expect(line.hasPrefix("::error title=") || line.hasPrefix("::warning"))
      #expect(line.split(separator: "::", maxSplits: 2).count <= 3)
    }
  }

  @Test(arguments: texts)
  func pages(text: String) async throws {
    let report = try await report(text)
    // Once from the run, once by way of the file that others hand in.
    let json = JSONReporter().text(for: report)
    let read = try RunSummary(parsing: json.utf8, file: "a.json")
    for summary in [RunSummary(report), read] {
      let matrix = Matrix([summary, summary])
      expectObeyed(nothingIn: matrix.html)
      expectNoMarkup(of: text, in: matrix.html)
      expectObeyed(nothingIn: matrix.markdown)
      expectNoMarkup(of: text, inMarkdown: matrix.markdown)
      expectWholeRows(matrix.markdown)
    }
  }

  @Test(arguments: texts)
  func errors(text: String) throws {
    var messages: [String?] = [
      Sample.claims { $0.policies = [text: "x"] }.fault,
      Sample.claims { $0.policies = ["base32.case": text] }.fault,
    ]
    let twice = JSON.string(text).text()
    for line in [
      text, "[\(twice)]", "{\(twice):1,\(twice):2}",
      #"{"type":"hello","fault":{"message":\#(twice)}}"#,
      #"{"id":"1",\#(twice):{}}"#,
    ] {
      messages.append(description { _ = try Claims(helloLine: line.utf8) })
      messages.append(description { _ = try AdapterReply(line.utf8) })
    }
    for json: JSON in [
      ["report": .string(text)], [text: 1],
      [
        "report": "otpkit-conformance", "format": 2,
        "implementation": ["name": "a", "version": "b"],
        "suiteVersion": .string(text),
      ],
    ] {
      messages.append(
        description { _ = try RunSummary(parsing: json.utf8(), file: text) })
      messages.append(
        description {
          _ = try KnownFailures(
            parsing: json.utf8(), file: text, vectors: Fixture.vectors())
        })
    }
    for message in messages.compactMap(\.self) {
      #expect(!message.unicodeScalars.contains { !$0.isVisible })
      expectObeyed(nothingIn: message)
    }
    #expect(messages.compactMap(\.self).count > 10)
  }

  private func description(_ body: () throws -> Void) -> String? {
    do { try body() } catch { return "\(error)" }
    return nil
  }
}

// MARK: - Checks

extension HostileTextTests {
  /// No terminal, log or reader is told anything by the text: no invisible
  /// characters but line ends, no workflow command at the start of a line, no
  /// `##` that a CI system takes for a command.
  private func expectObeyed(nothingIn text: String) {
    #expect(!text.unicodeScalars.contains { $0 != "\n" && !$0.isVisible })
    for line in text.split(separator: "\n") {
      let start = line.drop { $0.isWhitespace }
      #expect(!start.hasPrefix("::"))
      #expect(!line.contains("##["))
      #expect(!line.contains("##vso["))
    }
  }

  /// Markup of the text is nowhere markup of the report.
  private func expectNoMarkup(of text: String, in report: String) {
    let report = report.replacing("</pre>\n</details>", with: "")
    for part in [
      "<script", "</script", "]]>", "</pre></details>", "onload=\"x", "<!--",
    ] where text.contains(part) {
      #expect(!report.contains(part))
    }
  }

  /// The same for Markdown, where a backslash or a code span makes text of
  /// markup.
  private func expectNoMarkup(of text: String, inMarkdown report: String) {
    let report = report.replacing(#/\\./#, with: "")
      .replacing(#/`[^`\n]*`/#, with: "")
      .replacing("</pre>\n</details>", with: "")
    for part in ["<script", "</script", "</pre></details>", "<!--"]
    where text.contains(part) {
      #expect(!report.contains(part))
    }
  }

  /// Each row of a table in Markdown has the cells of the row above it.
  private func expectWholeRows(_ text: String) {
    var cells: Int?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        cells = nil
        continue
      }
      let unescaped = line.replacing(#/\\./#, with: "")
      let count = unescaped.count { $0 == "|" }
      #expect(cells ?? count == count, "\(line)")
      cells = count
    }
  }
}
