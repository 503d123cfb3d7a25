// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPConformance
import TestSupport
import Testing
import TwoFactorTesting

/// The scenarios in `Scenarios`, played on the store in memory.
@Suite struct ScenarioTests {
  private static let folder = "Sources/TwoFactorTesting/Scenarios"

  /// What is compiled in are the files of the folder, all of them.
  @Test func everyFileIsCompiledIn() throws {
    let url = Repository.url(Self.folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
    let files = try names.sorted().filter { $0.hasSuffix(".json") }.flatMap {
      name in
      let bytes = try Data(contentsOf: url.appending(path: name))
      return try Scenario.all(parsing: Array(bytes), named: name)
    }
    #expect(try Scenario.all().map(\.id) == files.map(\.id))
    #expect(files.count > 110)
  }

  @Test(arguments: try Scenario.all())
  func passes(_ scenario: Scenario) async throws {
    #expect(try await scenario.deviation() == nil)
  }

  /// Each change is one that somebody who writes a scenario could make.
  @Test(arguments: [
    (#""do": "sign-in""#, #""do": "sign-inn""#),
    (#""do": "sign-in""#, #""do": "verify""#),
    (#""password": "seven"#, #""passwort": "seven"#),
    (#""now": "1700000010""#, #""now": 1700000010"#),
    (#""now": "1700000010""#, #""now": "yesterday""#),
    (#""lastFour": "5678""#, #""lastfour": "5678""#),
    (#""lastFour": "5678""#, #""lastFour": "5678", "code": "123456""#),
    (#""factor": "totp""#, #""factor": "app""#),
    (#""answer": "challenge""#, #""answer": "challenged""#),
    (#""assurance": 1"#, #""assurance": 3"#),
    (#""assurance": 1"#, #""assurance": 1, "level": 1"#),
    (#""what": "code""#, #""what": "codes""#),
    (#""backupCodes": "optional""#, #""backupCodes": "some""#),
    (#""backupCodes": "optional""#, #""backupcodes": "optional""#),
    (#""op": "inbox""#, #""op": "mail""#),
    (#""mail alice@example.org: notice"#, #""alice@example.org, notice"#),
    (#""save": { "k": ""#, #""save": { "K": ""#),
    (#""why": ""#, #""reason": ""#),
  ])
  func mistakesAreSeen(_ old: String, _ new: String) async throws {
    let text = try Repository.text(Self.folder + "/losing.json")
    let place = try #require(text.firstRange(of: old), "\(old)")
    let changed = text.replacingCharacters(in: place, with: new)
    await #expect(throws: (any Error).self) {
      for scenario in try Scenario.all(
        parsing: Array(changed.utf8), named: "losing.json")
      {
        if let found = try await scenario.deviation() {
          throw ScenarioFailed(found.description)
        }
      }
    }
  }

  private struct ScenarioFailed: Error {
    init(_ description: String) {}
  }
}
