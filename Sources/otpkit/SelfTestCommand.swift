// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CoreImplementation
import OTPConformance

/// `otpkit conform selftest`: the vectors, put to mutants.
struct SelfTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "Put the vectors to wrong implementations: all must fail.",
    discussion: """
      Runs every mutant of the built-in core and prints how many cases give \
      it away, and the first of them. Exit code 1 if a mutant survives.
      """)

  @OptionGroup var vectors: VectorOptions

  @Option(
    name: .customLong("md"),
    help: ArgumentHelp(
      "Write the table as Markdown.", valueName: "file"),
    completion: .file())
  var markdown: String?

  func run() async throws {
    if let markdown { try Files.checkWritable(markdown) }
    let test = try await MutationTest(try vectors.load())
    Output.text(test.text)
    if let markdown { try Files.write(test.markdown, to: markdown) }
    Output.exit(test.survivors.isEmpty ? .conformant : .nonConformant)
  }
}
