// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import OTPConformance

struct CaseRunTests {
  /// The calls that a case leads to.
  private func calls(
    of id: String,
    _ answer: @escaping @Sendable (Call) -> Answer? = { _ in nil }
  ) async throws -> [Call] {
    let log = Log()
    _ = try await Report.make(
      Sample { call in
        log.calls.withLock { $0.append(call) }
        return answer(call)
      }, Selection(ids: [id]))
    return log.calls.withLock { $0 }
  }

  @Test func mergesDefaults() async throws {
    let calls = try await calls(of: "hotp.small.empty-key")
    #expect(
      calls == [
        Call(
          "hotp.generate",
          ["algorithm": "SHA1", "digits": 6, "key": "", "counter": "0"])
      ])
  }

  @Test func givesDefaultsOnlyToWhatSetsUp() async throws {
    let calls = try await calls(of: "verifier.small.twice")
    #expect(
      calls == [
        Call("verifier.open", ["kind": "hotp", "counter": "0"]),
        Call("verifier.check", ["handle": "1", "code": "1"]),
        Call("verifier.check", ["handle": "1", "code": "1"]),
      ])
  }

  @Test func replacesReferencesAtAnyDepth() async throws {
    let calls = try await calls(of: "verifier.small.codes")
    #expect(calls.first?.input == ["kind": "totp"])
    #expect(
      calls.last
        == Call("verifier.resync", ["handle": "1", "codes": ["1"]]))
  }

  @Test func stopsAtTheFirstStepThatFails() async throws {
    let calls = try await calls(of: "verifier.small.twice") { call in
      call.operation == "verifier.check" ? .value(["accepted": false]) : nil
    }
    #expect(calls.count == 2)
  }

  @Test func failsWhereAnAnswerLacksWhatIsSaved() async throws {
    let report = try await Report.make(
      Sample { call in
        call.operation == "verifier.open" ? .value(["hand": "1"]) : nil
      })
    let failure = report.failure("verifier.small.twice")
    #expect(failure?.step == 1)
    #expect(failure?.detail == "the value has no handle")
  }
}

/// Remembers calls.
private final class Log: Sendable {
  let calls = Mutex<[Call]>([])
}
