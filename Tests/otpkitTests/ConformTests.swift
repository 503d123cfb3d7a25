// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `otpkit conform` from outside: exit codes, levels, and what a person reads.
@Suite(.timeLimit(.minutes(10)))
struct ConformTests {
  /// The lines of what a run prints.
  private func lines(_ run: Program) -> [String] {
    run.output.split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast().map(String.init)
  }

  // MARK: Exit codes

  @Test func aRightAdapterConforms() throws {
    let adapter = try TestAdapter()
    let run = try adapter.conform("--suite", "hotp")
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(lines(run).suffix(2).first == "0 warnings, 0 remarks")
    #expect(lines(run).last?.hasSuffix(" passed, 0 failed, 0 skipped") == true)
  }

  @Test func aWrongMustFails() throws {
    let run = try TestAdapter(.zeros).conform("--suite", "hotp")
    #expect(run.status == 1)
    #expect(lines(run).count <= 60)
    #expect(lines(run).contains("failures, by cause"))
  }

  /// Where codes of some lengths are refused, and never given, the output
  /// tells how to say so.
  @Test func limitsAreSuggested() throws {
    let run = try TestAdapter(.six).conform(["--suite", "hotp"])
    #expect(run.status == 1)
    let hint = "no code of 7, 8, 9 digits was given: if the implementation has"
    #expect(run.output.contains(hint), "\(run.output)")
    #expect(run.output.contains(#""limits": {"digits": {"min": 6, "max": 6}}"#))
    let right = try TestAdapter(.zeros).conform(["--suite", "hotp"])
    #expect(!right.output.contains("digits was given"))
  }

