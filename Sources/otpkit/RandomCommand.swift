// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AdapterProcess
import ArgumentParser
import CoreImplementation
import OTPConformance

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `otpkit conform random`: random questions, to an implementation and to the
/// core.
struct RandomCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "random",
    abstract: "Compare an implementation with the core on random questions.",
    discussion: """
      Asks what is in no vector: everything that the implementation claims of \
      HOTP, TOTP, OCRA, HMAC, base32, otpauth URIs, verifiers and backup \
      codes, within its limits, edges more often than the middle. Where its \
      answer is not the core's, the question is made as small as it goes, explained like a failed \
      vector, and written to a folder that --vectors runs again. One \
      difference of each cause is shown, at most \
      \(RandomTest.differenceLimit).

      A test ends after --cases questions, after the time of --for (as long \
      again to make differences small), or after three crashes or timeouts, of \
      which one of each kind is made small as well; an exception that the \
      adapter reports is a difference. \
      The same --seed gives the same questions. docs/random.md tells more.

      Exit codes: as those of `otpkit conform run`.

      Example:
        otpkit conform random --for 30s -- python3 my_adapter.py
      """)

  @OptionGroup var tested: TestedOptions

  @Option(
    help: ArgumentHelp(
      """
      What the questions are made from: a number, 0 to 2^64-1. (default: \
      another one each time)
      """,
      valueName: "number"),
    transform: RandomTime.seed)
  var seed: UInt64?

  @Option(help: "How many questions: 1 or more. (default: 10000)")
  var cases: Int?

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      """
      How long to ask at most: seconds, or a number with s, min or h. \
      (default: 60s, with --cases an hour)
      """, valueName: "30s"),
    transform: RandomTime.parsed)
  var time: RandomTime?

  @Option(
    help: ArgumentHelp(
      "Where differences are written. (default: random-SEED)",
      valueName: "folder"), completion: .directory)
  var out: String?

  func run() async throws {
    guard cases ?? 1 > 0 else { throw CommandError("--cases: at least 1") }
    let seed = seed ?? UInt64.random(in: 0..<1_000_000_000)
    let folder = out ?? "random-\(seed)"
    guard !Files.exists(folder) || Files.isFolder(folder) else {
      throw CommandError("\(folder): is a file, and should be a folder")
    }
    let test = RandomTest(
      against: CoreImplementation(version: OTPKit.version), seed: seed,
      cases: cases ?? (time == nil ? 10_000 : .max),
      time: time?.duration ?? .seconds(cases == nil ? 60 : 3_600))
    var tested = try tested.tested(restarts: RandomTest.restarts)
    // An answer is not waited for longer than questions are asked.
    tested.settings.callTimeout = min(
      tested.settings.callTimeout, max(test.time, .seconds(2)))
    let subject = tested
    let found = try await Interruption.cancelling {
      try await subject.using { implementation throws(CommandError) in
        try await Self.found(by: test, implementation)
      }
    }
    Progress.clear()
    Output.text(found.summary)
    if !found.result.differences.isEmpty {
      try write(found.result.files(seed: seed), to: folder)
      Output.text("written to \(folder.escaped(for: .line))\n\n")
    }
    var report = found.report
    if found.result.hasGivenUp {
      // One that cannot be asked any more says so to every question.
      report = try await Interruption.cancelling {
        try await subject.using { implementation throws(CommandError) in
          try await Self.report(on: found, implementation)
        }
      }
    }
    finish(found.result, report, folder)
  }

  /// What a test found, with a report on it.
  fileprivate struct Found: Sendable {
    let test: RandomTest
    let result: RandomTest.Result
    let duration: Duration
    var report: Report?
  }

  private static func found(
    by test: RandomTest, _ implementation: any Implementation
  ) async throws(CommandError) -> Found {
    do {
      let start = ContinuousClock.now
      let result = try await test.run(implementation, progress: Progress.show)
      let duration = ContinuousClock.now - start
      var found = Found(
        test: test, result: result, duration: duration, report: nil)
      if !result.hasGivenUp {
        found.report = try await report(on: found, implementation)
      }
      return found
    } catch let error as ClaimError {
      throw CommandError("\(error)", code: .notStarted)
    } catch let error as CommandError {
      throw error
    } catch {
      throw CommandError("\(error)")
    }
  }

  /// The report on what was found; `nil` if that is nothing.
  private static func report(
    on found: Found, _ implementation: any Implementation
  ) async throws(CommandError) -> Report? {
    do {
      guard let vectors = try found.result.vectors(seed: found.test.seed)
      else { return nil }
      let runner = Runner(vectors: vectors, suspects: Mutant.suspects)
      return found.result.explaining(try await runner.run(implementation))
    } catch let error as ClaimError {
      throw CommandError("\(error)", code: .notStarted)
    } catch {
      throw CommandError("\(error)")
    }
  }

  private func finish(
    _ result: RandomTest.Result, _ report: Report?, _ folder: String
  ) {
    if var report {
      // A few questions fulfil no profile.
      report.judgesProfiles = false
      report.command.options = ["--vectors", folder] + tested.words
      report.command.adapter = tested.adapter.command
      Output.text(HumanReporter(verbosity: .verbose).text(for: report))
      let isRepeated = report.count(.passed) < report.results.count
      var code = isRepeated ? report.exitCode : .nonConformant
      // Not even a warning may end a run well that crashes have ended.
      if result.unanswered > 0, code == .conformant { code = .broken }
      Output.exit(result.isInterrupted ? .interrupted : code)
    }
    if result.isInterrupted { Output.exit(.interrupted) }
  }

  private func write(
    _ files: [(path: String, bytes: [UInt8])], to folder: String
  ) throws(CommandError) {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandError("\(folder): cannot be made")
    }
    for (path, bytes) in files {
      try Files.write(bytes, to: folder + "/" + path, replacing: true)
    }
  }
}

extension RandomCommand.Found {
  /// What was asked, how fast, and how many answers differ.
  fileprivate var summary: String {
    let seconds =
      Double(duration.components.seconds)
      + Double(duration.components.attoseconds) / 1e18
    let speed = seconds > 0 ? Int(Double(result.asked) / seconds) : 0
    let tenths = Int((seconds * 10).rounded())
    var text =
      "seed \(test.seed): \(result.asked) questions in"
      + " \(tenths / 10).\(tenths % 10) s (\(speed) a second),"
      + " \(result.different) differences"
    if result.unanswered > 0 {
      text += ", \(result.unanswered) without an answer"
    }
    text += "\n"
    if let ending = result.ending { text += "ended early: \(ending)\n" }
    return text
  }
}

/// A time such as `30s`, `5min` or `1h`.
struct RandomTime {
  let duration: Duration

  /// The time of an option.
  ///
  /// - Throws: `ValidationError` with the forms that are taken.
  static func parsed(_ argument: String) throws -> RandomTime {
    guard let time = RandomTime(argument: argument) else {
      throw ValidationError("a time is as in 30s, 5min or 1h, up to a day")
    }
    return time
  }

  /// The seed of an option.
  static func seed(_ argument: String) throws -> UInt64 {
    guard let seed = UInt64(argument) else {
      throw ValidationError("a seed is a number, 0 to 2^64-1")
    }
    return seed
  }

  init?(argument: String) {
    let units = [("min", 60), ("h", 3_600), ("s", 1), ("", 1)]
    for (unit, seconds) in units where argument.hasSuffix(unit) {
      let number = argument.dropLast(unit.count)
      guard number.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let count = Int(number), (1...86_400).contains(count)
      else { continue }
      duration = .seconds(count * seconds)
      return
    }
    return nil
  }
}
