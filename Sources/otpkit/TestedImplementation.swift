// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AdapterProcess
import CoreImplementation
import OTPConformance
import OTPCore

/// An implementation under test: starts it, runs the kit on it, stops it.
struct TestedImplementation: Sendable {
  /// What is tested.
  enum Subject: Sendable {
    /// The built-in core on these kernels.
    case core(Backend)
    /// A process that speaks the adapter protocol.
    case adapter(AdapterProgram)
    /// The tool that a file describes.
    case tool(String)
  }

  let subject: Subject
  var settings: AdapterSettings
  /// How many instances run at the same time; `nil` leaves it to what is
  /// tested.
  var jobs: Int?

  /// How many services that have no clock of their own wait side by side.
  private static let sideBySide = 12

  /// What a run is told: which result ends it, and who sees it go on.
  struct Watch: Sendable {
    let stop: @Sendable (CaseResult) -> Bool
    let progress: Runner.Progress
    let waiting: Runner.Waiting
  }

  /// Runs the kit on it.
  func report(
    by runner: Runner, _ watch: Watch
  ) async throws(CommandError) -> Report {
    switch subject {
    case .core(let backend):
      let cores = (0..<(jobs ?? 1)).map { _ in OTPKit.makeCore(backend) }
      return try await Self.run(runner, on: cores, watch)
    case .tool(let path):
      let tool = try await Self.tool(path, settings)
      return try await Self.run(
        runner, on: Array(repeating: tool, count: jobs ?? 1), watch)
    case .adapter(let program):
      let adapters = try await start(program)
      let result: Result<Report, CommandError>
      do throws(CommandError) {
        result = .success(try await Self.run(runner, on: adapters, watch))
      } catch {
        result = .failure(error)
      }
      for adapter in adapters { await adapter.stop() }
      return try result.get()
    }
  }

  /// Does something with one instance of it, which is stopped afterwards.
  func using<Result>(
    _ body: (any Implementation) async throws(CommandError) -> Result
  ) async throws(CommandError) -> Result {
    switch subject {
    case .core(let backend): return try await body(OTPKit.makeCore(backend))
    case .tool(let path):
      return try await body(try await Self.tool(path, settings))
    case .adapter(let program):
      var one = self
      one.jobs = 1
      let adapters = try await one.start(program)
      let result: Swift.Result<Result, CommandError>
      do throws(CommandError) {
        result = .success(try await body(adapters[0]))
      } catch {
        result = .failure(error)
      }
      for adapter in adapters { await adapter.stop() }
      return try result.get()
    }
  }

  private func start(
    _ program: AdapterProgram
  ) async throws(CommandError) -> [AdapterProcess] {
    do throws(StartFailure) {
      let first = try await AdapterProcess.start(
        jobs ?? 1, of: program, settings: settings)
      guard jobs == nil, first.first?.claims.waitsInRealTime == true else {
        return first
      }
      Output.status(
        "The service has no clock that can be set: codes are waited for, in"
          + " \(Self.sideBySide) instances side by side.\n")
      do throws(StartFailure) {
        return first
          + (try await AdapterProcess.start(
            Self.sideBySide - 1, of: program, settings: settings))
      } catch {
        for adapter in first { await adapter.stop() }
        throw error
      }
    } catch {
      if Task.isCancelled {
        throw CommandError("interrupted", code: .interrupted)
      }
      let words = [program.program] + program.arguments
      throw CommandError(
        "\(error)\notpkit conform doctor -- "
          + words.map(\.shellQuoted).joined(separator: " ") + " tells more",
        code: .notStarted)
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
  private static func run(
    _ runner: Runner, on instances: [some Implementation], _ watch: Watch
  ) async throws(CommandError) -> Report {
    do throws(ClaimError) {
      return try await runner.run(
        instances, stop: watch.stop, progress: watch.progress,
        waiting: watch.waiting)
    } catch {
      throw CommandError("\(error)", code: .notStarted)
    }
  }
}
