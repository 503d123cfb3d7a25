// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TestSupport
import Testing

@testable import OCRA

struct OCRAResponseTests {
  private func response(_ suite: String, _ question: String) throws -> String {
    let suite = try OCRASuite(suite)
    let ocra = OCRAResponder(
      secret: try PublishedOCRA.secret(suite), suite: suite)
    return try ocra.response(
      to: OCRAInput(question: OCRAQuestion(question))
    ).description
  }

  @Test(arguments: 4...10)
  func hasItsDigits(digits: Int) throws {
    let suite = "OCRA-1:HOTP-SHA1-\(digits):QN10"
    for number in 1_000_000_000..<1_000_000_200 {
      let text = try response(suite, "\(number)")
      #expect(text.utf8.count == digits)
      #expect(text.utf8.allSatisfy { (0x30...0x39).contains($0) })
      if digits == 10 { #expect("012".contains(text.prefix(1))) }
    }
  }

  @Test(arguments: HashAlgorithm.allCases)
  func isTheWholeMACWithoutDigits(algorithm: HashAlgorithm) throws {
    let suite = try OCRASuite("OCRA-1:HOTP-\(algorithm.rawValue)-0:QA08")
    let secret = try PublishedOCRA.secret(suite)
    let message =
      Array(suite.text.utf8) + [0] + Array("SIG10000".utf8)
      + [UInt8](repeating: 0, count: 120)
    let mac = HMACKey(secret, algorithm: algorithm)
      .authenticationCode(for: message)
    let text = try response(suite.text, "SIG10000")
    #expect(text.count == 2 * algorithm.digestByteCount)
    #expect(Hex.decode(text) == mac)
    let lower = OCRAResponse(text, suite: suite)
    #expect(lower != nil)
    #expect(OCRAResponse(text.uppercased(), suite: suite) == lower)
    #expect(OCRAResponse(String(text.dropLast()), suite: suite) == nil)
    #expect(OCRAResponse(text.dropLast() + "g", suite: suite) == nil)
  }

  /// RFC 4226 section 5.3, as it is written there: a slice at the offset.
  private func definition(_ mac: [UInt8], _ digits: Int) -> String {
    let offset = Int(mac[mac.count - 1] & 15)
    let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    let text = String(number & 0x7fff_ffff)
    return String(
      (String(repeating: "0", count: 10) + text).suffix(digits))
  }

  @Test(arguments: HashAlgorithm.allCases)
  func truncatesAtEveryOffset(algorithm: HashAlgorithm) {
    var random = SeededGenerator(seed: 6287)
    for round in 0..<1_600 {
      var mac = (0..<algorithm.digestByteCount).map { _ in
        UInt8.random(in: .min ... .max, using: &random)
      }
      mac[mac.count - 1] = mac[mac.count - 1] & 0xf0 | UInt8(round % 16)
      for digits in 4...10 {
        let response = unsafe mac.withUnsafeBytes {
          unsafe OCRAResponse(authenticationCode: $0, digits: digits)
        }
        #expect(response.description == definition(mac, digits), random.comment)
      }
    }
  }

  @Test func comparesEveryCharacter() throws {
    let suite = try OCRASuite("OCRA-1:HOTP-SHA1-8:QN08")
    let response = OCRAResponse("12345678", suite: suite)
    for place in 0..<8 {
      var text = Array("12345678".utf8)
      text[place] ^= 1
      let other = OCRAResponse(
        String(decoding: text, as: UTF8.self), suite: suite)
      #expect(other != nil && other != response)
    }
    #expect(OCRAResponse("12345678", suite: suite) == response)
  }
}
