// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Where a secret and a URI may come from, and what `code` says beside the
/// code.
@Suite struct SecretSourceTests {
  /// The secret of RFC 4226, appendix D, in both forms.
  private static let base32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
  private static let hex = "3132333435363738393031323334353637383930"
  private static let uri = "otpauth://totp/a?secret=\(base32)&digits=8"

  @Test(arguments: [
    (["--secret", base32], ""), (["--secret-hex", hex], ""),
    (["--secret-stdin"], base32 + "\n"),
    (["--secret-hex-stdin"], " \(hex)\r\n"),
    (["--secret-file", "FILE"], base32 + "\n"),
    (["--secret-hex-file", "FILE"], hex + "\n"),
  ])
  func everySourceGivesOneCode(source: [String], text: String) throws {
    let file = try TemporaryFile(text)
    let source = source.map { $0 == "FILE" ? file.path : $0 }
    let run = try Program(
      ["code", "--at", "59", "--digits", "8"] + source, input: text)
    #expect(run.output == "94287082\n", "\(run.errors)")
    let built = try Program(
      ["uri", "build", "--account", "a", "--digits", "8"] + source,
      input: text)
    #expect(built.output.contains("secret=\(Self.base32)&"))
  }

  @Test(arguments: [["--uri", uri], ["--uri-stdin"], ["--uri-file", "FILE"]])
  func everySourceOfAURI(source: [String]) throws {
    let file = try TemporaryFile(Self.uri + "\n")
    let source = source.map { $0 == "FILE" ? file.path : $0 }
    let run = try Program(
      ["code", "--at", "59"] + source, input: Self.uri + "\n")
    #expect(run.output == "94287082\n", "\(run.errors)")
    let place = source.first == "--uri" ? [Self.uri] : source
    let parsed = try Program(
      ["uri", "parse"] + place, input: Self.uri + "\n")
    #expect(parsed.output.contains("\"digits\": 8"), "\(parsed.errors)")
  }

  @Test(arguments: [
    ["code"], ["code", "--secret-stdin", "--secret", base32],
    ["code", "--secret-stdin", "--uri-stdin"],
    ["code", "--uri", uri, "--digits", "8"],
    ["uri", "build", "--account", "a", "--secret-stdin", "--secret", base32],
    ["uri", "parse"], ["uri", "parse", uri, "--uri-stdin"],
    ["code", "--secret-file", "/no/such/file"],
    ["code", "--secret-hex", "31z2"],
    ["code", "--secret", base32, "--verbose", "--json"],
  ])
  func mistakes(arguments: [String]) throws {
    let run = try Program(arguments, input: Self.base32)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(!run.errors.contains(Self.base32))
  }

  /// Ten bytes, as most published examples have: refused, with the way out.
  @Test(arguments: [
    ["code", "--at", "59"], ["verify", "000000", "--at", "59"],
    ["uri", "build", "--account", "a"],
  ])
  func shortSecretsNameTheirOption(command: [String]) throws {
    let short = ["--secret", "JBSWY3DPEHPK3PXP"]
    let refused = try Program(command + short)
    #expect(refused.status == 2)
    #expect(refused.errors.contains("--allow-short-secret accepts it"))
    let accepted = try Program(command + short + ["--allow-short-secret"])
    #expect(accepted.status != 2, "\(accepted.errors)")
  }

  // MARK: Files as they are

  /// Files from other systems, and what is none.
  @Test(arguments: AFile.all)
  fileprivate func filesAsTheyAre(_ given: AFile) throws {
    let file = try TemporaryFile(given.bytes)
    let digits = given.option == "--uri-file" ? [] : ["--digits", "8"]
    let run = try Program(
      ["code", "--at", "59", given.option, file.path] + digits)
    if let message = given.message {
      #expect(run.status == 2)
      #expect(run.errors.contains(message), "\(run.errors)")
    } else {
      #expect(run.output == "94287082\n", "\(run.errors)")
    }
  }

