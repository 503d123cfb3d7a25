// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPConformance

/// An adapter's command without the `--` before it.
enum ForgottenTerminator {
  /// What to type instead; `nil` if the arguments do not look like that.
  ///
  /// No argument of `conform` is a secret, so the command may be repeated.
  static func hint(_ arguments: [String]) -> String? {
    guard let words = words(of: arguments) else { return nil }
    guard let start = program(in: arguments) else {
      return words.startIndex > 1 ? nil : unknownCommand(words)
    }
    let before = arguments[..<start].map(\.shellQuoted)
    let command = arguments[start...].map(\.shellQuoted)
    return "put -- before the adapter's command: "
      + (["otpkit"] + before + ["--"] + command).joined(separator: " ")
  }

  /// Where the adapter's program is.
  static func program(in arguments: [String]) -> Int? {
    words(of: arguments)?.firstIndex(where: isProgram)
  }

  /// The words in which a program may be; `nil` where there is none.
  private static func words(of arguments: [String]) -> ArraySlice<String>? {
    guard arguments.first == "conform", !arguments.contains("--") else {
      return nil
    }
    let isCommand = arguments.count > 1 && commands.contains(arguments[1])
    guard !isCommand || askers.contains(arguments[1]) else { return nil }
    return arguments.dropFirst(isCommand ? 2 : 1)
  }

  private static func unknownCommand(_ words: ArraySlice<String>) -> String? {
    guard let word = words.first, !word.hasPrefix("-") else { return nil }
    let hint = NearNames.hint(word, commands)
    return "conform has no command \(word.quoted)"
      + (hint.isEmpty ? "." : hint) + " An adapter's command comes after --"
  }

  /// The names of the commands below `conform`.
  private static let commands = ConformCommand.configuration.subcommands.map {
    $0.configuration.commandName ?? "\($0)".lowercased()
  }

  /// Those of them that ask an adapter.
  private static let askers: Set = ["run", "doctor", "random", "bench"]

  /// Whether a word is a program: a file with a slash in its name, or one
  /// that `PATH` leads to.
  private static func isProgram(_ word: String) -> Bool {
    guard !word.isEmpty, !word.hasPrefix("-") else { return false }
    if word.contains("/") { return Files.isExecutable(word) }
    return Files.searchPath.contains { Files.isExecutable("\($0)/\(word)") }
  }
}
