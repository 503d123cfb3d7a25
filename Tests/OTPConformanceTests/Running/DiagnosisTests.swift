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
      (
        "128475", .digits, "the first 6 digits of the number, not the last"
      ),
      // 0xcc93cf18 = 3432238872
      ("238872", .truncation, "the sign bit is kept"),
      // 0x18cf93cc = 416256972
      ("256972", .truncation, "the four bytes are read little-endian"),
      // 0x93cf18 = 9686808
      ("686808", .truncation, "three bytes are taken"),
      // bytes 1 to 4 are 93cf1850: 0x13cf1850 = 332339280
      ("339280", .offset, "the bytes start at 1, not at 0"),
      // bytes 16 to 19 are b7cde4b0: 0x37cde4b0 = 936240304
      ("240304", .offset, "the bytes start at 16, not at 0"),
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
    #expect(diagnosis.mistake == nil)
  }

  @Test func findsTheLikelyCause() async throws {
    let diagnosis = try await diagnosis("287082")
    #expect(diagnosis.stage == .hmac)
    #expect(diagnosis.mistake?.cause == "step-next")
  }

  @Test func findsLostZeros() {
    let entry = VectorEntry.code(binary: 1_000_026_920, digits: 6)
    let failure = Failure(
      call: entry.call, step: nil, expected: .value("026920"),
      actual: .value("26920"), detail: nil)
    let diagnosis = Diagnosis(failure, of: entry)
    #expect(diagnosis.stage == .digits)
    #expect(diagnosis.finding == "the leading zeros are lost")
  }

  @Test func findsNothingWrongWithTheRightCode() {
    let entry = VectorEntry.code(binary: 1_000_026_920, digits: 6)
    let failure = Failure(
      call: entry.call, step: nil,
      expected: .reject(category: "key-too-short"),
      actual: .value("026920"), detail: nil)
    #expect(Diagnosis(failure, of: entry).stage == nil)
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
    #expect(diagnosis.mistake == nil)
  }
}

extension VectorEntry {
  /// A case of one code whose truncated number is given.
  fileprivate static func code(binary: UInt32, digits: Int) -> VectorEntry {
    let vector = VectorCase(
      id: "a.b", since: "1.0.0", reason: "zeros",
      input: ["digits": .integer(digits)],
      expectation: .definite(.value("")),
      trace: Trace(counter: 0, hmac: [], offset: 0, binary: binary),
      mistakes: [])
    let group = VectorGroup(
      id: "a", operation: "hotp.generate", level: .must, requirements: [],
      specifications: [], defaults: [:], cases: [vector])
    let file = VectorFile(
      path: "a.json", suite: "a", title: "a",
      source: .init(name: "a", kind: "a"), groups: [group])
    return VectorEntry(file: file, group: group, vector: vector)
  }
}