  fileprivate struct AFile: Sendable {
    let option: String
    let bytes: [UInt8]
    var message: String?

    init(_ option: String, _ text: String, _ message: String? = nil) {
      (self.option, self.message) = (option, message)
      bytes = Array(text.utf8)
    }

    init(_ option: String, _ bytes: [UInt8], _ message: String) {
      (self.option, self.bytes, self.message) = (option, bytes, message)
    }

    static func wide(_ text: String) -> [UInt8] {
      text.utf8.flatMap { [$0, 0] }
    }

    static let mark: [UInt8] = [0xff, 0xfe]
    static let long = [UInt8](repeating: 0x41, count: 262_145)

    static let all: [AFile] = [
      AFile("--secret-file", "\u{feff}\(base32)\r\n"),
      AFile("--secret-file", "GEZDGNBVG\r\nY3TQOJQGEZDGNBVGY3TQOJQ"),
      AFile("--secret-hex-file", "31323334\n 35363738393031323334353637383930"),
      AFile("--uri-file", "\u{feff}\(uri)\r\n\r\n"),
      AFile(
        "--secret-file", "GEZDGNBV\r\nGEZD!NBV\n",
        "secret: base32: line 2, character 5 is not one of A-Z and 2-7;"),
      AFile(
        "--secret-hex-file", "3132\n313x\n",
        "secret: line 2, character 4 is no hexadecimal digit"),
      AFile(
        "--uri-file", "\(uri)\n\(uri)\n",
        "--uri-file: 2 lines, but a URI has no line break"),
      AFile("--secret-file", wide(base32), "UTF-16"),
      AFile("--uri-file", mark + wide(uri), "UTF-16"),
      AFile("--secret-file", [0xc3, 0x28], "not UTF-8"),
      AFile("--secret-file", "", "no secret in it"),
      AFile("--secret-file", long, "longer than 262144"),
    ]
  }

  @Test(arguments: ["--secret-file", "--secret-hex-file", "--uri-file"])
  func whatIsNoFile(option: String) throws {
    let folder = try Program("code", option, "/tmp")
    #expect(folder.errors == "otpkit: \(option): is a folder\n")
    let missing = try Program("code", option, "/no/such/file")
    #expect(missing.errors == "otpkit: \(option): there is no such file\n")
  }

  // MARK: Moments

  @Test(arguments: [
    ("1970-01-01T00:00:59Z", "94287082"), ("1970-01-01 00:00:59z", "94287082"),
    ("1970-01-01T01:00:59.999+01:00", "94287082"),
    ("1969-12-31T19:30+1930", nil), ("1969-12-31T04:30:59-1930", "94287082"),
    ("2005-03-18T01:58:29Z", "07081804"), ("2005-03-18T01:58Z", "07081804"),
    ("2009-02-13T23:31:30Z", "89005924"), ("2033-05-18T03:33:20Z", "69279037"),
    ("2603-10-11T11:33:20Z", "65353130"), ("2024-02-29T00:00:00Z", "93123216"),
    ("2023-02-29T00:00:00Z", nil), ("1900-02-29T00:00:00Z", nil),
    ("2024-13-01T00:00:00Z", nil), ("2024-01-01T24:00:00Z", nil),
    ("2024-01-01T00:00:60Z", nil), ("2024-01-01T00:00:00", nil),
    ("2024-01-01", nil), ("2024-1-1T00:00:00Z", nil),
    ("0000-01-01T00:00Z", nil),
    ("٢٠٢٤-01-01T00:00:00Z", nil), ("2024-01-01T00:00:00Zz", nil),
    ("2024-01-01T00:00:00.Z", nil),
  ])
  func moments(text: String, code: String?) throws {
    let run = try Program(
      "code", "--secret", Self.base32, "--digits", "8", "--at", text)
    if let code {
      #expect(run.output == code + "\n", "\(run.errors)")
    } else {
      #expect(run.status == 2, "\(run.output)")
    }
  }

