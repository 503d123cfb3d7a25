// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// How `action.yml` turns its inputs into a command line: `Scripts/conform-action`
/// calls a program in place of `otpkit` that prints its arguments.
///
/// One after the other: a file that is just written cannot be run as long as
/// another test starts a process.
@Suite(.serialized) struct ActionTests {
  @Test func commandAndReports() throws {
    let run = try Action(["COMMAND": "python3 my/adapter.py"])
    #expect(run.status == 0)
    #expect(
      run.arguments == [
        "conform", "run", "--report", "json=out/otpkit.json", "--report",
        "junit=out/otpkit.xml", "--report", "html=out/otpkit.html", "--report",
        "badge=out/otpkit-badge.json", "--", "python3", "my/adapter.py",
      ])
  }

  /// Without a command the program would test its own core, and be green.
  @Test(arguments: ["", "  ", "\n"])
  func commandIsRequired(command: String) throws {
    let run = try Action(["COMMAND": command])
    #expect(run.status == 2)
    #expect(run.output == "::error::otpkit: the input command is missing\n")
  }

  @Test func everyLineOfArgumentsCounts() throws {
    let run = try Action([
      "COMMAND": "./adapter",
      "ARGUMENTS": "--suite totp\n  --profile totp\t--jobs 2\n\n",
      "REQUIRE": "totp\nbase32",
    ])
    #expect(
      run.options == [
        "--suite", "totp", "--profile", "totp", "--jobs", "2",
        "--require=totp", "--require=base32", "--", "./adapter",
      ])
  }

  /// With these nothing is tested, or another program.
  @Test(arguments: ["--help", "-h", "-qh", "--version", "-- ./other"])
  func argumentsAreOfARun(arguments: String) throws {
    let run = try Action([
      "COMMAND": "./adapter", "ARGUMENTS": "--jobs 2 \(arguments)",
    ])
    #expect(run.status == 2)
    #expect(run.output.hasPrefix("::error::otpkit: arguments has options"))
    #expect(!run.files.contains("out"))
  }

  @Test(arguments: [
    ("false", []), ("", []), ("true", ["--strict=should"]),
    ("should", ["--strict=should"]), ("all", ["--strict=all"]),
  ])
  func strict(value: String, options: [String]) throws {
    let run = try Action(["COMMAND": "./adapter", "STRICT": value])
    #expect(run.options == options + ["--", "./adapter"])
  }

  @Test func strictIsOneOfFour() throws {
    let run = try Action(["COMMAND": "./adapter", "STRICT": "yes"])
    #expect(run.status == 2)
    #expect(run.output.hasPrefix("::error::otpkit: strict is"))
  }

  @Test func toolInPlaceOfCommand() throws {
    let run = try Action(["TOOL": "my tool.json", "KNOWN_FAILURES": "a b"])
    #expect(run.options == ["--known-failures=a b", "--tool=my tool.json"])
    let both = try Action(["TOOL": "t.json", "COMMAND": "./adapter"])
    #expect(both.status == 2)
    #expect(both.output.contains("not both"))
  }

  /// Inputs are words: nothing in them is run, expanded or replaced.
  @Test func inputsAreNeverCode() throws {
    let run = try Action([
      "COMMAND": "./adapter $(touch owned) `id` * ; exit 0",
      "ARGUMENTS": "--id totp.* --exclude $HOME",
    ])
    #expect(
      run.options == [
        "--id", "totp.*", "--exclude", "$HOME", "--", "./adapter", "$(touch",
        "owned)", "`id`", "*", ";", "exit", "0",
      ])
    #expect(run.files == ["otpkit", "out"])
  }

  @Test func exitCodeIsTheProgram() throws {
    let run = try Action(["COMMAND": "./adapter", "FAKE_STATUS": "1"])
    #expect(run.status == 1)
  }

  /// Each input of the action reaches the script.
  @Test func everyInputIsPassedOn() throws {
    let action = try Repository.text("action.yml")
    let script = try Repository.text("Scripts/conform-action")
    let names = [
      "command", "tool", "require", "strict", "arguments", "known-failures",
      "reports",
    ]
    for name in names {
      let variable = name.uppercased().replacing("-", with: "_")
      #expect(action.contains("\(variable): ${{ inputs.\(name) }}"))
      #expect(script.contains(variable), "\(variable)")
    }
  }
}

