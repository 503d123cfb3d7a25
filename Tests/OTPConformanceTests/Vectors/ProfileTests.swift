// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

struct ProfileTests {
  @Test func profilesNameOnlyWhatTheVectorsKnow() {
    let known = Vocabulary.operations.union(Vocabulary.abilities)
      .union(["ocra.generate"])
    for profile in Profile.all {
      #expect(profile.capabilities.isSubset(of: known), "\(profile.name)")
    }
    #expect(Set(Profile.all.map(\.name)).count == Profile.all.count)
  }

  @Test func casesThatNeedMoreDoNotBelong() throws {
    let totp = try #require(Profile.named("totp"))
    let full = try #require(Profile.named("totp-full"))
    let entries = try VectorSet.embedded().entries
    func has(_ profile: Profile, _ group: String) -> Bool {
      entries.contains { $0.group.id == group && profile.contains($0) }
    }
    #expect(has(totp, "totp.rfc6238.sha1"))
    #expect(!has(totp, "totp.rfc6238.sha256"))
    #expect(has(full, "totp.rfc6238.sha256"))
    #expect(!has(totp, "totp.t0"))
    #expect(has(full, "totp.t0"))
    #expect(!has(full, "hotp.rfc4226.sha1"))
    let hotp = try #require(Profile.named("hotp"))
    #expect(!has(hotp, "hotp.digits.9"))
    #expect(has(hotp, "hotp.counter-width.beyond-32-bits"))
  }

  /// What is claimed must have been asked.
  @Test func claimedDigitsAreDemanded() async throws {
    let hotp = try #require(Profile.named("hotp"))
    let entry = try #require(
      VectorSet.embedded().entries.first { $0.group.id == "hotp.digits.8" })
    var claims = Sample.claims { _ in }
    #expect(hotp.demands(entry, of: claims))
    claims.limits.digits = 6...8
    #expect(hotp.demands(entry, of: claims))
    claims.limits.digits = 6...7
    #expect(!hotp.demands(entry, of: claims))
  }

  @Test func everyOperationHasAProfile() throws {
    let covered = Profile.all.reduce(into: Set<String>()) {
      $0.formUnion($1.capabilities)
    }
    #expect(Vocabulary.operations.subtracting(covered).isEmpty)
  }

  @Test func gates() async throws {
    let hotp = try #require(Profile.named("hotp"))
    let base32 = try #require(Profile.named("base32"))
    let right = try await Report.make()
    #expect(right.shortfall(of: hotp) == nil)
    #expect(
      right.shortfall(of: base32) == "base32: does not claim base32.encode")
    let wrong = try await Report.wrongInEveryWay()
    #expect(wrong.shortfall(of: hotp) == "hotp: 1 cases failed")
    let left = try await Report.make(
      Sample(), Selection(excluding: ["hotp.small.0"]))
    #expect(
      left.shortfall(of: hotp)
        == "hotp: 1 cases that must pass were skipped (excluded)")
    let bare = try await Report.make(
      Sample(
        claims: Sample.claims {
          $0.capabilities.remove("sha1")
          $0.capabilities.insert("sha512")
        }))
    #expect(
      bare.shortfall(of: hotp)
        == "hotp: 2 cases that must pass were skipped (sha1 not claimed)")
    let none = try await Report.make(Sample(), Selection(ids: ["base32.*"]))
    #expect(none.shortfall(of: hotp) == "hotp: nothing ran")
    // A part of a profile does not fulfil it, whatever passes.
    let part = try await Report.make(Sample(), Selection(ids: ["hotp.small.0"]))
    #expect(
      part.shortfall(of: hotp)
        == "hotp: the selection left out 1 cases that must pass")
    #expect(!ProfileResult(hotp, in: part).isFulfilled)
  }

  @Test func knownFailuresDoNotFulfil() async throws {
    let hotp = try #require(Profile.named("hotp"))
    let report = try await Report.make(
      Sample { $0.operation == "hotp.generate" ? .value("0") : nil },
      Selection(ids: ["hotp.small.0"]))
    let judged = KnownFailures().updated(from: report).applied(to: report)
    #expect(judged.exitCode == .conformant)
    #expect(judged.shortfall(of: hotp) == "hotp: 1 cases failed")
  }
}
