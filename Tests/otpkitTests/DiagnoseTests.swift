// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `otpkit diagnose` from outside.
@Suite struct DiagnoseTests {
  /// The secret of RFC 4226, appendix D.
  private static let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
  /// Two codes of a clock that is three days behind.
  private static let codes = ["931547@1700000000", "409450@1700000030"]

  private func diagnose(
    _ options: [String] = [], input: String
  ) throws -> Program {
    try Program(["diagnose"] + Self.codes + options, input: input)
  }

  @Test(arguments: [
    Self.secret, "otpauth://totp/a?secret=\(Self.secret)",
    // What programs print that read QR codes, and what people paste.
    "QR-Code:otpauth://totp/a?secret=\(Self.secret)",
    "\"OTPAUTH://totp/a?secret=\(Self.secret)\"",
    " <otpauth://totp/O'Hara b?secret=\(Self.secret)> \n",
    // What apps accept.
    "otpauth://totp/A:b?secret=\(Self.secret)&issuer=B",
  ])
  func explains(input: String) throws {
    let run = try diagnose(input: input + "\n")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("The clock is 3 d"))
  }

  /// Numbers are numbers.
  @Test func forPrograms() throws {
    let run = try diagnose(["--json"], input: Self.secret)
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        as? [String: Any])
    let hits = try #require(answer["chanceHits"] as? Double)
    #expect(hits > 0 && hits < 0.001)
    let explanations = try #require(
      answer["explanations"] as? [[String: Any]])
    let likelihood = try #require(
      explanations.first?["likelihood"] as? Double)
    #expect(likelihood > 0.99)
  }

  /// A counter that is read as a time step.
  @Test func counterForPrograms() throws {
    let run = try Program(
      "diagnose", "969429@1700000000", "338314@1700000030", "--json",
      input: Self.secret)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(run.output.contains("\"counter\": 3"), "\(run.output)")
  }

  /// A code that was typed twice says no more than once.
  @Test func oneCodeTwice() throws {
    for again in ["931547@1700000000", "931547@1700000010"] {
      let run = try Program(
        "diagnose", Self.codes[0], again, input: Self.secret)
      #expect(run.status == 1, "\(run.output)\(run.errors)")
      #expect(run.output.hasPrefix("uncertain: ask for another code\n"))
    }
  }

  /// What is no secret is not searched as one.
  @Test(arguments: [
    ("otpauth-migration://offline?data=\(Self.secret)", "export of its"),
    ("https://example.com/\(Self.secret)", "none of otpauth://"),
  ])
  func otherURIs(uri: String, message: String) throws {
    let run = try diagnose(input: uri)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(!run.errors.contains(Self.secret))
  }

  /// A time is in one of two forms, and the message has both.
  @Test func timesOfCodes() throws {
    let run = try Program(
      "diagnose", "931547@2023-11-14T22:13:20Z", Self.codes[1],
      input: Self.secret)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    let wrong = try Program("diagnose", "931547@noon", input: Self.secret)
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("2026-11-28T14:45:00Z"), "\(wrong.errors)")
  }

  /// A URI of HOTP has no clock to look at.
  @Test func uriOfACounter() throws {
    let run = try diagnose(
      input: "otpauth://hotp/a?secret=\(Self.secret)&counter=7")
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("otpkit: the URI is of HOTP"))
    #expect(run.errors.contains("otpkit verify --uri-stdin --look-ahead 50"))
    #expect(!run.errors.contains(Self.secret))
  }

  @Test(arguments: [
    ["--digits", "8"], ["--period", "60"], ["--algorithm", "SHA256"],
  ])
  func optionsBesideAURI(options: [String]) throws {
    let run = try diagnose(
      options, input: "otpauth://totp/a?secret=\(Self.secret)")
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("otpkit: a URI has its own --algorithm"))
  }

  @Test func noSecret() throws {
    let run = try diagnose(input: " \n")
    #expect(run.status == 2)
    #expect(run.errors == "otpkit: secret or URI: nothing on stdin\n")
  }

  /// The bytes of another encoding are no secret with other letters.
  @Test func notUTF8() throws {
    let run = try Program(
      ["diagnose"] + Self.codes, bytes: Self.secret.utf8 + [0xe4])
    #expect(run.status == 2)
    #expect(run.errors == "otpkit: secret or URI: stdin is not UTF-8\n")
  }
}
