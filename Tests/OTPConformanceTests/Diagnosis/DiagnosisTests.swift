// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OTPConformance

/// The values are those of RFC 4226 Appendix D, counter 0, worked by hand:
/// the HMAC is cc93cf18508d94934c64b65d8ba7667fb7cde4b0, so the offset is 0,
/// the four bytes are cc93cf18 and the number is 4c93cf18 = 1284755224.
struct DiagnosisTests {
  private func diagnosis(_ answer: JSON) async throws -> Diagnosis {
    let report = try await Report.make(
      Sample { call in
        call.string("key")?.isEmpty == false ? .value(answer) : nil
      }, Selection(ids: ["hotp.small.0"]))
    let failure = try #require(report.failure("hotp.small.0"))
    return Diagnosis(failure, of: try #require(report.results.first?.entry))
  }

  @Test(
    arguments: [
      (.integer(755224), .digits, "a code is a JSON string, this is a number"),
      ("75522x", .digits, "a code consists of ASCII digits"),
      ("", .digits, "a code consists of ASCII digits"),
      ("55224", .digits, "5 digits instead of 6"),
      ("84755224", .digits, "8 digits instead of 6"),
      ("128475", .digits, "the first digits of the number were taken"),
      // 0xcc93cf18 = 3432238872
      ("238872", .truncation, "the top bit of the four bytes was kept"),
      // -862728424 with the remainder's sign left away
      (
        "728424", .truncation,
        "the four bytes were taken as a number with a sign"
      ),
      // 0x18cf93cc = 416256972
      (
        "256972", .truncation,
        "the four bytes were read least significant byte first"
      ),
      // 0x93cf18 = 9686808
      ("686808", .truncation, "three bytes were taken"),
      // 0x93 and 0xcf are negative, and take one from the byte before them:
      // 0x4b92cf18 = 1267912472
      ("912472", .truncation, "the bytes were taken as numbers with a sign"),
      // bytes 1 to 4 are 93cf1850: 0x13cf1850 = 332339280
      ("339280", .offset, "the bytes start at 1, not at 0"),
      // The text's last character is 0x30, so its first four: 0x63633933.
      (
        "447091", .offset,
        "the four bytes were taken from the hexadecimal text of the MAC"
      ),
      // bytes 16 to 19 are b7cde4b0: 0x37cde4b0 = 936240304
      ("240304", .offset, "the last four bytes of the MAC were used"),
      (
        "000000", .hmac,
        "no part of the right HMAC gives this code: key, counter or hash differ"
      ),
    ] as [(JSON, Diagnosis.Stage, String)])
  func findsTheStage(
    answer: JSON, stage: Diagnosis.Stage, finding: String
  ) async throws {
    let diagnosis = try await diagnosis(answer)
    #expect(diagnosis.stage == stage)
    #expect(diagnosis.finding == finding)
    #expect(diagnosis.causes.filter { $0.flaw != finding }.isEmpty)
  }

  @Test func findsTheLikelyCause() async throws {
    let diagnosis = try await diagnosis("287082")
    #expect(diagnosis.stage == .hmac)
    #expect(diagnosis.causes.map(\.name) == ["step-next"])
  }

  @Test func saysNothingAboutOtherAnswers() async throws {
    let report = try await Report.make(
      Sample { call in
        call.operation == "hotp.generate" ? .reject(category: "key-empty") : nil
      })
    let failure = try #require(report.failure("hotp.small.0"))
    let diagnosis = Diagnosis(
      failure, of: try #require(report.results.first?.entry))
    #expect(diagnosis.stage == nil)
    #expect(diagnosis.causes == [])
  }
}
