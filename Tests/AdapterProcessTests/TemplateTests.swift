// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import COTPTemplates
import OTPConformance
import Testing

@testable import AdapterProcess

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Each template that `otpkit conform init` writes passes the kit, where its
/// language is on this machine.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct TemplateTests {
  struct Language: Sendable, CustomTestStringConvertible {
    let file: String
    /// What must be there.
    let tools: [String]
    /// Builds the program, if it takes that.
    var build: String?
    let run: [String]

    var testDescription: String { file }

    var isHere: Bool { tools.allSatisfy(Language.has) }

    private static func has(_ tool: String) -> Bool {
      let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
      return path.split(separator: ":").contains { folder in
        FileManager.default.isExecutableFile(atPath: "\(folder)/\(tool)")
      }
    }
  }

  static let all = [
    Language(
      file: "adapter.py", tools: ["python3"], run: ["python3", "adapter.py"]),
    Language(
      file: "adapter.mjs", tools: ["node"], run: ["node", "adapter.mjs"]),
    Language(
      file: "adapter.go", tools: ["go"],
      build: "GOCACHE=$PWD/cache go build -o adapter adapter.go",
      run: ["./adapter"]),
    Language(
      file: "adapter.rs", tools: ["rustc", "cc"],
      build: "rustc -O -o adapter adapter.rs", run: ["./adapter"]),
    Language(
      file: "Adapter.java", tools: ["javac", "java"],
      run: ["java", "Adapter.java"]),
    Language(file: "adapter.php", tools: ["php"], run: ["php", "adapter.php"]),
    Language(file: "adapter.rb", tools: ["ruby"], run: ["ruby", "adapter.rb"]),
    Language(
      file: "adapter.c", tools: ["cc"],
      build: "cc -O2 -Wall -Wextra -Werror -o adapter adapter.c -lcrypto",
      run: ["./adapter"]),
    Language(
      file: "adapter.sh", tools: ["bash", "openssl"],
      run: ["bash", "adapter.sh"]),
  ]

  @Test(.enabled(if: all[0].isHere, "no python3"))
  func python() async throws { try await check(Self.all[0]) }

  @Test(.enabled(if: all[1].isHere, "no node"))
  func node() async throws { try await check(Self.all[1]) }

  @Test(.enabled(if: all[2].isHere, "no go"))
  func go() async throws { try await check(Self.all[2]) }

  @Test(.enabled(if: all[3].isHere, "no rustc"))
  func rust() async throws { try await check(Self.all[3]) }

  @Test(.enabled(if: all[4].isHere, "no java"))
  func java() async throws { try await check(Self.all[4]) }

  @Test(.enabled(if: all[5].isHere, "no php"))
  func php() async throws { try await check(Self.all[5]) }

  @Test(.enabled(if: all[6].isHere, "no ruby"))
  func ruby() async throws { try await check(Self.all[6]) }

  @Test(.enabled(if: all[7].isHere, "no C compiler"))
  func c() async throws { try await check(Self.all[7]) }

  @Test(.enabled(if: all[8].isHere, "no bash or openssl"))
  func shell() async throws { try await check(Self.all[8]) }

  /// Writes, builds and runs a template.
  private func check(_ language: Language) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "otpkit-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(Self.bytes(language.file)).write(
      to: folder.appending(path: language.file))
    var script = "cd '\(folder.path)' && "
    if let build = language.build { script += build + " >&2 && " }
    script += "exec " + language.run.joined(separator: " ")
    var settings = Hostile.patient
    settings.handshakeTimeout = .seconds(240)
    let process = try await AdapterProcess.start(
      try #require(AdapterProgram(["sh", "-c", script])), settings: settings)
    let runner = Runner(
      vectors: try VectorSet.embedded(),
      selection: Selection(suites: ["hotp", "totp"]))
    let report = try await runner.run(process)
    await process.stop()
    let failures = report.nonconforming.map(\.entry.vector.id)
    #expect(failures.isEmpty, "\(HumanReporter().text(for: report))")
    #expect(report.count(.passed) > 200)
    // Whoever rejects says why, in the kit's words.
    #expect(report.results.flatMap(\.notes) == [])
  }

  private static func bytes(_ name: String) throws -> [UInt8] {
    let file = try unsafe #require(unsafe otp_template_named(name)).pointee
    return unsafe Array(
      UnsafeBufferPointer(start: file.bytes, count: file.count))
  }
}
