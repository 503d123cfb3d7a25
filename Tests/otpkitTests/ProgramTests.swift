// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import Testing

/// The program from outside: what it prints, where, and how it ends.
@Suite struct ProgramTests {
  /// The secret of RFC 4226, appendix D.
  private let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

  // MARK: Codes

  @Test(arguments: Backend.available.map(\.name))
  func codeOnEveryBackend(backend: String) throws {
    let run = try Program(
      "code", "--secret-stdin", "--at", "59", "--digits", "8", "--backend",
      backend, input: secret + "\n")
    #expect(run.output == "94287082\n")
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test(arguments: [
    ("94287082", 0 as Int32, "accepted: step 1, drift 0\n"),
    ("94287083", 1, "rejected: mismatch\n"),
    ("9428708", 1, "rejected: malformed\n"),
  ])
  func verify(code: String, status: Int32, output: String) throws {
    let run = try Program(
      "verify", code, "--secret-stdin", "--at", "59", "--digits", "8",
      input: secret + "\n")
    #expect(run.output == output)
    #expect(run.status == status)
  }

  /// A mistake is one line on standard error, without the secret.
  @Test(arguments: [
    ["code", "--secret", "GEZDGNBVGY3TQOJQ!"],
    ["code", "--secret", "GEZDGNBVGY3TQOJQ", "--digits", "10"],
    ["code", "--secret", "GEZDGNBVGY3TQOJQ", "--backend", "no-such"],
    ["verify", "755224", "--secret", "GEZDGNBVGY3TQOJQ", "--past", "51"],
    ["bench", "--backend", "no-such"],
    ["bench", "--seconds", "0"],
    ["no-such-command"],
  ])
  func mistakes(arguments: [String]) throws {
    let run = try Program(arguments)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("otpkit: "), "\(run.errors)")
    #expect(!run.errors.contains("GEZDGNBVGY3TQOJQ"))
  }

  /// Codes are printed all or not at all.
  @Test func countPastTheLastCounter() throws {
    let last = ["--counter", "18446744073709551614", "--count"]
    let two = try Program(
      ["code", "--secret-stdin"] + last + ["2"], input: secret)
    #expect(two.output.split(separator: "\n").count == 2)
    let three = try Program(
      ["code", "--secret-stdin"] + last + ["3"], input: secret)
    #expect(three.status == 2)
    #expect(three.output == "")
    #expect(three.errors == "otpkit: --count: counters end at 2^64-1\n")
  }

  /// What speaks of the time does not go with a counter.
  @Test(arguments: [
    (["--counter", "1", "--at", "59"], "--counter is for HOTP; --at"),
    (["--counter", "1", "--t0", "0"], "--counter is for HOTP; --at"),
    (["--counter", "1", "--period", "30"], "--counter is for HOTP; --at"),
  ])
  func counterAndTime(options: [String], message: String) throws {
    let run = try Program(
      ["code", "--secret-stdin"] + options, input: secret)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("otpkit: \(message)"), "\(run.errors)")
  }

  @Test(arguments: [
    ("hotp", "&counter=1", ["--at", "59"], "the URI is of HOTP"),
    ("hotp", "&counter=1", ["--t0", "1"], "the URI is of HOTP"),
    ("totp", "", ["--counter", "1"], "the URI is of TOTP"),
  ])
  func optionsOfTheOtherKindOfURI(
    kind: String, rest: String, options: [String], message: String
  ) throws {
    let run = try Program(
      ["code", "--uri-stdin"] + options,
      input: "otpauth://\(kind)/a?secret=\(secret)\(rest)")
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("otpkit: \(message)"), "\(run.errors)")
  }

  /// What a value may look like is said where it is refused.
  @Test(arguments: [
    (["code", "--secret-stdin", "--at", "today"], "2026-11-28T14:45:00Z"),
    (["code", "--secret-stdin", "--t0", "1.5"], "in Unix seconds"),
    (["conform", "random", "--for", "1d"], "30s, 5min or 1h"),
    (["conform", "random", "--seed", "0x1"], "0 to 2^64-1"),
    (["uri", "build", "--secret-stdin", "--account", ""], "--issuer"),
    (["uri", "build", "--secret-stdin", "--account", "a:b"], "--issuer"),
  ])
  func formsAreNamed(arguments: [String], form: String) throws {
    let run = try Program(arguments, input: secret)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.contains(form), "\(run.errors)")
  }

  /// The place of a wrong digit is told, and nothing else of the secret.
  @Test func wrongHexadecimalDigit() throws {
    let run = try Program("code", "--secret-hex", "31323334353637383930z1")
    #expect(run.status == 2)
    #expect(
      run.errors == "otpkit: secret: character 21 is no hexadecimal digit\n")
  }

  // MARK: Measuring

  @Test func benchForPrograms() throws {
    let run = try Program("bench", "--seconds", "1", "--json")
    #expect(run.status == 0)
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        as? [[String: Any]])
    #expect(rows.count == 6)
    for row in rows {
      let name = try #require(row["name"] as? String)
      for backend in Backend.available {
        let time = row["\(backend)Nanoseconds"] as? Double
        #expect((time ?? 0) > 1, "\(name), \(backend)")
      }
      let hasRival = !name.hasPrefix("verify")
      #expect((row["libcryptoNanoseconds"] != nil) == hasRival, "\(name)")
      #expect((row["ratio"] != nil) == hasRival, "\(name)")
    }
  }

  @Test func benchOfOneBackend() throws {
    let run = try Program("bench", "--seconds", "1", "--backend", "single")
    let lines = run.output.split(separator: "\n")
    #expect(run.status == 0)
    #expect(lines.count == 7)
    #expect(
      lines.first?.split(separator: " ")
        == ["ns", "each", "single", "libcrypto", "ratio"])
    // No bar where nobody looks.
    #expect(!run.errors.contains("["))
  }

  // MARK: Conformance

  @Test func conformantOnTheSlowestBackend() throws {
    let run = try Program("conform", "--backend", "single")
    #expect(run.status == 0)
    let last = run.output.split(separator: "\n").last ?? ""
    #expect(last.contains(" passed, 0 failed, 0 skipped"), "\(last)")
  }

  @Test func adapterThatIsNotThere() throws {
    let run = try Program("conform", "--", "/no/such/adapter")
    #expect(run.status == 3)
  }

  @Test func adapterThatEndsAtOnce() throws {
    let run = try Program("conform", "--", "true")
    #expect(run.status == 3)
  }

  /// An adapter that never answers, and somebody who does not wait for it.
  @Test func interrupted() throws {
    let sign = FileManager.default.temporaryDirectory
      .appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: sign) }
    // By its file the adapter says that the program waits for it.
    let run = try Program(
      "conform", "--", "sh", "-c", "touch \(sign); exec sleep 600",
      interruptedWhen: sign)
    #expect(run.status == 130, "\(run.errors)")
  }
}
