// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import TestSupport
import Testing

@testable import AdapterProcess

@Suite(.prompt, .timeLimit(.minutes(5)))
struct DoctorTests {
  private func examine(
    _ program: AdapterProgram, _ settings: AdapterSettings
  ) async -> (code: ExitCode, findings: [Doctor.Finding]) {
    var findings: [Doctor.Finding] = []
    var doctor = Doctor(program, settings: settings) { findings.append($0) }
    let code = await doctor.examine()
    return (code, findings)
  }

  private func examine(
    script: String, _ settings: AdapterSettings = Hostile.patient
  ) async throws -> (code: ExitCode, last: Doctor.Finding) {
    let program = try #require(AdapterProgram(["sh", "-c", script]))
    let (code, findings) = await examine(program, settings)
    return (code, try #require(findings.last))
  }

  @Test func findsWhatIsWrongWithAWorkingAdapter() async throws {
    let (code, findings) = await examine(
      try Hostile.program("ordinary"), Hostile.patient)
    // It ends when a line is not JSON.
    #expect(code == .broken)
    #expect(findings.first?.text == "the program starts and answers hello")
    #expect(findings.last?.grade == .failed)
    #expect(
      findings.contains { $0.text.hasPrefix("an operation nobody knows") })
  }

  @Test func saysThatThereIsNoProgram() async throws {
    let program = try #require(AdapterProgram(["/no/such/program"]))
    let (code, findings) = await examine(program, Hostile.patient)
    #expect(code == .notStarted)
    #expect(findings.last?.text.contains("there is no program") == true)
    #expect(findings.last?.hint?.contains("executable") == true)
  }

  @Test func hintsAtLogsOnStandardOutput() async throws {
    let (code, last) = try await examine(script: "echo starting; read line")
    #expect(code == .notStarted)
    #expect(last.text.contains("the line is not JSON"))
    #expect(last.hint?.contains("print logs on stderr") == true)
  }

  /// What a program that does not start says is told line by line.
  @Test func standardErrorHasLines() async throws {
    let (code, last) = try await examine(
      script: "printf 'Traceback:\\n  x\\ny\\033[2J\\n' >&2; exit 1")
    #expect(code == .notStarted)
    #expect(last.text.hasSuffix("ended with exit code 1; its stderr ends:"))
    #expect(last.details == ["  Traceback:", "    x", "  y[2J"])
  }

  @Test func hintsAtFlushing() async throws {
    var settings = Hostile.impatient
    settings.handshakeTimeout = .seconds(1)
    let (code, last) = try await examine(script: "sleep 300", settings)
    #expect(code == .notStarted)
    #expect(last.hint?.contains("flush stdout") == true)
  }

  @Test(
    arguments: [
      (
        #""capabilities":["SHA1"]"#,
        #"the capability "SHA1" is not known; did you mean "sha1"?"#
      ),
      (#""capabilities":[]"#, "hello claims no operation"),
      (
        #""capabilities":["hotp.generate","sha1"],"policies":{"x":"y"}"#,
        #"the policy "x" is not known"#
      ),
    ])
  func readsHello(members: String, finding: String) async throws {
    let hello =
      #"{"type":"hello","protocol":1,"implementation":"#
      + #"{"name":"a","version":"1"},"# + members + "}"
    let (code, last) = try await examine(
      script: "echo '\(hello)'; read line; read line")
    #expect(code == .notStarted)
    #expect(last.text == finding)
  }

  /// Each is named for what it is, and no hint leads astray.
  @Test(
    arguments: [
      (
        #"{"name":"a","version":1}"#, #"{"id":"1","value":"287082"}"#,
        "implementation.version in hello is a number, not a string"
      ),
      (
        #"{"name":"a","version":"1"}"#, #"{"id":1,"value":"287082"}"#,
        #"the id of the answer is a number, not the string "1""#
      ),
    ])
  func namesTheWrongType(
    who: String, answer: String, finding: String
  ) async throws {
    let hello =
      #"{"type":"hello","protocol":1,"implementation":\#(who),"#
      + #""capabilities":["hotp.generate","sha1"]}"#
    let (_, last) = try await examine(
      script: "read a; echo '\(hello)'; read a; echo '\(answer)'; read a")
    #expect(last.grade == .failed)
    #expect(last.text.contains(finding), "\(last.text)")
    #expect(last.hint?.contains("print logs on stderr") == false)
  }

  /// A code is right when it is equal, not when it is the end of one.
  @Test(
    arguments: [
      ("287082", Doctor.Finding.Grade.ok), ("", .warning), ("2", .warning),
      ("87082", .warning), ("94287082", .warning),
    ])
  func callsOnlyTheRightCodeRight(
    code: String, grade: Doctor.Finding.Grade
  ) throws {
    let claims = Claims(
      name: "a", version: "1", capabilities: ["hotp.generate", "sha1"])
    let sample = try #require(DoctorSample.all(for: claims).first)
    #expect(sample.judge(.value(.string(code))).grade == grade)
  }

  @Test func checksTheOrderWithRealCalls() async throws {
    // Alone each call is right; together the answers change places.
    let (_, findings) = await examine(
      try Hostile.program("mixed"), Hostile.patient)
    #expect(
      findings.contains {
        $0.grade == .failed && $0.text.hasPrefix("three calls that are sent")
      })
  }

  @Test func tellsOfAnEndAfterHello() async throws {
    let hello =
      #"{"type":"hello","protocol":1,"implementation":"#
      + #"{"name":"a","version":"1"},"capabilities":["hotp.generate","sha1"]}"#
    let (code, last) = try await examine(
      script: "echo '\(hello)'; read line; echo oops >&2; exit 5")
    #expect(code == .broken)
    #expect(
      last.text == "the adapter ended with exit code 5; its stderr ends: oops")
  }
}
