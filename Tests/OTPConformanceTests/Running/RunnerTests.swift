// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct RunnerTests {
  @Test func passesWhatIsRight() async throws {
    let report = try await Report.make()
    #expect(report.summary == "6 passed, 0 failed, 0 skipped")
    #expect(report.isComplete)
    #expect(report.planned == 6)
    #expect(report.ran == 6)
    #expect(report.suiteVersion == "1.2.3")
    #expect(report.exitCode == .conformant)
    #expect(report.results.flatMap(\.notes) == [])
  }

  @Test func keepsTheOrderOfTheVectors() async throws {
    let report = try await Report.make()
    let ids = report.results.map(\.entry.vector.id)
    #expect(try Fixture.vectors().entries.map(\.vector.id) == ids)
  }

  @Test func failsWrongValues() async throws {
    let wrong = Sample { call in
      call.operation == "hotp.generate" ? .value("755225") : nil
    }
    let report = try await Report.make(wrong)
    let failure = report.failure("hotp.small.0")
    #expect(failure?.expected == .value("755224"))
    #expect(failure?.actual == .value("755225"))
    #expect(failure?.step == nil)
    #expect(failure?.call.input["counter"] == "0")
    // A value is no rejection either.
    #expect(report.failure("hotp.small.empty-key") != nil)
    #expect(report.summary == "4 passed, 2 failed, 0 skipped")
    #expect(report.exitCode == .nonConformant)
  }

  @Test(
    arguments: [
      "755224 ", .integer(755224), ["755224"], .null, "７５５２２４",
    ] as [JSON])
  func comparesExactly(value: JSON) async throws {
    let wrong = Sample { call in
      call.string("key")?.isEmpty == false ? .value(value) : nil
    }
    let report = try await Report.make(wrong)
    #expect(report.failure("hotp.small.0")?.actual == .value(value))
  }

  @Test func remarksOnOtherCategories() async throws {
    let other = Sample { call in
      call.string("key") == "" ? .reject(category: "key-too-short") : nil
    }
    let report = try await Report.make(other)
    #expect(report.outcome("hotp.small.empty-key") == .pass)
    #expect(
      report.results[1].notes
        == ["rejected as key-too-short, expected key-empty"])
  }

  @Test func failsRejectionsOfWhatIsValid() async throws {
    let wrong = Sample { call in
      call.operation == "verifier.open" ? .reject(category: "key-empty") : nil
    }
    let report = try await Report.make(wrong)
    let failure = report.failure("verifier.small.twice")
    #expect(failure?.step == 1)
    #expect(failure?.expected == nil)
    #expect(failure?.actual == .reject(category: "key-empty"))
  }

  @Test func countsErrors() async throws {
    let thrown = Sample { call in
      switch call.operation {
      case "hotp.generate": throw Breakage(description: "core dumped")
      case "verifier.resync": .fault("no such table")
      default: nil
      }
    }
    let report = try await Report.make(thrown)
    #expect(report.outcome("hotp.small.0") == .error("core dumped"))
    #expect(
      report.outcome("verifier.small.codes") == .error("step 2: no such table"))
    #expect(report.summary == "3 passed, 2 failed, 0 skipped")
    #expect(report.asides == "0 warnings, 1 remarks")
    #expect(report.exitCode == .broken)
  }

  @Test func countsWhatIsClaimedAndDeclined() async throws {
    let declining = Sample { call in
      call.operation == "hotp.generate" ? .unsupported("digits 6") : nil
    }
    let report = try await Report.make(declining)
    #expect(report.outcome("hotp.small.0") == .unsupported("digits 6"))
    #expect(report.exitCode == .nonConformant)
  }

  @Test(
    arguments: [
      ("sha1", "hotp.small.0"), ("hotp.generate", "hotp.small.0"),
      ("base32.decode", "base32.small.lower"),
      ("t0", "verifier.small.closed"),
      ("verifier.check", "verifier.small.closed"),
      ("verifier.resync", "verifier.small.codes"),
    ])
  func skipsWhatIsNotClaimed(capability: String, id: String) async throws {
    let claims = Sample.claims {
      $0.capabilities.insert("sha256")
      $0.capabilities.remove(capability)
    }
    let report = try await Report.make(Sample(claims: claims))
    #expect(report.outcome(id) == .notClaimed(.capability(capability)))
    #expect(report.count(.failed) == 0)
    #expect(report.exitCode == .conformant)
  }

  @Test func takesAbilitiesOfOneFamily() async throws {
    let claims = Sample.claims {
      $0.capabilities.remove("sha1")
      $0.capabilities.formUnion(["hotp.sha1", "verifier.sha256"])
    }
    let report = try await Report.make(Sample(claims: claims))
    #expect(report.outcome("hotp.small.0") == .pass)
    let other = Sample.claims {
      $0.capabilities.remove("sha1")
      $0.capabilities.formUnion(["totp.sha1", "hotp.sha256", "verifier.sha256"])
    }
    let skipped = try await Report.make(Sample(claims: other))
    #expect(skipped.outcome("hotp.small.0") == .notClaimed(.capability("sha1")))
  }

  @Test func respectsLimits() async throws {
    let claims = Sample.claims {
      $0.limits = Claims.Limits(
        digits: 7...8, counterBits: 32, keyBytes: 16...19)
    }
    let report = try await Report.make(Sample(claims: claims))
    #expect(report.outcome("hotp.small.0") == .notClaimed(.digits(6)))
    #expect(
      report.outcome("verifier.small.twice") == .notClaimed(.counterBits(64)))
    #expect(report.ran == 1)
    let keys = Sample.claims { $0.limits.keyBytes = 21...64 }
    let other = try await Report.make(Sample(claims: keys))
    #expect(
      other.outcome("verifier.small.twice") == .notClaimed(.keyBytes(20)))
  }

  @Test func picksTheAlternativeByPolicy() async throws {
    let rejecting: Sample.Override = { call in
      call.operation == "base32.decode"
        ? .reject(category: "base32-character") : nil
    }
    let declared = Sample.claims { $0.policies = ["base32.case": "reject"] }
    let id = "base32.small.lower"
    let rejects = try await Report.make(
      Sample(claims: declared, override: rejecting))
    #expect(rejects.outcome(id) == .pass)
    // By default lower case is accepted.
    let silent = try await Report.make(Sample(override: rejecting))
    #expect(silent.failure(id)?.expected == .value("66"))
    let accepts = try await Report.make(Sample(claims: declared))
    #expect(
      accepts.failure(id)?.expected == .reject(category: "base32-character"))
  }

  @Test(
    arguments: [
      (
        ["base32.cas": "accept"],
        #"the policy "base32.cas" is not known; "#
          + #"did you mean "base32.case"?"#
      ),
      (
        ["base32.case": "acept"],
        #"the policy base32.case is "acept"; it may be accept, reject"#
      ),
    ])
  func refusesUnknownPolicies(policies: [String: String], message: String)
    async throws
  {
    let claims = Sample.claims { $0.policies = policies }
    let error = await #expect(throws: ClaimError.self) {
      try await Report.make(Sample(claims: claims))
    }
    #expect(error?.description == message)
  }

  @Test func runsOnlyWhatIsSelected() async throws {
    let report = try await Report.make(
      Sample(),
      Selection(ids: ["verifier.*"], excluding: ["*.twice"]))
    #expect(report.outcome("verifier.small.twice") == .excluded)
    #expect(report.planned == 3)
    #expect(report.summary == "2 passed, 0 failed, 1 skipped")
    let none = try await Report.make(Sample(), Selection(ids: ["none"]))
    #expect(none.exitCode == .nothingRan)
    let left = try await Report.make(Sample(), Selection(excluding: ["*"]))
    #expect(left.exitCode == .nothingRan)
  }

  @Test func stopsWhenCancelled() async throws {
    let vectors = try Fixture.vectors()
    let task = Task {
      try await Runner(vectors: vectors).run(
        Sample { call in
          guard call.operation == "base32.decode" else { return nil }
          unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
          throw CancellationError()
        })
    }
    let report = try await task.value
    #expect(report.results.count == 2)
    #expect(!report.isComplete)
    #expect(report.exitCode == .interrupted)
  }
}
