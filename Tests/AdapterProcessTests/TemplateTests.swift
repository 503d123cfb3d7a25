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

/// Each template that `otpkit conform init` writes passes the kit as it is, and
/// fails as soon as the library in a slot is broken, where its language is on
/// this machine.
@Suite(.prompt, .timeLimit(.minutes(10)))
struct TemplateTests {
  @Test(.enabled(if: TemplateLanguage.python.missing == []))
  func python() async throws { try await check(.python) }

  @Test(.enabled(if: TemplateLanguage.node.missing == []))
  func node() async throws { try await check(.node) }

  @Test(.enabled(if: TemplateLanguage.go.missing == []))
  func go() async throws { try await check(.go) }

  @Test(.enabled(if: TemplateLanguage.rust.missing == []))
  func rust() async throws { try await check(.rust) }

  @Test(.enabled(if: TemplateLanguage.java.missing == []))
  func java() async throws { try await check(.java) }

  @Test(.enabled(if: TemplateLanguage.php.missing == []))
  func php() async throws { try await check(.php) }

  @Test(.enabled(if: TemplateLanguage.ruby.missing == []))
  func ruby() async throws { try await check(.ruby) }

  @Test(.enabled(if: TemplateLanguage.c.missing == []))
  func c() async throws { try await check(.c) }

  @Test(.enabled(if: TemplateLanguage.shell.missing == []))
  func shell() async throws { try await check(.shell) }

  @Test func everyFileIsEmbedded() throws {
    let languages = [
      "c", "go", "java", "node", "php", "python", "ruby", "rust", "service",
      "shell",
    ]
    var names: [String] = []
    for file in languages.flatMap(TemplateFile.all) {
      // Adapters of services have one protocol file, ours and yours.
      let isShared = file.name == "kit.py"
      if !isShared { names.append(file.name) }
      let folder = isShared ? "adapters/services" : "templates"
      #expect(
        try file.text == Repository.text("\(folder)/\(file.name)"),
        "\(file.name)")
    }
    let folder = Repository.url("templates").path
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        == names.sorted())
  }

  // MARK: Checks

  private func check(_ language: TemplateLanguage) async throws {
    try await checkUntouched(language)
    try await checkZeros(language)
    try await checkBreaks(language)
    try await checkIgnored(language)
    try await checkOtherSlots(language)
  }

  /// As it is, a template passes all that it is asked, and says no word about
  /// how it refuses.
  private func checkUntouched(_ language: TemplateLanguage) async throws {
    // Each code of the shell's example is a process.
    let levels: Set<VectorGroup.Level> =
      language.name == "shell" ? [.must] : []
    let report = try await TemplateRun.report(
      on: language,
      Selection(suites: ["hotp", "totp", "verify", "base32"], levels: levels))
    #expect(report.failing(.must) == [])
    #expect(report.failing(.should) == [])
    #expect(
      report.claimed == [
        "base32.decode", "hotp.generate", "hotp.verify", "totp.generate",
        "totp.verify",
      ])
    #expect(report.count(.passed) > (language.name == "rust" ? 150 : 200))
  }

  /// Where the library answers zeros, codes fail.
  ///
  /// A slot that is left out is not claimed, and none of its cases fails.
  private func checkZeros(_ language: TemplateLanguage) async throws {
    let report = try await TemplateRun.report(on: language) { text in
      text.replacing(language.call, with: language.zeros)
        .replacing(language.filled, with: language.emptied)
    }
    #expect(report.failing(.must).contains("totp.rfc6238.sha1.t59"))
    #expect(
      report.claimed == [
        "base32.decode", "hotp.generate", "hotp.verify", "totp.generate",
      ])
    for result in report.results(of: "totp.verify") {
      guard case .notClaimed = result.outcome else {
        Issue.record("\(result.entry.vector.id): \(result.outcome)")
        return
      }
    }
  }

  /// What the library throws besides its refusals is an error of the adapter,
  /// and no refusal.
  private func checkBreaks(_ language: TemplateLanguage) async throws {
    let report = try await TemplateRun.report(on: language) { text in
      text.replacing(language.call, with: language.breaks)
    }
    let results = report.results(of: "totp.generate")
    #expect(results.count > 5)
    for result in results {
      switch result.outcome {
      case .error, .notClaimed: break
      default:
        Issue.record("\(result.entry.vector.id): \(result.outcome)")
      }
    }
    #expect(report.failing(.must).count > 5)
  }

  /// Step and T0 reach the library: it is found out if it ignores them.
  private func checkIgnored(_ language: TemplateLanguage) async throws {
    let report = try await TemplateRun.report(on: language) { text in
      text.replacing(language.call, with: language.ignores)
    }
    let failing = report.failing(.must)
    #expect(failing.contains { $0.hasPrefix("totp.t0.") })
    #expect(failing.contains { $0.hasPrefix("totp.step.") })
    #expect(!failing.contains("totp.rfc6238.sha1.t59"))
  }

  /// Each of the other slots is what is tested: with the library's function in
  /// it broken, a case of it fails, and none of the slot that is left alone.
  private func checkOtherSlots(_ language: TemplateLanguage) async throws {
    let report = try await TemplateRun.report(on: language) { text in
      try language.otherSlots.reduce(text) { text, slot in
        try #require(text.ranges(of: slot.right).count == 1, "\(slot.right)")
        return text.replacing(slot.right, with: slot.wrong)
      }
    }
    #expect(report.exitCode == .nonConformant)
    let failing = report.failing(.must)
    for prefix in ["hotp.", "verify.totp.", "verify.hotp.", "base32."] {
      #expect(failing.contains { $0.hasPrefix(prefix) }, "\(prefix)")
    }
    #expect(!failing.contains { $0.hasPrefix("totp.") })
  }
}
