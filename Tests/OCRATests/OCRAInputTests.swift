// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OCRA
import OTPCore
import Testing

struct OCRAInputTests {
  private func error(
    _ inputs: String, _ change: (inout OCRAInput) -> Void = { _ in }
  ) throws -> OCRAError? {
    let suite = try OCRASuite("OCRA-1:HOTP-SHA1-6:" + inputs)
    var input = OCRAInput(
      question: OCRAQuestion("12345678"),
      counter: suite.usesCounter ? 0 : nil,
      pin: suite.pinHash.map { OCRAPIN("1234", hash: $0) },
      session: suite.sessionByteCount.map { [UInt8](repeating: 1, count: $0) },
      time: suite.period == nil ? nil : 0)
    change(&input)
    let ocra = OCRAResponder(secret: .generate(), suite: suite)
    do throws(OCRAError) {
      _ = try ocra.response(to: input)
      return nil
    } catch {
      return error
    }
  }

  private func expect(
    _ kind: OCRAError.Kind, _ element: OCRAInput.Element, of error: OCRAError?
  ) {
    #expect(error?.kind == kind && error?.element == element)
    #expect(error?.description.hasPrefix(element.rawValue + ": ") == true)
  }

  @Test func takesWhatTheSuiteAsksFor() throws {
    for inputs in [
      "QN08", "C-QN08", "QN08-PSHA512", "QN08-S512", "QN08-T48H",
      "C-QN08-PSHA256-S001-T1S",
    ] {
      #expect(try error(inputs) == nil)
    }
  }

  @Test func refusesWhatIsMissing() throws {
    let all = "C-QN08-PSHA1-S064-T1M"
    try expect(.missing, .counter, of: error(all) { $0.counter = nil })
    try expect(.missing, .pin, of: error(all) { $0.pin = nil })
    try expect(.missing, .session, of: error(all) { $0.session = nil })
    try expect(.missing, .time, of: error(all) { $0.time = nil })
  }

  @Test func refusesWhatIsTooMuch() throws {
    let none = "QN08"
    try expect(.unexpected, .counter, of: error(none) { $0.counter = 0 })
    try expect(.unexpected, .pin, of: error(none) { $0.pin = OCRAPIN("") })
    try expect(.unexpected, .session, of: error(none) { $0.session = [] })
    try expect(.unexpected, .time, of: error(none) { $0.time = 0 })
  }

  @Test func refusesOtherForms() throws {
    #expect(
      try error("QN08-PSHA1") { $0.pin = OCRAPIN("1234", hash: .sha256) }?
        .kind == .pin)
    #expect(
      try error("QN08-S064") { $0.session = [UInt8](repeating: 0, count: 65) }?
        .kind == .sessionTooLong)
    #expect(try error("QN08-T1M") { $0.time = -1 }?.kind == .time)
    #expect(try error("QN08-T1S") { $0.time = UnixTime(.max) } == nil)
  }

  @Test func digestsOfPINsAreTaken() throws {
    let suite = try OCRASuite("OCRA-1:HOTP-SHA256-8:QN08-PSHA1")
    let ocra = OCRAResponder(
      secret: try PublishedOCRA.secret(suite), suite: suite)
    let digest: [UInt8] = [
      0x71, 0x10, 0xed, 0xa4, 0xd0, 0x9e, 0x06, 0x2a, 0xa5, 0xe4, 0xa3, 0x90,
      0xb0, 0xa5, 0x72, 0xac, 0x0d, 0x2c, 0x02, 0x20,
    ]
    let pin = try #require(OCRAPIN(digest: digest, hash: .sha1))
    let question = OCRAQuestion("00000000")
    let response = try ocra.response(
      to: OCRAInput(question: question, pin: pin))
    #expect(response.description == "83238735")
    #expect(OCRAPIN(digest: digest, hash: .sha256) == nil)
    #expect(OCRAPIN(digest: digest.dropLast(), hash: .sha1) == nil)
  }

  @Test func pinsAreNotShown() {
    let pin = OCRAPIN("1234")
    var text = ""
    dump(pin, to: &text)
    for text in [text, "\(pin)", String(reflecting: pin)] {
      #expect(!text.contains("1234") && !text.contains("113"), "\(text)")
    }
  }
}
