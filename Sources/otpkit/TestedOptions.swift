// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AdapterProcess
import ArgumentParser
import CoreImplementation
import OTPConformance

/// The command of an adapter, after `--`.
struct AdapterOptions: ParsableArguments {
  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp(
      "After --: an adapter's program and its arguments.",
      valueName: "command"))
  var command: [String] = []

  @Option(
    help: ArgumentHelp(
      "How long an answer may take.", valueName: "seconds"))
  var timeout: Double = 2

  func adapter() throws(CommandError) -> AdapterProgram {
    guard let command = AdapterProgram(command) else {
      throw CommandError("name the adapter's program after --")
    }
    return command
  }

  func settings() throws(CommandError) -> AdapterSettings {
    guard timeout > 0, timeout <= 3600 else {
      throw CommandError("--timeout: more than 0 and at most 3600 seconds")
    }
    var settings = AdapterSettings(runner: "otpkit/\(OTPKit.version)")
    settings.callTimeout = .seconds(timeout)
    settings.handshakeTimeout = max(.seconds(10), settings.callTimeout)
    return settings
  }
}

/// What is tested: the built-in core, an adapter, or a command-line tool.
struct TestedOptions: ParsableArguments {
  @OptionGroup var adapter: AdapterOptions
  @OptionGroup var kernels: BackendOption

  @Option(
    help: ArgumentHelp(
      "Test the tool that this file describes (docs/tool-file.md).",
      valueName: "file"))
  var tool: String?

  @Option(help: "How many instances run at the same time.")
  var jobs = 1

  @Option(help: "How often an adapter is started again after it broke.")
  var restarts = 20

  /// The options that matter to a run of one case.
  var options: [String] { tool.map { ["--tool", $0] } ?? [] }

  /// Checks the numbers and what excludes each other.
  private func checked() throws(CommandError) -> AdapterSettings {
    // An empty variable after -- must not turn into a test of the core.
    guard !adapter.command.isEmpty || CommandLine.arguments.last != "--" else {
      throw CommandError("name the adapter's program after --")
    }
    guard tool == nil || adapter.command.isEmpty else {
      throw CommandError("--tool and -- exclude each other")
    }
    guard (1...64).contains(jobs) else {
      throw CommandError("--jobs: 1 to 64")
    }
    guard (0...10_000).contains(restarts) else {
      throw CommandError("--restarts: 0 to 10000")
    }
    var settings = try adapter.settings()
    settings.restarts = restarts
    return settings
  }

  /// Runs the kit on it.
  func report(
    by runner: Runner, progress: @escaping Runner.Progress
  ) async throws -> Report {
    let settings = try checked()
    if let tool {
      return try await report(
        on: try await Self.tool(tool, settings), by: runner, progress)
    }
    guard !adapter.command.isEmpty else {
      let backend = try kernels.choice
      let cores = (0..<jobs).map { _ in OTPKit.makeCore(backend) }
      return try await Self.refusing { () throws(ClaimError) in
        try await runner.run(cores, progress: progress)
      }
    }
    return try await report(
      on: try adapter.adapter(), settings, by: runner, progress)
  }

  private func report(
    on command: AdapterProgram, _ settings: AdapterSettings,
    by runner: Runner, _ progress: @escaping Runner.Progress
  ) async throws -> Report {
    let adapters: [AdapterProcess]
    do {
      adapters = try await AdapterProcess.start(
        jobs, of: command, settings: settings)
    } catch {
      if Task.isCancelled {
        throw CommandError("interrupted", code: .interrupted)
      }
      throw CommandError(
        "\(error)\notpkit conform doctor -- "
          + adapter.command.map(\.shellQuoted).joined(separator: " ")
          + " tells more",
        code: .notStarted)
    }
    let report: Report
    do {
      report = try await Self.refusing { () throws(ClaimError) in
        try await runner.run(adapters, progress: progress)
      }
    } catch {
      for adapter in adapters { await adapter.stop() }
      throw error
    }
    for adapter in adapters { await adapter.stop() }
    return report
  }

  private func report(
    on tool: ToolImplementation, by runner: Runner,
    _ progress: @escaping Runner.Progress
  ) async throws -> Report {
    try await Self.refusing { () throws(ClaimError) in
      try await runner.run(
        Array(repeating: tool, count: jobs), progress: progress)
    }
  }

  private static func tool(
    _ path: String, _ settings: AdapterSettings
  ) async throws(CommandError) -> ToolImplementation {
    let bytes = try Files.read(path)
    do {
      let file = try ToolFile(bytes, name: path)
      return try await ToolImplementation(file, settings: settings)
    } catch let error as VectorError {
      throw CommandError("\(error)")
    } catch {
      throw CommandError("\(path): \(error)", code: .notStarted)
    }
  }

  /// Claims that are not valid end the program as one that did not start.
  private static func refusing(
    _ run: () async throws(ClaimError) -> Report
  ) async throws(CommandError) -> Report {
    do throws(ClaimError) {
      return try await run()
    } catch {
      throw CommandError("\(error)", code: .notStarted)
    }
  }
}
