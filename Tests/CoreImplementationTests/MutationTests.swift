// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CoreImplementation
import Foundation
import OTPConformance
import TestSupport
import Testing

struct MutationTests {
  @Test func everyMutantIsKilledAndListed() async throws {
    let test = try await MutationTest(.embedded())
    #expect(test.rows.count >= 25)
    #expect(test.survivors.map(\.name) == [])
    #expect(test.misnamed.map { "\($0.name): \($0.firstCause ?? "")" } == [])
    #expect(Set(test.rows.map(\.name)).count == test.rows.count)
    #expect(test.rows.map(\.name) == Mutant.all.map(\.name))
    let written = try Repository.text("docs/mutants.md")
    #expect(
      test.markdown.split(separator: "\n").filter { !written.contains($0) }
        == [])
    #expect(
      written == test.markdown,
      "otpkit conform selftest --md docs/mutants.md writes it anew")
  }

  /// Every cause that the vectors know has a mutant of its kind.
  @Test func mutantsCoverTheCauses() {
    let elsewhere: Set<String> = []
    let names = Set(Mutant.all.map(\.name))
    #expect(Vocabulary.causes.subtracting(names).subtracting(elsewhere) == [])
  }

  /// What the core refuses by choice is none of its mutants' mistakes.
  ///
  /// Somebody says that short secrets are accepted, and refuses them.
  @Test func choicesOfTheCoreAreNoMistakes() async throws {
    let suspects = Mutant.suspects.filter {
      ["digits-unchecked", "key-unchecked"].contains($0.cause.name)
    }
    #expect(suspects.count == 2)
    let report = try await Runner(
      vectors: .embedded(), suspects: suspects
    ).run(Promising())
    #expect(!report.causes.isEmpty)
    #expect(
      Set(report.causes.map(\.cause.name))
        .isDisjoint(with: suspects.map(\.cause.name)))
  }

  @Test func survivorsAreTold() {
    let test = MutationTest(rows: [
      MutationTest.Row(name: "a", flaw: "b", killers: [], firstCause: nil),
      MutationTest.Row(
        name: "long", flaw: "c", killers: ["x", "y", "z", "w"],
        firstCause: "long"),
      MutationTest.Row(
        name: "q", flaw: "d", killers: ["x"], firstCause: "long"),
    ])
    #expect(
      test.text == """
        a     SURVIVED  b
        long     4  x y z
        q        1  named long  x

        3 mutants, 2 killed, 1 survived, 1 named

        """)
  }
}

/// The core with another word about short secrets.
private struct Promising: Implementation {
  private let core = CoreImplementation(version: "0")

  var claims: Claims {
    var claims = core.claims
    claims.policies["secret.short"] = "accept"
    return claims
  }

  func answer(_ call: Call) async -> Answer { await core.answer(call) }
}
