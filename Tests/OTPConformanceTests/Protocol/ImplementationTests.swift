// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore
import Testing

/// The example of ``Implementation``, with the core behind it: what a library
/// writes to run the kit in its own tests, by public means alone.
private struct Mine: Implementation {
  let claims = Claims(
    name: "Mine", version: "1.0",
    capabilities: ["hotp.generate", "sha1"],
    limits: Claims.Limits(digits: 6...8))

  func answer(_ call: Call) -> Answer {
    guard call.string("algorithm") == "SHA1",
      let key = call.bytes("key"),
      let counter = call.counter("counter"),
      let digits = call.integer("digits"),
      let code = myHOTP(key, counter, digits)
    else { return .reject(category: "algorithm-unknown") }
    return .value(.string(code))
  }

  private func myHOTP(
    _ key: [UInt8], _ counter: UInt64, _ digits: Int
  ) -> String? {
    guard let secret = try? Secret(key, policy: .permissive),
      let hotp = try? HOTP(secret: secret, digits: digits)
    else { return nil }
    return hotp.code(at: counter).description
  }
}

struct ImplementationTests {
  @Test func conforms() async throws {
    let report = try await Runner(vectors: .embedded()).run(Mine())
    let text = HumanReporter().text(for: report)
    #expect(report.exitCode == .conformant, "\(text)")
    #expect(report.count(.passed) > 100)
    #expect(report.count(.skipped) > 500)
  }
}
