// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OCRA
import OTPCore

/// The 70 responses of RFC 6287 appendix C.
///
/// The keys are as long as the digest, of the digits 1 to 0 again and again;
/// the PIN is 1234, the moment 2008-03-25T12:06:30Z.
enum PublishedOCRA {
  struct Row: Sendable {
    let suite: String
    var counter: UInt64?
    let question: String
    var own: String?
    let response: String
  }

  static func secret(_ suite: OCRASuite) throws -> Secret {
    let digits = Array("1234567890".utf8)
    return try Secret(
      (0..<suite.algorithm.digestByteCount).map { digits[$0 % 10] })
  }

  /// What goes into a row's response.
  static func input(_ row: Row, _ suite: OCRASuite) -> OCRAInput {
    OCRAInput(
      question: OCRAQuestion(row.question, own: row.own),
      counter: row.counter,
      pin: suite.pinHash.map { OCRAPIN("1234", hash: $0) },
      time: suite.period == nil ? nil : 1_206_446_790)
  }

  static let oneWaySha1: [Row] = [
    Row(
      suite: "OCRA-1:HOTP-SHA1-6:QN08",
      question: "00000000", response: "237653"),
    Row(
      suite: "OCRA-1:HOTP-SHA1-6:QN08",
      question: "11111111", response: "243178"),
    Row(
      suite: "OCRA-1:HOTP-SHA1-6:QN08",
      question: "22222222", response: "653583"),
    Row(
      suite: "OCRA-1:HOTP-SHA1-6:QN08",
      question: "33333333", response: "740991"),
    Row(
      suite: "OCRA-1:HOTP-SHA1-6:QN08",
      question: "44444444", response: "608993"),
    Row(
      suite: "OCRA-1:HOTP-SHA1-6:QN08",
      question: "55555555", response: "388898"),
    Row(
      suite: "OCRA-1:HOTP-SHA1-6:QN08",
      question: "66666666", response: "816933"),
    Row(
      suite: "OCRA-1:HOTP-SHA1-6:QN08",
      question: "77777777", response: "224598"),
    Row(
      suite: "OCRA-1:HOTP-SHA1-6:QN08",
      question: "88888888", response: "750600"),
    Row(
      suite: "OCRA-1:HOTP-SHA1-6:QN08",
      question: "99999999", response: "294470"),
  ]

  static let oneWaySha256CounterPin: [Row] = [
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1",
      counter: 0, question: "12345678", response: "65347737"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1",
      counter: 1, question: "12345678", response: "86775851"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1",
      counter: 2, question: "12345678", response: "78192410"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1",
      counter: 3, question: "12345678", response: "71565254"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1",
      counter: 4, question: "12345678", response: "10104329"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1",
      counter: 5, question: "12345678", response: "65983500"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1",
      counter: 6, question: "12345678", response: "70069104"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1",
      counter: 7, question: "12345678", response: "91771096"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1",
      counter: 8, question: "12345678", response: "75011558"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1",
      counter: 9, question: "12345678", response: "08522129"),
  ]

  static let oneWaySha256Pin: [Row] = [
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QN08-PSHA1",
      question: "00000000", response: "83238735"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QN08-PSHA1",
      question: "11111111", response: "01501458"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QN08-PSHA1",
      question: "22222222", response: "17957585"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QN08-PSHA1",
      question: "33333333", response: "86776967"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QN08-PSHA1",
      question: "44444444", response: "86807031"),
  ]

  static let oneWaySha512Counter: [Row] = [
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:C-QN08",
      counter: 0, question: "00000000", response: "07016083"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:C-QN08",
      counter: 1, question: "11111111", response: "63947962"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:C-QN08",
      counter: 2, question: "22222222", response: "70123924"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:C-QN08",
      counter: 3, question: "33333333", response: "25341727"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:C-QN08",
      counter: 4, question: "44444444", response: "33203315"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:C-QN08",
      counter: 5, question: "55555555", response: "34205738"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:C-QN08",
      counter: 6, question: "66666666", response: "44343969"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:C-QN08",
      counter: 7, question: "77777777", response: "51946085"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:C-QN08",
      counter: 8, question: "88888888", response: "20403879"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:C-QN08",
      counter: 9, question: "99999999", response: "31409299"),
  ]

  static let oneWaySha512Time: [Row] = [
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QN08-T1M",
      question: "00000000", response: "95209754"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QN08-T1M",
      question: "11111111", response: "55907591"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QN08-T1M",
      question: "22222222", response: "22048402"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QN08-T1M",
      question: "33333333", response: "24218844"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QN08-T1M",
      question: "44444444", response: "36209546"),
  ]

  static let mutualSha256Server: [Row] = [
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "CLI22220", own: "SRV11110", response: "28247970"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "CLI22221", own: "SRV11111", response: "01984843"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "CLI22222", own: "SRV11112", response: "65387857"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "CLI22223", own: "SRV11113", response: "03351211"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "CLI22224", own: "SRV11114", response: "83412541"),
  ]

  static let mutualSha256Client: [Row] = [
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "SRV11110", own: "CLI22220", response: "15510767"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "SRV11111", own: "CLI22221", response: "90175646"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "SRV11112", own: "CLI22222", response: "33777207"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "SRV11113", own: "CLI22223", response: "95285278"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "SRV11114", own: "CLI22224", response: "28934924"),
  ]

  static let mutualSha512Server: [Row] = [
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA08",
      question: "CLI22220", own: "SRV11110", response: "79496648"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA08",
      question: "CLI22221", own: "SRV11111", response: "76831980"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA08",
      question: "CLI22222", own: "SRV11112", response: "12250499"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA08",
      question: "CLI22223", own: "SRV11113", response: "90856481"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA08",
      question: "CLI22224", own: "SRV11114", response: "12761449"),
  ]

  static let mutualSha512ClientPin: [Row] = [
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA08-PSHA1",
      question: "SRV11110", own: "CLI22220", response: "18806276"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA08-PSHA1",
      question: "SRV11111", own: "CLI22221", response: "70020315"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA08-PSHA1",
      question: "SRV11112", own: "CLI22222", response: "01600026"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA08-PSHA1",
      question: "SRV11113", own: "CLI22223", response: "18951020"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA08-PSHA1",
      question: "SRV11114", own: "CLI22224", response: "32528969"),
  ]

  static let signatureSha256: [Row] = [
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "SIG10000", response: "53095496"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "SIG11000", response: "04110475"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "SIG12000", response: "31331128"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "SIG13000", response: "76028668"),
    Row(
      suite: "OCRA-1:HOTP-SHA256-8:QA08",
      question: "SIG14000", response: "46554205"),
  ]

  static let signatureSha512Time: [Row] = [
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA10-T1M",
      question: "SIG1000000", response: "77537423"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA10-T1M",
      question: "SIG1100000", response: "31970405"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA10-T1M",
      question: "SIG1200000", response: "10235557"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA10-T1M",
      question: "SIG1300000", response: "95213541"),
    Row(
      suite: "OCRA-1:HOTP-SHA512-8:QA10-T1M",
      question: "SIG1400000", response: "65360607"),
  ]

  static let all: [Row] = [
    oneWaySha1, oneWaySha256CounterPin, oneWaySha256Pin, oneWaySha512Counter,
    oneWaySha512Time, mutualSha256Server, mutualSha256Client,
    mutualSha512Server, mutualSha512ClientPin, signatureSha256,
    signatureSha512Time,
  ].flatMap(\.self)
}
