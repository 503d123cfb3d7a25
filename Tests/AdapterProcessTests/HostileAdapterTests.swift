// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import TestSupport
import Testing

@testable import AdapterProcess

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Only one call is charged with what goes wrong, and every test ends.
@Suite(.prompt, .timeLimit(.minutes(5)))
struct HostileAdapterTests {
  @Test(
    arguments: [
      ("ordinary", "13"),
      (
        "garbage",
        #"error: the line is not JSON (1:1: no value starts like this): "#
          + #""DEBUG: about to answer""#
      ),
      (
        "half-line", #"error: the output ends within a line: "{\"id\":\"""#
      ),
      ("long-line", "error: a line is longer than 1048576 bytes"),
      ("exit-zero", "error: the adapter ended with exit code 0"),
      // Its answers to 11 and 12 are lost with it, and asked for again.
      ("buffered", "error: the adapter ended with exit code 7"),
      (
        "exit",
        "error: the adapter ended with exit code 7; its stderr ends: "
          + "Traceback: it hurts"
      ),
      ("segfault", "error: the adapter was ended by signal 11 (SIGSEGV)"),
      (
        "null-id",
        #"fault("the adapter did not understand the call: what?")"#
      ),
      ("stderr-flood", "13"),
    ])
  func breaksOneCase(way: String, outcome: String) async throws {
    let answers = try await Hostile.answers(way)
    #expect(answers == ["11", "12", outcome, "14", "15"])
  }

  @Test(
    arguments: ["sleep", "nothing", "no-line-end", "ignore-term", "flood"])
  func endsWhatHangs(way: String) async throws {
    let answers = try await Hostile.answers(way, Hostile.impatient)
    #expect(answers.count == 5)
    #expect(answers[2].hasPrefix("error: "), "\(answers[2])")
    #expect(
      answers.enumerated().filter { $0.offset != 2 }.map(\.element)
        == ["11", "12", "14", "15"])
  }

  @Test func endsWhatClosesItsOutput() async throws {
    let answers = try await Hostile.answers("close-output", Hostile.impatient)
    #expect(answers[2].hasPrefix("error: the adapter was ended by signal"))
    #expect(answers[3] == "14")
  }

  @Test func namesAWrongID() async throws {
    let answers = try await Hostile.answers("wrong-id")
    #expect(answers[2].hasPrefix(#"error: the answer's id is "no-"#))
    #expect(answers[3...] == ["14", "15"])
  }

  @Test func refusesTwoKindsOfAnswer() async throws {
    let answers = try await Hostile.answers("two-kinds")
    #expect(answers[2].contains("an answer has an id and one of value"))
  }

  @Test func findsAnswersOutOfOrder() async throws {
    // Alone, a call waits for the next one, which never comes.
    let calls = ["11", "12"].map(Hostile.call)
    let answers = try await Hostile.answers("swap", Hostile.impatient, calls)
    #expect(answers.allSatisfy { $0 == "error: no answer within 6 s" })
  }

  @Test func findsSecondAnswers() async throws {
    let answers = try await Hostile.answers("twice")
    #expect(answers.contains { $0.contains("answered") })
    #expect(answers.contains("11"))
  }

  @Test func chargesAnEndBetweenCallsToTheNext() async throws {
    let answers = try await Hostile.answers("one-shot")
    #expect(answers[0] == "11")
    #expect(
      answers.contains("error: the adapter ended with exit code 0"))
  }

  @Test func survivesAnAdapterThatReadsNothing() async throws {
    var settings = Hostile.impatient
    settings.restarts = 1
    // Far more than a pipe holds.
    let call = Call(
      "hotp.generate",
      ["key": .string(String(repeating: "00", count: 20_000))])
    let answers = try await Hostile.answers(
      "deaf", settings, Array(repeating: call, count: 8))
    #expect(answers.count == 8)
    #expect(answers[0] == "error: no answer within 6 s")
    #expect(answers[7] == "error: not asked: the adapter broke 2 times")
  }
}

/// Nothing outlives a run.
@Suite(.prompt, .timeLimit(.minutes(5)))
struct OrphanTests {
  @Test(arguments: ["children", "children-at-exit"])
  func leavesNoChild(way: String) async throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "otpkit-\(UInt64.random(in: 0...UInt64.max))")
    defer { try? FileManager.default.removeItem(at: file) }
    let process = try await AdapterProcess.start(
      Hostile.program(way, file.path), settings: Hostile.impatient)
    let pid = try #require(
      Int32(String(decoding: try Data(contentsOf: file), as: UTF8.self)))
    #expect(Hostile.isAlive(pid))
    if way == "children" {
      let results = await process.answers(to: [Hostile.call(Hostile.bad)])
      #expect(
        results.map(Hostile.text) == ["error: no answer within 6 s"])
    }
    await process.stop()
    // The kernel may take a moment to deliver the signal.
    for _ in 0..<100 where Hostile.isAlive(pid) {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(!Hostile.isAlive(pid))
  }
}
