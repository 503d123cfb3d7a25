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
