// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The page `docs/first-run.md`, on a machine that has pyotp in the folder of
/// `Scripts/peers`.
@Suite(
  .enabled(if: Pyotp.isHere, "no pyotp: see Scripts/peers"), .prompt,
  .timeLimit(.minutes(5)))
struct FirstRunTests {
  /// The codes of pyotp are right; what it claims is asked.
  @Test func findsWhatPyotpDoes() async throws {
    let report = try await report()
    #expect(report.claims.name == "pyotp")
    #expect(
      report.claimed == [
        "hotp.generate", "hotp.verify", "otpauth.parse", "totp.generate",
        "totp.verify",
      ])
    let musts = report.failing(.must)
    #expect(
      musts.filter { $0.hasPrefix("hotp.") || $0.hasPrefix("totp.") } == [])
    #expect(musts.contains { $0.hasPrefix("otpauth.counter.malformed.") })
    #expect(report.count(.passed) > 500)
  }

  @Test(arguments: ["TOTP.at", "TOTP.verify", "TOTP.timecode", "HOTP.verify"])
  func failsWithoutOneOfItsFunctions(name: String) async throws {
    let report = try await report(breaking: "pyotp.\(name) = None")
    #expect(
      report.failing(.must).contains {
        $0.hasPrefix("totp.rfc6238") || $0.hasPrefix("verify.totp")
          || $0.hasPrefix("verify.hotp")
      })
  }

  @Test func failsWithoutAllOfThem() async throws {
    let report = try await report(
      breaking: "pyotp.TOTP.at = pyotp.TOTP.verify = pyotp.TOTP.timecode = None"
    )
    #expect(report.failing(.must).contains("totp.rfc6238.sha1.t59"))
    #expect(!report.exitCode.isSuccess)
  }

  /// Runs the adapter of the page, with a line of Python behind its first part.
  private func report(breaking line: String = "") async throws -> Report {
    var language = TemplateLanguage.python
    language.run = "\(Pyotp.python) adapter.py"
    let page = try Repository.text("docs/first-run.md")
    let start = try #require(page.firstRange(of: "```python\n")).upperBound
    let end = try #require(page[start...].firstRange(of: "```")).lowerBound
    let slots = String(page[start..<end])
    return try await TemplateRun.report(
      on: language, Selection(suites: ["hotp", "totp", "verify", "otpauth"])
    ) { text in
      let first = try #require(text.firstRange(of: "# ---- 1. "))
      let third = try #require(text.firstRange(of: "# ---- 3. "))
      return String(text[..<first.lowerBound]) + slots + "\n\(line)\n"
        + String(text[third.lowerBound...])
    }
  }
}

/// The Python that has pyotp.
private enum Pyotp {
  static let python = Repository.url(".build-peers/python/bin/python").path
  static let isHere = FileManager.default.isExecutableFile(atPath: python)
}

extension ExitCode {
  /// Whether the program ends with 0.
  fileprivate var isSuccess: Bool { self == .conformant }
}
