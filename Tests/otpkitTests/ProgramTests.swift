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

  /// What there is not is told first, whatever else is wrong.
  @Test(arguments: [
    ["code"], ["verify"], ["diagnose"], ["uri", "build"], ["uri", "parse"],
    ["backup", "generate"], ["backup", "verify"], ["bench"], ["adapter"],
    ["conform"], ["conform", "run"], ["conform", "random", "--seed", "-1"],
    ["conform", "init"], ["conform", "explain"], ["conform", "matrix"],
    ["conform", "--strict"],
  ])
  func unknownOptionsComeFirst(command: [String]) throws {
    for option in ["--nosuch", "--nosuch=\(secret)"] {
      let run = try Program(command + [option])
      #expect(run.status == 2)
      #expect(
        run.errors.hasPrefix("otpkit: Unknown option '--nosuch'."),
        "\(run.errors)")
      #expect(!run.errors.contains(secret))
    }
  }

  @Test(arguments: [
    (["code", "--digit", "8"], "Unknown option '--digit'. Did you mean"),
    (["code", "-secret", "x"], "Did you mean '--secret'?"),
    (["cod", "--digits", "8"], "Did you mean 'otpkit code'?"),
    (["uri", "biuld"], "Did you mean 'otpkit uri build'?"),
    (["nosuch"], "'otpkit' has conform, code, "),
    (["conform", "--nosuch", "ls"], "Unknown option '--nosuch'."),
    (["conform", "ls", "--nosuch"], "put -- before the adapter's command"),
    (["conform", "--strict=al"], "--strict: alone, or =should or =all"),
    (["conform", "--strict="], "--strict"),
  ])
  func wrongNames(arguments: [String], message: String) throws {
    let run = try Program(arguments)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  /// Help on a command that there is not names those that are near.
  @Test(arguments: [
    (["help", "nosuch"], "'otpkit' has conform, code, "),
    (["help", "cod"], "Did you mean 'otpkit help code'?"),
    (["help", "code", "x"], "'otpkit code' has no commands."),
    (["help", "uri", "biuld"], "Did you mean 'otpkit help uri build'?"),
    (["help", "conform", "lst"], "Did you mean 'otpkit help conform list'?"),
    (["help", "conform", "nosuch"], "'otpkit conform' has run, list, "),
    (["nosuch", "--help"], "'otpkit' has conform, code, "),
    (["uri", "nosuch", "-h"], "'otpkit uri' has build, parse."),
    (["uri", "help", "biuld"], "Did you mean 'otpkit help uri build'?"),
    (["conform", "help", "lst"], "Did you mean 'otpkit help conform list'?"),
  ])
  func helpOnNothing(arguments: [String], message: String) throws {
    let run = try Program(arguments)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(
      run.errors.hasPrefix("otpkit: There is no such command. "),
      "\(run.errors)")
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  @Test(arguments: [
    (["help"], "SUBCOMMANDS:"), (["help", "conform"], "Exit codes: 0 conform"),
    (["help", "uri", "build"], "--account"),
    (["conform", "run", "--help"], "otpkit help conform"),
    (["help", "code", "--help"], "--secret-stdin"),
  ])
  func help(arguments: [String], text: String) throws {
    let run = try Program(arguments)
    #expect(run.status == 0)
    #expect(run.output.contains(text))
    // ArgumentParser marks the command that runs where none is named.
    #expect(!run.output.contains("vectors. (default)"))
  }

  /// `help` after a command with commands is that command's help.
  @Test(arguments: [
    ["conform"], ["uri"], ["backup"], ["conform", "run"], ["uri", "build"],
    ["backup", "verify"],
  ])
  func helpAfterACommand(command: [String]) throws {
    let first = try Program(["help"] + command)
    let after = try Program([command[0], "help"] + command.dropFirst())
    #expect(after.status == 0)
    #expect(after.errors == "")
    #expect(after.output == first.output)
    #expect(after.output.contains("USAGE: otpkit \(command[0])"))
  }

  /// A folder in the place of a file is called a folder.
  @Test(arguments: [
    ["backup", "generate", "--set"],
    ["backup", "generate", "--force", "--set"],
    ["backup", "verify", "1", "--set"], ["code", "--secret-file"],
    ["uri", "parse", "--uri-file"], ["conform", "--tool"],
    ["conform", "--known-failures"], ["conform", "matrix"],
    ["conform", "export", "-o"], ["conform", "selftest", "--md"],
  ])
  func folderInThePlaceOfAFile(words: [String]) throws {
    let folder = FileManager.default.temporaryDirectory.path
    let run = try Program(words + [folder])
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.hasSuffix(": is a folder\n"), "\(run.errors)")
  }

  /// A report that nobody would find is not written.
  @Test(arguments: [
    ("json=a,junit=a", "two reports need two files"),
    ("", "should be kind=file"), (",", "should be kind=file"),
    ("json=a,,junit=b", "should be kind=file"),
  ])
  func reportsThatWouldBeLost(value: String, message: String) throws {
    let run = try Program("conform", "--suite", "hmac", "--report", value)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  /// A number that an option does not take is refused with those that it
  /// takes, in whatever way it is written.
  @Test(arguments: [
    (["code"], "--digits", "6 to 9"), (["code"], "--period", "1 to 120"),
    (["code"], "--count", "1 to 1000"), (["code"], "--counter", "0 to 2^64-1"),
    (["verify", "1"], "--past", "0 to 50"),
    (["verify", "1"], "--after", "0 to 2^64-1"),
    (["uri", "build", "--account", "a"], "--counter", "0 to 2^64-1"),
    (["backup", "generate", "--set", "x"], "--count", "1 to 100"),
    (["bench"], "--seconds", "1 to 600"),
    (["conform"], "--jobs", "1 to 64"),
    (["conform"], "--restarts", "0 to 10000"),
    (["conform"], "--timeout", "at most 3600"),
    (["conform", "random"], "--seed", "0 to 2^64-1"),
    (["conform", "random"], "--cases", "1 or more"),
    (["conform", "bench"], "--calls", "1 to 1000000000"),
  ])
  func numbersThatAreRefused(
    command: [String], option: String, range: String
  ) throws {
    for value in ["-1", "", "x", "99999999999999999999999"]
    where option != "--timeout" || !value.hasPrefix("9") {
      for words in [[option, value], ["\(option)=\(value)"]] {
        // Numbers in range of the type are refused by the command itself.
        guard words != ["\(option)=-1"] else { continue }
        let run = try Program(command + words)
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.errors.contains(option), "\(words): \(run.errors)")
        #expect(run.errors.contains(range), "\(words): \(run.errors)")
      }
    }
  }

  /// A secret that was given to the wrong option is not repeated.
  @Test(arguments: [
    ["code", "--digits"], ["code", "--algorithm"], ["code", "--counter"],
    ["code", "--secret-file"], ["code", "--uri-file"], ["code", "--uri"],
    ["verify", "1", "--after"], ["diagnose", "1", "--form"], ["code"], [],
    ["uri"], ["uri", "parse", "x"], ["code", "-x"], ["code", "--at"],
  ])
  func misplacedSecrets(words: [String]) throws {
    for secret in [secret, "-" + secret] {
      let run = try Program(words + [secret])
      #expect(run.status == 2)
      #expect(!run.errors.contains(self.secret), "\(run.errors)")
    }
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