  /// A report that cannot be written is refused before anything runs.
  @Test(arguments: [
    ["run", "--report", "json=/no/such/folder/x.json"],
    ["run", "--report", "md=/tmp"], ["selftest", "--md", "/no/such/folder/x"],
  ])
  func unwritableReports(options: [String]) throws {
    let run = try Program(["conform"] + options)
    #expect(run.status == 2)
    #expect(run.output.isEmpty, "\(run.output.prefix(200))")
    #expect(
      run.errors.contains("cannot be written")
        || run.errors.contains("is a folder"), "\(run.errors)")
  }

  /// The adapter refuses all, so that every case with a value goes wrong.
  @Test(
    arguments: [
      ("should", [], 0), ("should", ["--strict"], 1),
      ("should", ["--strict=all"], 1), ("unspecified", ["--strict"], 0),
      ("unspecified", ["--strict=all"], 1), ("must", [], 1),
    ] as [(String, [String], Int32)])
  func levelsDecide(level: String, options: [String], code: Int32) throws {
    let adapter = try TestAdapter(.refusing)
    let run = try adapter.conform(["--level", level] + options)
    #expect(run.status == code, "\(run.output)\(run.errors)")
    let asides = try #require(lines(run).suffix(2).first)
    let isCounted = asides != "0 warnings, 0 remarks"
    #expect(isCounted == (code == 0), "\(asides)")
  }

  @Test(
    arguments: [
      (2, ["--level", "nosuch"]), (2, ["--suite", "nosuch"]),
      (2, ["--id", "nosuch"]), (2, ["--spec", "rfc9999"]),
      (2, ["--jobs", "0"]), (2, ["-q", "-v"]),
      (2, ["--update-baseline", "--known-failures", "x", "--fail-fast"]),
      (3, ["--", "/no/such/adapter"]), (5, ["--exclude", "*"]),
      (5, ["--suite", "hotp", "--id", "totp.*"]),
      (6, ["--vectors", "/no/such/folder"]),
    ] as [(Int32, [String])])
  func exitCodes(code: Int32, options: [String]) throws {
    let run = try Program(["conform"] + options)
    #expect(run.status == code, "\(run.output)\(run.errors)")
  }

  @Test func onlyCrashesAreCode4() throws {
    let run = try TestAdapter(.crashing).conform(
      "--id", "hotp.rfc4226.*", "--restarts", "3")
    #expect(run.status == 4)
    #expect(run.output.contains("no-answer"))
  }

  @Test func aBreakThatDoesNotRecurIsAWarning() throws {
    let run = try TestAdapter(.flaky).conform("--suite", "hotp")
    #expect(run.status == 0, "\(run.output)")
    #expect(
      run.output.contains("broke once: the adapter ended with exit code 9"))
    #expect(lines(run).suffix(2).first == "1 warnings, 0 remarks")
    let strict = try TestAdapter(.flaky).conform("--suite", "hotp", "--strict")
    #expect(strict.status == 4)
  }

  // MARK: Lengths

  @Test func quietIsOneLine() throws {
    let run = try TestAdapter(.zeros).conform("--suite", "hotp", "-q")
    #expect(run.status == 1)
    #expect(lines(run).count == 1)
    #expect(run.output.contains(" passed, "))
  }

  @Test func verboseHasEveryFailure() throws {
    let run = try TestAdapter(.zeros).conform("--suite", "hotp", "-v")
    let failed = lines(run).count { $0.hasPrefix("FAILED ") }
    let closing = try #require(lines(run).last)
    #expect(failed > 3)
    #expect(closing.contains(" \(failed) failed, "))
  }

  @Test func failFastStops() throws {
    let run = try TestAdapter(.zeros).conform("--suite", "hotp", "--fail-fast")
    #expect(run.status == 1)
    #expect(run.output.contains("stopped at the first failure: "))
    #expect(run.output.contains(" passed, 1 failed, "))
  }

  @Test func theCommandThatRepeatsHasTheAdapter() throws {
    let adapter = try TestAdapter(.zeros)
    let run = try adapter.conform("--suite", "hotp")
    let line = try #require(lines(run).first { $0.hasPrefix("  repeat ") })
    let words = line.split(separator: " ").dropFirst().map(String.init)
    #expect(words.prefix(3) == ["otpkit", "conform", "run"])
    #expect(words.suffix(4) == adapter.command[...])
    try withExtendedLifetime(adapter) {
      let again = try Program(Array(words.dropFirst()))
      #expect(again.status == 1)
      #expect(again.output.contains(" 1 failed, "))
    }
  }

  @Test func aBaselineThatPassesIsGoodNews() throws {
    let adapter = try TestAdapter(.zeros)
    let file = adapter.folder.appending(path: "known.json").path
    let known = try adapter.conform(
      "--suite", "hotp", "--known-failures", file, "--update-baseline")
    #expect(known.status == 0, "\(known.output)")
    try withExtendedLifetime(adapter) {
      let mended = try TestAdapter().conform(
        "--suite", "hotp", "--known-failures", file)
      #expect(mended.status == 1)
      #expect(mended.output.contains("good news: "))
      #expect(mended.output.contains(" passed, 0 failed, "))
    }
  }

  // MARK: Starting

  @Test func aFileThatMayNotBeRun() throws {
    let adapter = try TestAdapter()
    try withExtendedLifetime(adapter) {
      let path = try adapter.file("adapter.sh", "#!/bin/sh\n")
      let run = try Program("conform", "--", path)
      #expect(run.status == 3)
      #expect(run.errors.contains("\(path) may not be run; chmod +x"))
    }
  }

  @Test(arguments: ["#!/bin/sh\r\n", "#!/usr/bin/env python3\r\n"])
  func aFileWithCarriageReturns(text: String) throws {
    let adapter = try TestAdapter()
    try withExtendedLifetime(adapter) {
      let path = try adapter.file("adapter.sh", text, mode: 0o755)
      let run = try Program("conform", "--", path)
      #expect(run.status == 3)
      #expect(run.errors.contains("CRLF line ends"), "\(run.errors)")
    }
  }

  @Test func theLastTenLinesOfStandardError() throws {
    let script = "for i in $(seq 1 30); do echo line-$i >&2; done; exit 3"
    let run = try Program("conform", "--", "sh", "-c", script)
    #expect(run.status == 3)
    #expect(run.errors.contains("exit code 3"))
    #expect(!run.errors.contains("line-20\n"))
    for number in 21...30 { #expect(run.errors.contains("line-\(number)\n")) }
  }

  @Test func unknownCapabilities() throws {
    let run = try TestAdapter(.capabilities).conform()
    #expect(run.status == 3)
    #expect(
      run.errors.contains(
        #"the capability "SHA-1" is not known; did you mean "sha1"?"#))
  }

  @Test func unknownLimits() throws {
    let run = try TestAdapter(.limits).conform()
    #expect(run.status == 3)
    #expect(
      run.errors.contains(
        #"the limit "digit" is not known; did you mean "digits"?"#))
  }

  // MARK: Names

  @Test(
    arguments: [
      (["conform", "--suite", "hopt"], #"did you mean "hotp"?"#),
      (["conform", "list", "--suite", "hopt"], #"did you mean "hotp"?"#),
      (["conform", "export", "--spec", "rfc4227"], "did you mean"),
      (["conform", "explain", "hotp.rfc4226.sha1.count-00"], "did you mean"),
      (["conform", "--id", "hotp.rfc4226.sha1.count-00"], "did you mean"),
      (["conform", "lst"], #"did you mean "list"?"#),
      (
        ["conform", "python3", "a b.py"],
        "otpkit conform -- python3 'a b.py'"
      ),
      (
        ["conform", "--suite", "hotp", "sh", "-c", "x"],
        "otpkit conform --suite hotp -- sh -c x"
      ),
    ])
  func nearNames(arguments: [String], hint: String) throws {
    let run = try Program(arguments)
    #expect(run.status == 2, "\(run.output.prefix(200))")
    #expect(run.errors.contains(hint), "\(run.errors)")
    #expect(run.output == "")
  }

  @Test(arguments: ["list", "export"])
  func nothingToList(command: String) throws {
    let run = try Program(
      "conform", command, "--suite", "hotp", "--id", "totp.*")
    #expect(run.status == 5)
    #expect(run.errors.contains("no vector meets all conditions"))
  }

  @Test func helpHasTheOptionsOfRun() throws {
    let help = try Program("conform", "--help").output
    for text in ["--report", "--strict", "--fail-fast", "SUBCOMMANDS:"] {
      #expect(help.contains(text), "\(text)")
    }
  }

  @Test func policies() throws {
    let run = try Program("conform", "policies")
    #expect(run.status == 0)
    #expect(run.output.contains("base32.case: accept, reject\n"))
  }
}
