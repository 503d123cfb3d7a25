// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AdapterProcess
import ArgumentParser
import OTPConformance

/// `otpkit conform doctor`: why an adapter does not work.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Talk with an adapter step by step, and say what is wrong.",
    usage: "otpkit conform doctor -- <command> ...",
    discussion: """
      Starts the adapter, says hello, makes a few calls and says goodbye. \
      Each step is a line; what is wrong comes with a hint.

      Exit codes: 0 the adapter works, 3 it does not start or its hello is \
      not valid, 4 it breaks later.
      """)

  @OptionGroup var adapter: AdapterOptions

  func run() async throws {
    var doctor = Doctor(
      try adapter.adapter(), settings: try adapter.settings()
    ) { finding in
      Output.text(Self.text(of: finding))
    }
    Output.exit(await doctor.examine())
  }

  private static func text(of finding: Doctor.Finding) -> String {
    let mark =
      switch finding.grade {
      case .ok: "ok    "
      case .warning: "warn  "
      case .failed: "FAIL  "
      }
    let hint = finding.hint.map { "      hint: \($0)\n" } ?? ""
    let details = finding.details.map { "    \($0)\n" }.joined()
    return mark + finding.text.escaped(for: .line) + "\n" + details + hint
  }
}

/// `otpkit conform bench`: how fast calls go through an adapter.
struct ThroughputCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure how many calls a second go through an adapter.",
    shouldDisplay: false)

  @OptionGroup var adapter: AdapterOptions

  @Option(help: "How many calls to make: 1 to 1000000000.")
  var calls = 200_000

  func run() async throws {
    guard (1...1_000_000_000).contains(calls) else {
      throw CommandError("--calls: 1 to 1000000000")
    }
    do {
      let process = try await AdapterProcess.start(
        try adapter.adapter(), settings: try adapter.settings())
      let result: Result<Throughput, any Error>
      do {
        // The first calls find caches cold.
        _ = try await Throughput(of: process, count: min(calls, 10_000))
        result = .success(try await Throughput(of: process, count: calls))
      } catch {
        result = .failure(error)
      }
      await process.stop()
      let measured = try result.get()
      Output.text("\(measured.calls) calls, \(Int(measured.rate)) a second\n")
    } catch let error as StartFailure {
      throw CommandError("\(error)", code: .notStarted)
    } catch let error as Breakage {
      throw CommandError("\(error)", code: .broken)
    }
  }
}