/// How `action.yml` gets the program: `Scripts/download-release`, from a folder
/// in place of the project's page.
@Suite struct DownloadTests {
  @Test func wholeRelease() throws {
    let download = try Download()
    #expect(try download.run() == 0)
    #expect(download.installed == "a program\n")
  }

  @Test func checksumOfTheCaller() throws {
    let download = try Download()
    #expect(try download.run(["CHECKSUM": download.checksum]) == 0)
    let other = String(repeating: "0", count: 64)
    let refused = try Download()
    #expect(try refused.run(["CHECKSUM": other]) == 3)
    #expect(refused.installed == nil)
  }

  /// A file that is not what the list says is not installed.
  @Test(arguments: ["tarball", "SHA256SUMS", "missing"])
  func brokenRelease(part: String) throws {
    let download = try Download(breaking: part)
    #expect(try download.run() == 3)
    #expect(download.installed == nil)
  }

  @Test(arguments: ["0.1", "../x", "0.1.0; id"])
  func versionIsAVersion(version: String) throws {
    #expect(try Download().run(["VERSION": version]) == 3)
  }

  @Test func everyInputIsPassedOn() throws {
    let action = try Repository.text("action.yml")
    #expect(action.contains("VERSION: ${{ inputs.version }}"))
    #expect(action.contains("CHECKSUM: ${{ inputs.checksum }}"))
    #expect(!action.contains("swift build"))
  }
}

/// A release in a folder of its own, of a version that there is not.
private final class Download {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "otpkit-release-\(UInt64.random(in: 0...UInt64.max))")
  private(set) var checksum = ""

  init(breaking part: String = "") throws {
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true)
    let text = """
      set -e; cd "$1"; name=otpkit-99.0.0-linux-$(uname -m)
      mkdir -p v99.0.0 "$name/bin"; echo "a program" >"$name/bin/otpkit"
      tar -czf "v99.0.0/$name.tar.gz" "$name"; cd v99.0.0
      sha256sum "$name.tar.gz" | tee SHA256SUMS
      case $2 in
        tarball) echo more >>"$name.tar.gz" ;;
        SHA256SUMS) echo "$name.tar.gz" >SHA256SUMS ;;
        missing) rm "$name.tar.gz" ;;
      esac
      """
    let made = try shell(["-c", text, "sh", folder.path, part], [:])
    #expect(made.status == 0)
    checksum = String(made.output.prefix(64))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The exit code of a download.
  func run(_ environment: [String: String] = [:]) throws -> Int32 {
    let script = Repository.url("Scripts/download-release").path
    let own = ["RELEASES": "file://\(folder.path)", "VERSION": "99.0.0"]
    return try shell(
      [script, folder.appending(path: "out").path],
      own.merging(environment) { _, new in new }
    ).status
  }

  /// The text of the installed program.
  var installed: String? {
    try? String(
      contentsOf: folder.appending(path: "out/bin/otpkit"), encoding: .utf8)
  }

  private func shell(
    _ arguments: [String], _ environment: [String: String]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = arguments
    process.environment = environment.merging(
      ["PATH": "/usr/local/bin:/usr/bin:/bin"]) { own, _ in own }
    let stdout = Pipe()
    process.standardOutput = stdout
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }
}

/// A run of `Scripts/conform-action` in a folder of its own.
private struct Action {
  let status: Int32
  let output: String
  let files: [String]

  init(_ inputs: [String: String]) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "otpkit-action-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = folder.appending(path: "otpkit")
    let text = """
      #!/bin/sh
      printf '%s\\n' "$@"
      exit "${FAKE_STATUS:-0}"
      """
    try Data(text.utf8).write(to: program)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: program.path)
    let process = Process()
    process.executableURL = Repository.url("Scripts/conform-action")
    process.currentDirectoryURL = folder
    process.environment = inputs.merging([
      "PATH": "\(folder.path):/usr/local/bin:/usr/bin:/bin", "REPORTS": "out",
    ]) { own, _ in own }
    let stdout = Pipe()
    process.standardOutput = stdout
    try process.run()
    let bytes = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    status = process.terminationStatus
    output = String(decoding: bytes, as: UTF8.self)
    files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .sorted()
  }

  /// What the program was called with.
  var arguments: [String] {
    output.split(separator: "\n").map(String.init)
  }

  /// The arguments after the reports.
  var options: [String] {
    Array(arguments.dropFirst(10))
  }
}
