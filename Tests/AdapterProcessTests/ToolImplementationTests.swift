// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import TestSupport
import Testing

@testable import AdapterProcess

@Suite(.prompt, .timeLimit(.minutes(5)))
struct ToolImplementationTests {
  /// A tool of one operation that runs a shell script; the tests' own script,
  /// the kit itself never uses a shell.
  private func tool(
    _ script: String, members: String = #""stdout": "([0-9]+)""#,
    version: String = #""1""#, _ settings: AdapterSettings = Hostile.patient
  ) async throws -> ToolImplementation {
    let script = JSON.string(script).text()
    let file = try ToolFileTests.load(
      """
      {"tool": 1, "implementation": {"name": "a", "version": \(version)},
       "operations": {"hotp.generate": {
        "argv": ["sh", "-c", \(script), "sh", "{counter}", "{key}"],
        \(members)}}}
      """)
    return try await ToolImplementation(file, settings: settings)
  }

  private func answer(
    _ tool: ToolImplementation, counter: String = "5", key: String = "k"
  ) async -> String {
    let call = Call(
      "hotp.generate", ["counter": .string(counter), "key": .string(key)])
    return await tool.answers(to: [call]).map(Hostile.text).joined()
  }

  @Test func readsStandardOutput() async throws {
    #expect(await answer(try await tool("echo 00$1")) == "005")
    #expect(await answer(try await tool("printf 12")) == "12")
    #expect(
      await answer(try await tool("echo 12; echo 13")).hasPrefix(
        "error: the output does not match the pattern"))
  }

  @Test(arguments: ["$(id)", "; id", "'", "\"", "*", "a b", "-n", "\\", "é"])
  func passesTextAsItIs(key: String) async throws {
    let tool = try await tool(
      #"printf '%s' "$2""#, members: #""stdout": "(?s)(.*)""#)
    #expect(await answer(tool, key: key) == key)
  }

  @Test func declinesWhatCannotBeAnArgument() async throws {
    let tool = try await tool("echo 1")
    #expect(await answer(tool, key: "a\0b") == #"unsupported("field key")"#)
  }

  @Test(
    arguments: [
      (0, "1"), (1, #"{"accepted":false}"#),
      (2, #"reject(category: "unspecified", message: nil)"#),
      (3, #"unsupported("exit code 3")"#),
      (4, "error: the adapter ended with exit code 4; its stderr ends: bad"),
    ])
  func readsExitCodes(code: Int, outcome: String) async throws {
    let tool = try await tool(
      "echo 1; echo bad >&2; exit \(code)",
      members: #"""
        "stdout": "(.*)",
        "exit": {"denied": [1], "reject": [2], "unsupported": [3]}
        """#)
    #expect(await answer(tool) == outcome)
  }

  @Test func takesASignalForAnError() async throws {
    #expect(
      await answer(try await tool("kill -9 $$"))
        == "error: the adapter was ended by signal 9 (SIGKILL)")
  }

  @Test func fillsValues() async throws {
    let tool = try await tool(
      "echo at $1 by 3",
      members: #"""
        "stdout": "at (?<place>[0-9]+) by ([0-9]+)",
        "value": {"accepted": true, "counter": "{place}", "by": "{2:integer}"}
        """#)
    #expect(
      await answer(tool) == #"{"accepted":true,"counter":"5","by":3}"#)
  }

  @Test func sendsStandardInput() async throws {
    let tool = try await tool(
      #"read line; echo "$line""#,
      members: #""stdout": "(.*)", "stdin": "say {counter}\n""#)
    #expect(await answer(tool) == "say 5")
  }

  @Test func endsWhatHangsOrFloods() async throws {
    let hanging = try await tool("sleep 300", Hostile.impatient)
    #expect(await answer(hanging) == "error: no answer within 6 s")
    let flooding = try await tool("yes", Hostile.patient)
    #expect(
      await answer(flooding) == "error: a line is longer than 1048576 bytes")
  }

  @Test func asksForTheVersion() async throws {
    let asked =
      #"{"argv": ["echo", "tool 2.5"], "stdout": "tool ([0-9.]+)"}"#
    #expect(try await tool("", version: asked).claims.version == "2.5")
    let silent = #"{"argv": ["true"], "stdout": "tool ([0-9.]+)"}"#
    await #expect(throws: Breakage.self) {
      try await tool("", version: silent)
    }
  }
}
