// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CoreImplementation
import OTPConformance
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The conversation in the documentation, held again.
struct TranscriptTests {
  /// The marked lines of the transcript.
  private func lines() throws -> [Substring] {
    let text = try Repository.text("docs/adapter-protocol.md")
    let lines = text.split(separator: "\n")
    let start = try #require(lines.firstIndex(of: "```transcript"))
    return Array(lines[(start + 1)...].prefix { $0 != "```" })
  }

  @Test func documentationIsTrue() async throws {
    var server = AdapterServer(CoreImplementation(version: "1.0.0"))
    var expected = try lines()[...]
    var answers = 0
    while let request = expected.popFirst() {
      #expect(request.hasPrefix("→ "))
      guard let answer = await server.respond(to: String(request.dropFirst(2)))
      else { continue }
      #expect("← " + answer == expected.popFirst() ?? "")
      answers += 1
    }
    #expect(answers == 12)
    #expect(server.isClosed)
  }
}
