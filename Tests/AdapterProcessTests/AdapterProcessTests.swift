// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPConformance
import TestSupport
import Testing

@testable import AdapterProcess

@Suite(.prompt, .timeLimit(.minutes(5)))
struct AdapterProcessTests {

  private func failure(
    _ words: String..., settings: AdapterSettings = Hostile.patient
  ) async throws -> String {
    let program = try #require(AdapterProgram(words))
    do throws(StartFailure) {
      let process = try await AdapterProcess.start(program, settings: settings)
      await process.stop()
      return "it started"
    } catch {
      return error.description
    }
  }

  @Test func readsWhatHelloClaims() async throws {
    let process = try await AdapterProcess.start(
      Hostile.program("ordinary"), settings: Hostile.patient)
    #expect(process.claims.name == "ordinary")
    // A zone that the caller has set stays.
    let zone = ProcessInfo.processInfo.environment["TZ"]
    #expect(zone != nil || process.claims.version == "+0545")
    #expect(process.claims.capabilities.contains("hotp.generate"))
    await process.stop()
    let late = await process.answers(to: [Hostile.call("1")])
    #expect(
      late.map(Hostile.text)
        == ["error: not asked: the adapter was told to stop"])
  }

  @Test func saysWhyItDoesNotStart() async throws {
    #expect(
      try await failure("/no/such/program")
        == "the adapter does not start: there is no program /no/such/program")
    #expect(
      try await failure("otpkit-no-such-program").contains("there is no"))
    #expect(
      try await failure("sh", "-c", "echo why >&2; exit 3")
        == "the adapter ended with exit code 3; its stderr ends: why")
    var impatient = Hostile.impatient
    impatient.handshakeTimeout = .seconds(1)
    #expect(
      try await failure("sleep", "300", settings: impatient)
        == "no answer within 1 s")
    #expect(
      try await failure("echo", "hi").hasPrefix("the line is not JSON"))
    #expect(
      try await failure("echo", #"{"type":"hello","protocol":2}"#)
        == "the field protocol of hello is not 1")
  }

  @Test func refusesCommandsThatCannotBe() {
    #expect(AdapterProgram([]) == nil)
    #expect(AdapterProgram([""]) == nil)
    #expect(AdapterProgram(["a", "b\0c"]) == nil)
  }

  @Test func refusesBanners() async throws {
    let error = await #expect(throws: StartFailure.self) {
      try await AdapterProcess.start(
        try Hostile.program("banner"), settings: Hostile.patient)
    }
    #expect(error?.description.contains("my-otp 1.0 ready") == true)
  }

  @Test func refusesClaimsThatChange() async throws {
    let process = try await AdapterProcess.start(
      Hostile.program("changing-hello"), settings: Hostile.patient)
    let first = await process.answers(to: [Hostile.call("1")])
    #expect(first.map(Hostile.text) == ["1"])
    await process.stop()
    var settings = Hostile.patient
    settings.restarts = 5
    // Breaks, and says hello with another version.
    let fragile = try await AdapterProcess.start(
      try #require(AdapterProgram(["sh", "-c", Self.changing])),
      settings: settings)
    let calls = [Hostile.call("1"), Hostile.call("2")]
    let results = [
      await fragile.answers(to: [calls[0]]),
      await fragile.answers(to: [calls[1]]),
    ]
    .joined().map(Hostile.text)
    try Task.checkCancellation()
    #expect(results[0] == "error: the adapter ended with exit code 9")
    #expect(
      results[1]
        == "error: not asked: the adapter's hello changed from start to start")
  }

  /// Says hello with its own process number, and dies at the first call.
  private static let changing = #"""
    read line
    printf '{"type":"hello","protocol":1,"implementation":{"name":"x","version":"%d"},"capabilities":[]}\n' $$
    read line
    exit 9
    """#

  @Test func stopsRestartingWithinABudget() async throws {
    var settings = Hostile.patient
    settings.restarts = 2
    let bad = Array(repeating: Hostile.call(Hostile.bad), count: 5)
    var answers: [String] = []
    let process = try await AdapterProcess.start(
      Hostile.program("exit-zero"), settings: settings)
    for call in bad {
      answers += await process.answers(to: [call]).map(Hostile.text)
    }
    await process.stop()
    let ended = "error: the adapter ended with exit code 0"
    let given = "error: not asked: the adapter broke 3 times"
    #expect(answers == [ended, ended, ended, given, given])
  }

  @Test func obeysCancellation() async throws {
    let process = try await AdapterProcess.start(
      Hostile.program("sleep"), settings: Hostile.patient)
    let task = Task { await process.answers(to: Hostile.calls) }
    try await Task.sleep(for: .milliseconds(300))
    task.cancel()
    let answers = await task.value
    await process.stop()
    #expect(answers.count < 5)
  }

  @Test func startsAllOrNone() async throws {
    let processes = try await AdapterProcess.start(
      3, of: Hostile.program("ordinary"), settings: Hostile.patient)
    #expect(processes.count == 3)
    for process in processes { await process.stop() }
    await #expect(throws: StartFailure.self) {
      try await AdapterProcess.start(
        3, of: try #require(AdapterProgram(["false"])),
        settings: Hostile.patient)
    }
  }
}
