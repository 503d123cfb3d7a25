// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct TAPReporterTests {
  @Test func tellsEverything() async throws {
    let report = try await Report.withBaseline()
    let lines = TAPReporter().text(for: report)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0] == "TAP version 14")
    #expect(lines[1] == "1..6")
    #expect(lines[2] == "# implementation: <sample> & \"co\" # | `x` 2.0")
    #expect(lines.last == "")
    #expect(lines.dropLast().last == "# complete: true")
    let tests = lines.filter { $0.hasPrefix("ok") || $0.hasPrefix("not ok") }
    #expect(
      tests == [
        "not ok 1 - hotp.small.0 # TODO issue \\#12",
        "ok 2 - hotp.small.empty-key",
        "ok 3 - base32.small.lower # SKIP base32.decode",
        "not ok 4 - verifier.small.twice",
        "not ok 5 - verifier.small.closed",
        "not ok 6 - verifier.small.codes",
      ])
    #expect(
      lines.contains(
        #"  error: "step 1: ]]></error> # \\u{1b}[2J\\u{0}\\n...\\n::x::""#
      ))
  }

  /// TAP 14: a block is opened and closed by its marks, indented by two
  /// spaces, follows its test, and holds YAML; here each line is one member
  /// with a JSON value.
  @Test func diagnosticsAreYAML() async throws {
    let report = try await Report.withBaseline()
    var isInside = false
    var blocks = 0
    var previous = ""
    for line in TAPReporter().text(for: report).split(separator: "\n") {
      defer { previous = String(line) }
      if line == "  ---" {
        #expect(previous.hasPrefix("not ok"))
        isInside = true
        blocks += 1
      } else if line == "  ..." {
        isInside = false
      } else if isInside {
        let parts = line.split(separator: ":", maxSplits: 1)
        #expect(
          parts[0].hasPrefix("  ") && !parts[0].dropFirst(2).contains(" "))
        #expect(throws: Never.self) {
          try JSON(parsing: parts[1].drop(while: { $0 == " " }))
        }
      } else {
        #expect(!line.hasPrefix(" "))
      }
    }
    #expect(!isInside)
    #expect(blocks == 3)
  }

  @Test func anInterruptedRunBailsOut() async throws {
    let text = TAPReporter().text(for: try await Report.interrupted())
    #expect(text.contains("\n1..6\n"))
    #expect(text.contains("\nok 5 - "))
    #expect(!text.contains("ok 6 - "))
    #expect(text.hasSuffix("\nBail out! interrupted\n"))
  }
}
