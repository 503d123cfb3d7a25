// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AdapterProcess
import ArgumentParser
import OTPConformance

/// What is tested: the built-in core, an adapter, or a command-line tool.
struct TestedOptions: ParsableArguments {
  @OptionGroup var adapter: AdapterOptions
  @OptionGroup var kernels: BackendOption

  @Option(
    help: ArgumentHelp(
      "Test the tool that this file describes (docs/tool-file.md).",
      valueName: "file"), completion: .file())
  var tool: String?

  @Option(help: "How many instances run at the same time: 1 to 64.")
  var jobs: Int?

  @Option(
    help: """
      How often an adapter is started again after it broke: 0 to 10000. \
      (default: 20, of `conform random` \(RandomTest.restarts))
      """)
  var restarts: Int?

  /// The options that matter to a run of one case, as they are typed again.
  var words: [String] {
    (tool.map { ["--tool", $0] } ?? [])
      + (kernels.name.map { ["--backend", $0] } ?? []) + adapter.words
  }

  /// What the options name, checked.
  ///
  /// - Parameter restarts: How often an adapter is started again where no
  ///   option says so.
  func tested(
    restarts usual: Int = 20
  ) throws(CommandError) -> TestedImplementation {
    // An empty variable after -- must not turn into a test of the core.
    guard !adapter.command.isEmpty || CommandLine.arguments.last != "--" else {
      throw CommandError("name the adapter's program after --")
    }
    guard tool == nil || adapter.command.isEmpty else {
      throw CommandError("--tool and -- exclude each other")
    }
    guard (1...64).contains(jobs ?? 1) else {
      throw CommandError("--jobs: 1 to 64")
    }
    guard (0...10_000).contains(restarts ?? usual) else {
      throw CommandError("--restarts: 0 to 10000")
    }
    var settings = try adapter.settings()
    settings.restarts = restarts ?? usual
    return TestedImplementation(
      subject: try subject(), settings: settings, jobs: jobs)
  }

  private func subject() throws(CommandError) -> TestedImplementation.Subject {
    if let tool { return .tool(tool) }
    if adapter.command.isEmpty { return .core(try kernels.choice) }
    return .adapter(try adapter.adapter())
  }
}
