// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
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

  /// A reader who does not know the kit is told what its directives mean.
  @Test func directivesAreExplained() async throws {
    let mixed = TAPReporter().text(for: try await Report.withBaseline())
    #expect(
      mixed.contains(
        "\n# SKIP: what is named is not claimed, or the case left out\n"))
    #expect(
      mixed.contains("\n# TODO and a reason: a known failure of the baseline\n")
    )
    #expect(!mixed.contains("# TODO warning: "))
    let good = TAPReporter().text(for: try await Report.make())
    #expect(!good.contains("# SKIP: ") && !good.contains("# TODO"))
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

  @Test func version13() async throws {
    let report = try await Report.withBaseline()
    let (old, new) = (
      TAPReporter(version: .v13).text(for: report),
      TAPReporter().text(for: report)
    )
    #expect(old.hasPrefix("TAP version 13\n1..6\n"))
    #expect(
      old.split(separator: "\n").dropFirst()
        == new.split(separator: "\n").dropFirst())
  }

  private static let prove = ["/usr/bin/prove", "/usr/local/bin/prove"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Perl's own reader, if it is there: it agrees with the verdict.
  @Test(.enabled(if: prove != nil, "prove is not installed"))
  func proveReadsVersion13() async throws {
    let good = try await Report.make()
    let warned = try await Report.wrongInEveryWay(
      Selection(ids: ["verifier.*", "base32.*"]), strictness: .musts)
    let wrong = try await Report.wrongInEveryWay()
    for (report, passes) in [
      (good, true), (warned, true), (wrong, false),
      (try await .interrupted(), false),
    ] {
      #expect((report.exitCode == .conformant) == passes)
      let text = TAPReporter(version: .v13).text(for: report)
      #expect(try Self.proves(text) == passes)
    }
  }

  private static func proves(_ text: String) throws -> Bool {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString).tap")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(prove))
    process.arguments = ["--exec", "cat", file.path]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test func anInterruptedRunBailsOut() async throws {
    let text = TAPReporter().text(for: try await Report.interrupted())
    #expect(text.contains("\n1..6\n"))
    #expect(text.contains("\nok 5 - "))
    #expect(!text.contains("ok 6 - "))
    #expect(text.hasSuffix("\nBail out! interrupted\n"))
  }
}
