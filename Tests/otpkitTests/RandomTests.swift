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

  @Test func crashesEndIt() throws {
    let (run, _) = try random(.crashing, "--seed", "5")
    #expect(run.status != 0)
    #expect(run.output.contains(", 0 differences, 3 without an answer\n"))
    #expect(run.output.contains("crashes or timeouts"))
  }

  @Test(arguments: [
    ["--cases", "0"], ["--for", "0s"], ["--for", "x"], ["--seed", "-1"],
  ])
  func refusesOptions(options: [String]) throws {
    let run = try Program(["conform", "random"] + options)
    #expect(run.status == 2, "\(run.errors)")
  }
}