  /// What Python's calendar says of days of all centuries.
  @Test(arguments: [
    ("-62135596800", "0001-01-01T00:00:00Z"),
    ("-62135596801", "-62135596801"), ("-1", "1969-12-31T23:59:59Z"),
    ("951782400", "2000-02-29T00:00:00Z"),
    ("951868799", "2000-02-29T23:59:59Z"),
    ("4107542400", "2100-03-01T00:00:00Z"),
    ("253402300799", "9999-12-31T23:59:59Z"), ("253402300800", "253402300800"),
  ])
  func momentsAreWritten(seconds: String, text: String) throws {
    let run = try Program(
      "code", "--secret", Self.base32, "--t0", "-62135596900", "--at", seconds,
      "--verbose")
    #expect(
      run.output.contains("\nTime: \(text) (\(seconds))\n"), "\(run.output)")
  }

  // MARK: What else is printed

  @Test func verbose() throws {
    let run = try Program(
      "code", "--secret", Self.base32, "--at", "1111111109", "-v")
    #expect(
      run.output == """
        Hex secret: \(Self.hex)
        Base32 secret: \(Self.base32)
        Algorithm: SHA1
        Digits: 6
        Step size (seconds): 30
        Start time: 1970-01-01T00:00:00Z (0)
        Time: 2005-03-18T01:58:29Z (1111111109)
        Counter: 0x23523EC (37037036)
        Valid until: 2005-03-18T01:58:30Z, 1 second left

        081804

        """)
  }

  @Test func json() throws {
    let run = try Program(
      "code", "--secret", Self.base32, "--at", "31", "--json", "--count", "2")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        as? [[String: Any]])
    #expect(rows.map { $0["step"] as? String } == ["1", "2"])
    #expect(rows[0]["secondsLeft"] as? Int == 29)
    #expect(rows[0]["validUntil"] as? String == "1970-01-01T00:01:00Z")
    #expect(rows[1]["secondsLeft"] == nil)
  }

  // MARK: Terminals

  /// What is typed is not shown, and the terminal is as before afterwards.
  @Test(arguments: [
    (["code", "--at", "59", "--digits", "8"], base32),
    (["code", "--at", "59", "--digits", "8", "--secret-hex-stdin"], hex),
    (["code", "--at", "59", "--uri-stdin"], uri),
  ])
  func typedSecretsAreNotShown(arguments: [String], typed: String) throws {
    let terminal = try Terminal(typed, arguments)
    #expect(terminal.echoes == [true, false, true])
    #expect(terminal.status == 0)
    #expect(terminal.shown.contains("(not shown): \r\n94287082\r\n1 second"))
    #expect(!terminal.shown.contains(typed))
  }

  /// The terminal is as before also when the program is ended at the prompt.
  @Test(arguments: [
    ("SIGINT", -2), ("SIGTERM", -15), ("SIGHUP", -1), ("SIGQUIT", -3),
  ])
  func signalsAtThePrompt(name: String, status: Int) throws {
    let terminal = try Terminal(name, ["code"])
    #expect(terminal.echoes == [true, false, true])
    #expect(terminal.status == status)
  }
}

/// A run of the program on a terminal, by `Tests/Terminal/prompt.py`.
private struct Terminal: Decodable {
  let before, during, after: Bool
  let shown: String
  let status: Int

  var echoes: [Bool] { [before, during, after] }

  init(_ answer: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      [
        "python3", Repository.url("Tests/Terminal/prompt.py").path, answer,
        Program.url.path,
      ] + arguments
    let stdout = Pipe()
    process.standardOutput = stdout
    try process.run()
    let bytes = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    self = try JSONDecoder().decode(Terminal.self, from: bytes)
  }
}

/// A file that is gone with its owner.
private final class TemporaryFile {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "otpkit-\(UInt64.random(in: 0...UInt64.max))").path

  convenience init(_ text: String) throws { try self.init(Array(text.utf8)) }

  init(_ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
