// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BackupCodes
import OTPConformance
import OTPCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `otpkit backup`: makes and checks backup codes.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Make backup codes, or spend one.",
    subcommands: [Generate.self, Verify.self])

  struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a set of codes: show them once, store their hashes.",
      discussion: """
        The codes go to stdout, the set of hashes to the file of --set.

        Example:
          otpkit backup generate --set codes.json
        """)

    @Option(
      help: ArgumentHelp("Where to store the set.", valueName: "file"),
      completion: .file())
    var set: String

    @Option(help: "How many codes: 1 to 100.")
    var count = 10

    @Flag(help: "Hash with PBKDF2-HMAC-SHA256 instead of scrypt.")
    var pbkdf2 = false

    @Flag(
      name: [.customLong("force"), .customLong("replace")],
      help: "Write over the file if it exists; its codes are void then.")
    var force = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let file = SetFile(path: set)
      guard !Files.isFolder(set) else {
        throw CommandError("--set: is a folder")
      }
      guard force || !Files.exists(set) else {
        throw CommandError("--set: the file exists; --force voids its codes")
      }
      let scheme = BackupCodeScheme(
        derivation: pbkdf2 ? .pbkdf2 : .backupCode)
      let (codes, hashed) = try reportingErrors {
        try scheme.issue(count: count)
      }
      // Nobody may see a code that is not stored.
      try file.write(hashed)
      if json {
        Output.json(
          ["codes": .array(codes.map { .string($0.revealedText) })])
      } else {
        for code in codes { Output.text(code.revealedText + "\n") }
      }
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a code against a stored set, and spend it.",
      discussion: """
        Exit code 0: accepted, and spent in the file. 1: rejected. 2: the \
        command line or the file is wrong.

        One process at a time may use the file.
        """)

    @Argument(help: "The code; case, spaces and hyphens do not matter.")
    var code: String

    @Option(
      help: ArgumentHelp("Where the set is stored.", valueName: "file"),
      completion: .file())
    var set: String

    @Flag(help: "Check only: the code stays unspent.")
    var dryRun = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let file = SetFile(path: set)
      let stored = try file.read()
      let scheme = BackupCodeScheme(derivation: stored.derivation)
      let (verdict, next) = try reportingErrors {
        try stored.check(code, with: scheme)
      }
      switch verdict {
      case .accepted(let match):
        if !dryRun { try file.write(next) }
        show(
          "accepted: \(match.remaining) left",
          [
            "accepted": true, "remaining": .integer(match.remaining),
          ])
      case .rejected(let reason):
        show(
          "rejected: \(reason.rawValue)",
          [
            "accepted": false, "reason": .string(reason.rawValue),
          ])
        Output.exit(.nonConformant)
      }
    }

    private func show(_ text: String, _ object: JSON) {
      if json { Output.json(object) } else { Output.text(text + "\n") }
    }
  }
}

/// A set of backup codes in a JSON file, written whole or not at all.
private struct SetFile {
  let path: String

  func read() throws(CommandError) -> BackupCodeSet {
    let bytes: [UInt8]
    do {
      bytes = try InputFile.bytes(at: path)
    } catch {
      throw CommandError("--set: \(error)")
    }
    do {
      return try JSONDecoder().decode(BackupCodeSet.self, from: Data(bytes))
    } catch {
      throw CommandError("--set: the file holds no set of backup codes")
    }
  }

  func write(_ set: BackupCodeSet) throws(CommandError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    do {
      try encoder.encode(set).write(
        to: URL(filePath: path), options: .atomic)
    } catch {
      throw CommandError("--set: the file cannot be written")
    }
  }
}
