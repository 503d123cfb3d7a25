// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPConformance
import TestSupport
import Testing

@testable import AdapterProcess

/// The suite `service` on a naive service with a switch for each fault.
@Suite(.prompt, .timeLimit(.minutes(60)), .serialized)
struct ServiceTests {
  private static let document = "docs/service-mutants.md"

  @Test func aServiceWithoutFaultsPasses() async throws {
    let report = try await report([])
    let text = HumanReporter().text(for: report)
    #expect(report.nonconforming.isEmpty, "\(text)")
    #expect(report.count(.skipped) == 0)
    #expect(report.ran >= 60)
    let notes = report.results.flatMap(\.notes)
    #expect(notes.count == 1)
    #expect(notes.first?.hasPrefix("200 tries: ") == true)
  }

  /// The kit itself must not wait until a lock is over.
  @Test func aBriefLockHoldsAfterManyAtOnce() async throws {
    let hundred = "service.guessing.together.hundred"
    let report = try await report(["--brief-lock"], ids: [hundred])
    #expect(report.ran == 1)
    #expect(report.nonconforming.isEmpty)
  }

  /// The table has each fault of the service, and each case that it names
  /// finds the fault.
  @Test func everyFaultIsFound() async throws {
    let faults = try faults()
    #expect(faults.count >= 40)
    let rows = try rows()
    #expect(rows.map(\.fault) == faults.map(\.name))
    for row in rows {
      let report = try await report([row.fault], ids: [row.example])
      #expect(report.ran == 1, "\(row.fault): \(row.example)")
      #expect(report.nonconforming.count == 1, "\(row.fault): \(row.example)")
    }
  }

  @Test func theTableSaysWhatEachFaultIs() throws {
    let text = try Repository.text(Self.document)
    for fault in try faults() {
      #expect(
        text.contains("| `\(fault.name)` | \(fault.meaning) |"),
        "\(fault.name)")
    }
  }

  @Test(arguments: [
    (#"{"host":"127.0.0.1"}"#, true), (#"{"host":"localhost"}"#, true),
    (#"{"host":"127.3.2.1","mine":false}"#, true),
    (#"{"host":"sso.example.org","mine":true}"#, true),
    (#"{"host":"sso.example.org","mine":false}"#, false),
    (#"{"host":"sso.example.org"}"#, false),
    (#"{"host":"127.0.0.1.example.org"}"#, false), ("null", false),
  ])
  func refusesHostsOfOthers(target: String, isTested: Bool) async throws {
    let member = target == "null" ? "" : #","target":"# + target
    let hello =
      #"{"type":"hello","protocol":1,"implementation":{"name":"x","version":"#
      + #""1"},"capabilities":["service.start"]"# + member + "}"
    let claims = try Claims(helloLine: Array(hello.utf8))
    let runner = Runner(
      vectors: try VectorSet.embedded(),
      selection: Selection(suites: ["totp"]))
    do {
      _ = try await runner.run(Silent(claims: claims))
      #expect(isTested)
    } catch {
      #expect(!isTested, "\(error)")
      #expect(error.description.contains("target"))
    }
  }

  /// An implementation of codes is not asked about services, nor a service
  /// about codes.
  @Test func theOtherHalfOfTheVectorsIsLeftOut() async throws {
    let runner = Runner(vectors: try VectorSet.embedded())
    let codes = Claims(name: "x", version: "1", capabilities: ["sha1"])
    let ofCodes = try await runner.run(Silent(claims: codes))
    #expect(ofCodes.results.allSatisfy { $0.entry.file.suite != "service" })
    let service = Claims(
      name: "x", version: "1", capabilities: ["service.start"],
      service: ServiceClaims(host: "localhost"))
    let ofService = try await runner.run(Silent(claims: service))
    #expect(ofService.planned >= 60)
    #expect(ofService.results.allSatisfy { $0.entry.file.suite == "service" })
  }
}

/// Serves nothing.
private struct Silent: Implementation {
  let claims: Claims
  func answer(_ call: Call) -> Answer { .unsupported("op") }
}

// MARK: - The naive service

extension ServiceTests {
  private static let service = Repository.url("Tests/Services/naive.py").path

  private func report(
    _ faults: [String], ids: [String] = []
  ) async throws -> Report {
    let program = try #require(
      AdapterProgram(["python3", Self.service] + faults))
    // The whole test run keeps each processor busy for minutes.
    var settings = AdapterSettings()
    settings.handshakeTimeout = .seconds(600)
    settings.callTimeout = .seconds(600)
    let adapter = try await AdapterProcess.start(program, settings: settings)
    let runner = Runner(
      vectors: try VectorSet.embedded(),
      selection: Selection(suites: ["service"], ids: ids))
    let report = try await runner.run(adapter)
    await adapter.stop()
    return report
  }

  /// The faults as the service lists them.
  private func faults() throws -> [(name: String, meaning: String)] {
    let pattern = #/^    "([a-z0-9-]+)": "(.*)",$/#.anchorsMatchLineEndings()
    return try Repository.text("Tests/Services/naive.py").matches(of: pattern)
      .map { (String($0.1), String($0.2)) }
  }

  /// The rows of the document: a fault, and the first case that finds it.
  private func rows() throws -> [(fault: String, example: String)] {
    let pattern = #/^\| `([a-z0-9-]+)` \|.*\| `([a-z0-9.-]+)` \|$/#
      .anchorsMatchLineEndings()
    return try Repository.text(Self.document).matches(of: pattern)
      .map { (String($0.1), String($0.2)) }
  }
}
