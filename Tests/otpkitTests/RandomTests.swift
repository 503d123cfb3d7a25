// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `otpkit conform random` from outside.
@Suite(.timeLimit(.minutes(10)))
struct RandomTests {
  private func random(
    _ flaw: TestAdapter.Flaw, _ options: String...
  ) throws -> (Program, TestAdapter) {
    let adapter = try TestAdapter(flaw)
    let out = adapter.folder.appending(path: "found").path
    let run = try Program(
      ["conform", "random", "--out", out] + options + ["--"] + adapter.command)
    return (run, adapter)
  }

  @Test func aRightAdapterHasNoDifference() throws {
    let (run, adapter) = try random(.none, "--seed", "5", "--cases", "300")
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(run.output.hasPrefix("seed 5: 300 questions in "))
    #expect(run.output.hasSuffix(" a second), 0 differences\n"))
    let found = adapter.folder.appending(path: "found").path
    #expect(!FileManager.default.fileExists(atPath: found))
  }

  /// What was found is run again from its folder, and the seed repeats it.
  @Test func aDifferenceIsWrittenAndRunsAgain() throws {
    let (run, adapter) = try random(.zeros, "--seed", "5", "--cases", "500")
    #expect(run.status == 1, "\(run.output)\(run.errors)")
    #expect(run.output.contains("likely    no-padding: "))
    let found = adapter.folder.appending(path: "found").path
    let again = try adapter.conform("--vectors", found)
    #expect(again.status == 1, "\(again.output)\(again.errors)")
    let right = try Program("conform", "--vectors", found)
    #expect(right.status == 0, "\(right.output)\(right.errors)")
    let file = found + "/random.json"
    let first = try String(contentsOfFile: file, encoding: .utf8)
    let (_, other) = try random(.zeros, "--seed", "5", "--cases", "500")
    let second = try String(
      contentsOfFile: other.folder.appending(path: "found/random.json").path,
      encoding: .utf8)
    #expect(first == second)
  }

  /// A small question often fits several mistakes.
  ///
  /// At 30 seconds, a step of 60 and the previous one are the same, and at 0
  /// the present is taken for a 0 or for any time. All differences together tell which it is, and the
  /// question that is shown fits no likelier one.
  @Test(arguments: [
    (TestAdapter.Flaw.sixty, "step-60"), (.present, "time-ignored"),
    (.twofold, "hex-text-as-key-and-little-endian-counter"),
  ])
  func theCauseIsThatOfAllDifferences(
    flaw: TestAdapter.Flaw, cause: String
  ) throws {
    for seed in ["1", "2", "3"] {
      let (run, adapter) = try random(flaw, "--seed", seed, "--cases", "400")
      #expect(run.status == 1, "\(run.output)\(run.errors)")
      let likely = run.output.split(separator: "\n")
        .filter { $0.hasPrefix("  likely ") }
      #expect(!likely.isEmpty, "\(run.output)")
      #expect(
        likely.contains { $0.contains(" \(cause): ") }, "\(run.output)")
      // Where a counter is the same from both ends, one of two mistakes shows.
      let parts =
        flaw == .twofold
        ? [cause, "hex-text-as-key", "little-endian-counter"] : [cause]
      let isKnown = { (line: Substring) in
        parts.contains { line.contains(" \($0): ") }
      }
      #expect(likely.allSatisfy(isKnown), "\(run.output)")
      guard flaw != .twofold else { continue }
      let found = adapter.folder.appending(path: "found").path
      let again = try adapter.conform("-v", "--vectors", found)
      #expect(again.output.contains(" \(cause): "), "\(again.output)")
    }
  }

  @Test func crashesEndIt() throws {
    let (run, _) = try random(.crashing, "--seed", "5")
    #expect(run.status == 4)
    #expect(run.output.contains(", 0 differences, 3 without an answer\n"))
    #expect(run.output.contains("crashes or timeouts"))
  }

  /// What crashes is made small, told with its input, and written.
  @Test func aCrashIsMadeSmallAndRunsAgain() throws {
    let (run, adapter) = try random(.long, "--seed", "5", "--cases", "400")
    #expect(run.status == 4, "\(run.output)\(run.errors)")
    let input = try #require(
      run.output.split(separator: "\n").first { $0.contains("  input ") })
    let key = try #require(
      input.split(separator: "\"").first { $0.utf8.count > 128 })
    #expect(key.utf8.count == 130, "\(input)")
    #expect(run.output.contains("its stderr ends: ValueError: 130\n"))
    let found = adapter.folder.appending(path: "found").path
    let again = try adapter.conform("--vectors", found)
    #expect(again.status == 4, "\(again.output)\(again.errors)")
    #expect(again.output.contains("ValueError: 130"))
  }

  /// What is never answered is made small as well, and the run ends.
  @Test func whatIsNeverAnsweredEnds() throws {
    let start = ContinuousClock.now
    let (run, adapter) = try random(
      .silent, "--seed", "5", "--for", "10s", "--timeout", "0.5")
    #expect(.now - start < .seconds(120))
    #expect(run.status == 4, "\(run.output)\(run.errors)")
    #expect(run.output.contains("no answer within 0.5 s"))
    let found = adapter.folder.appending(path: "found").path
    #expect(FileManager.default.fileExists(atPath: found + "/random.json"))
  }

  /// A timeout that is longer than the test does not make it longer.
  @Test func theTimeIsKeptWithAnyTimeout() throws {
    let start = ContinuousClock.now
    let (run, _) = try random(
      .silent, "--seed", "5", "--for", "8s", "--timeout", "3600")
    #expect(.now - start < .seconds(120))
    #expect(run.status == 4, "\(run.output)\(run.errors)")
  }

  /// An adapter that may not be started again is charged with its end.
  @Test func withoutRestartsTheFirstCrashEndsIt() throws {
    let (run, adapter) = try random(
      .long, "--seed", "5", "--cases", "400", "--restarts", "0")
    #expect(run.status != 0, "\(run.output)\(run.errors)")
    #expect(run.output.contains("ended early: not asked: the adapter broke 1"))
    let found = adapter.folder.appending(path: "found").path
    #expect(FileManager.default.fileExists(atPath: found + "/random.json"))
  }

  /// A file in the place of the folder is told before the questions.
  @Test func aFileInThePlaceOfTheFolder() throws {
    let file = FileManager.default.temporaryDirectory
      .appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try Data().write(to: file)
    let run = try Program("conform", "random", "--out", file.path)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.contains("is a file, and should be a folder"))
  }

  @Test(arguments: [
    ["--cases", "0"], ["--for", "0s"], ["--for", "x"], ["--seed", "-1"],
  ])
  func refusesOptions(options: [String]) throws {
    let run = try Program(["conform", "random"] + options)
    #expect(run.status == 2, "\(run.errors)")
  }
}
