// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CoreImplementation
import Testing

@testable import OTPConformance

/// Libraries whose verification takes or tells less than the protocol has are
/// tested on what they have.
struct VerificationLimitsTests {
  @Test func yesOrNoIsEnoughWhereItIsSaid() async throws {
    let report = try await report(Library(.yesOrNo))
    #expect(wrong(report) == [])
    #expect(report.ran > 100)
    #expect(skips(report, "verify.replay.after.") == ["after"])
    #expect(skips(report, "verify.totp.asymmetric.") == ["window"])
    #expect(skips(report, "verify.totp.exact.") == [])
  }

  @Test func yesOrNoFailsWhereItIsNotSaid() async throws {
    let report = try await report(
      Library(VerificationLimits(window: .equal, takesAfter: false)))
    #expect(wrong(report).contains { $0.hasPrefix("verify.totp.exact.") })
  }

  @Test func yesToEverythingFails() async throws {
    let library = Library(.yesOrNo, acceptsEverything: true)
    let report = try await report(library)
    #expect(wrong(report).contains { $0.hasPrefix("verify.totp.exact.") })
    #expect(wrong(report).contains { $0.hasPrefix("verify.hotp.look-back.") })
  }

  /// A library that takes one time or counter is asked nothing else, neither
  /// by vectors nor by random questions.
  @Test(
    arguments: [
      (.fixed(past: 0, future: 0), 0), (.fixed(past: 1, future: 1), 10),
      (.fixed(past: 1, future: 0), 3),
    ] as [(VerificationLimits.Window, Int)])
  func fixedWindows(window: VerificationLimits.Window, lookAhead: Int)
    async throws
  {
    let library = Library(
      VerificationLimits(window: window, lookAhead: lookAhead),
      isOfOneWindow: true)
    let report = try await report(library)
    #expect(wrong(report) == [])
    let asked = report.results.filter { $0.verdict == .passed }.map(\.entry)
    for operation in ["totp.verify", "hotp.verify"] {
      #expect(asked.contains { $0.group.operation == operation })
    }
    #expect(skips(report, "verify.totp.").isSuperset(of: ["window"]))
    #expect(skips(report, "verify.hotp.").isSuperset(of: ["lookAhead"]))
    let random = try await RandomTest(
      against: library.core, seed: 3, cases: 500, time: .seconds(600)
    ).run(library)
    #expect(random.asked == 500 && random.differences.isEmpty)
  }

  @Test(
    arguments: [
      (
        #""after":false,"window":"equal""#,
        VerificationLimits(window: .equal, takesAfter: false)
      ),
      (#""match":true,"window":"any","lookAhead":"any""#, VerificationLimits()),
      (
        #""window":{"past":0,"future":2},"match":false"#,
        VerificationLimits(
          window: .fixed(past: 0, future: 2),
          tellsMatch: false)
      ),
      (#""lookAhead":0"#, VerificationLimits(lookAhead: 0)),
    ])
  func helloSaysSo(limits: String, expected: VerificationLimits) throws {
    let claims = try Claims(helloLine: hello(limits))
    #expect(claims.limits.verification == expected)
    let again = try Claims(helloLine: AdapterResponse.hello(claims).line.utf8)
    #expect(again.limits == claims.limits)
  }

  @Test(arguments: [
    #""after":"no""#, #""match":0"#, #""window":false"#, #""window":"none""#,
    #""window":{"past":1}"#, #""window":{"past":-1,"future":0}"#,
    #""window":{"past":1,"future":1,"size":1}"#, #""lookAhead":-1"#,
    #""lookAhead":false"#, #""lookAhead":"none""#,
  ])
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

  private func skips(_ report: Report, _ prefix: String) -> Set<String> {
    var requirements: Set<String> = []
    for result in report.results where result.entry.vector.id.hasPrefix(prefix)
    {
      if case .notClaimed(let requirement) = result.outcome {
        requirements.insert(requirement.description)
      }
    }
    return requirements
  }
}

extension VerificationLimits {
  /// Most libraries: yes or no, one size of window, no memory.
  fileprivate static let yesOrNo = VerificationLimits(
    window: .equal, takesAfter: false, tellsMatch: false)
}

/// The core, behind a verification that takes or tells less.
private struct Library: Implementation {
  let core = CoreImplementation(version: "1")
  let claims: Claims
  let acceptsEverything: Bool
  /// Whether it tries the fixed window of its claims, whatever it is asked.
  let isOfOneWindow: Bool

  init(
    _ limits: VerificationLimits, acceptsEverything: Bool = false,
    isOfOneWindow: Bool = false
  ) {
    var claims = core.claims
    claims.limits.verification = limits
    self.claims = claims
    self.acceptsEverything = acceptsEverything
    self.isOfOneWindow = isOfOneWindow
  }

  func answer(_ asked: Call) async -> Answer {
    var call = asked
    let limits = claims.limits.verification
    if isOfOneWindow, case .fixed(let past, let future) = limits.window {
      let own: JSONObject =
        switch call.operation {
        case "totp.verify":
          ["past": .integer(past), "future": .integer(future)]
        case "hotp.verify": ["lookAhead": .integer(limits.lookAhead ?? 0)]
        default: [:]
        }
      call = Call(call.operation, call.input.overlaid(by: own))
    }
    let answer = await core.answer(call)
    guard !isOfOneWindow,
      ["totp.verify", "hotp.verify"].contains(call.operation),
      case .value(let value) = answer, let accepted = value.object?["accepted"]
    else { return answer }
    return .value(["accepted": acceptsEverything ? true : accepted])
  }
}
