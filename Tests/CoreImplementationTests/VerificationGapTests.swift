// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CoreImplementation
import OTPConformance
import Testing

/// Libraries whose verification takes or tells less than the protocol has are
/// tested on what they have.
struct VerificationGapTests {
  @Test func yesOrNoIsEnoughWhereItIsSaid() async throws {
    let report = try await report(Library(gaps: Set(VerificationGap.allCases)))
    #expect(wrong(report) == [])
    #expect(report.ran > 100)
    #expect(
      skips(report, "verify.replay.after.") == [.verification(.after)])
    #expect(
      skips(report, "verify.totp.asymmetric.") == [.verification(.window)])
    #expect(skips(report, "verify.totp.exact.") == [])
  }

  @Test func yesOrNoFailsWhereItIsNotSaid() async throws {
    let report = try await report(Library(gaps: [.after, .window]))
    #expect(wrong(report).contains { $0.hasPrefix("verify.totp.exact.") })
  }

  @Test func yesToEverythingFails() async throws {
    let library = Library(
      gaps: Set(VerificationGap.allCases), acceptsEverything: true)
    let report = try await report(library)
    #expect(wrong(report).contains { $0.hasPrefix("verify.totp.exact.") })
    #expect(wrong(report).contains { $0.hasPrefix("verify.hotp.look-back.") })
  }

  @Test func helloSaysSo() throws {
    let claims = try Claims(
      helloLine: hello(#""after":false,"window":"equal""#))
    #expect(claims.limits.verification == [.after, .window])
    let none = try Claims(helloLine: hello(#""match":true,"window":"any""#))
    #expect(none.limits.verification == [])
  }

  @Test(arguments: [#""after":"no""#, #""match":0"#, #""window":false"#])
  func helloIsReadStrictly(limit: String) {
    #expect(throws: (any Error).self) {
      try Claims(helloLine: hello(limit))
    }
  }

  // MARK: Helpers

  private func hello(_ limits: String) -> String.UTF8View {
    """
    {"type":"hello","protocol":1,"implementation":{"name":"a","version":"1"},\
    "capabilities":["sha1"],"limits":{\(limits)}}
    """.utf8
  }

  private func report(_ library: Library) async throws -> Report {
    try await Runner(
      vectors: try VectorSet.embedded(),
      selection: Selection(suites: ["verify"])
    ).run(library)
  }

  private func wrong(_ report: Report) -> [String] {
    report.results.filter { result in
      switch result.outcome {
      case .fail, .error, .unsupported: true
      default: false
      }
    }.map(\.entry.vector.id)
  }

  private func skips(_ report: Report, _ prefix: String) -> Set<Requirement> {
    var requirements: Set<Requirement> = []
    for result in report.results where result.entry.vector.id.hasPrefix(prefix)
    {
      if case .notClaimed(let requirement) = result.outcome {
        requirements.insert(requirement)
      }
    }
    return requirements
  }
}

/// The core, behind a verification that answers yes or no.
private struct Library: Implementation {
  let core = CoreImplementation(version: "1")
  let claims: Claims
  let acceptsEverything: Bool

  init(gaps: Set<VerificationGap>, acceptsEverything: Bool = false) {
    var claims = core.claims
    claims.limits.verification = gaps
    self.claims = claims
    self.acceptsEverything = acceptsEverything
  }

  func answer(_ call: Call) async -> Answer {
    let answer = await core.answer(call)
    guard ["totp.verify", "hotp.verify"].contains(call.operation),
      case .value(let value) = answer, let accepted = value.object?["accepted"]
    else { return answer }
    return .value(["accepted": acceptsEverything ? true : accepted])
  }
}
