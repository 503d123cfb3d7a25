// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

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
      again to make differences small), or after three crashes or timeouts; an \
      exception that the adapter reports is a difference. \
      The same --seed gives the same questions. docs/random.md tells more.

      Exit codes: as those of `otpkit conform run`.

      Example:
        otpkit conform random --for 30s -- python3 my_adapter.py
      """)

  @OptionGroup var tested: TestedOptions

  @Option(
    help: ArgumentHelp(
      "What the questions are made from. (default: another one each time)",
      valueName: "number"),
    transform: RandomTime.seed)
  var seed: UInt64?

  @Option(help: "How many questions. (default: 10000)")
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
      valueName: "folder"))
  var out: String?

  func run() async throws {
    guard cases ?? 1 > 0 else { throw CommandError("--cases: at least 1") }
    let seed = seed ?? UInt64.random(in: 0..<1_000_000_000)
    let test = RandomTest(
      against: CoreImplementation(version: OTPKit.version), seed: seed,
      cases: cases ?? (time == nil ? 10_000 : .max),
      time: time?.duration ?? .seconds(cases == nil ? 60 : 3_600))
    let tested = try tested.tested()
    let found = try await Interruption.cancelling {
      try await tested.using { implementation throws(CommandError) in
        try await Self.found(by: test, implementation)
      }
    }
    Progress.clear()
    try finish(found)
  }

  /// What a test found, with a report on it.
  fileprivate struct Found: Sendable {
    let test: RandomTest
    let result: RandomTest.Result
    let duration: Duration
    let report: Report?
  }

  private static func found(
    by test: RandomTest, _ implementation: any Implementation
  ) async throws(CommandError) -> Found {
    do {
      let start = ContinuousClock.now
      let result = try await test.run(implementation, progress: Progress.show)
      let duration = ContinuousClock.now - start
      guard let vectors = try result.vectors(seed: test.seed) else {
        return Found(
          test: test, result: result, duration: duration, report: nil)
      }
      let report = try await Runner(
        vectors: vectors, suspects: Mutant.suspects
      ).run(implementation)
      return Found(
        test: test, result: result, duration: duration, report: report)
    } catch let error as ClaimError {
      throw CommandError("\(error)", code: .notStarted)
    } catch {
      throw CommandError("\(error)")
    }
  }

  private func finish(_ found: Found) throws(CommandError) {
    Output.text(found.summary)
    guard var report = found.report else { return }
    let folder = out ?? "random-\(found.test.seed)"
    try write(found.result.files(seed: found.test.seed), to: folder)
    // A few questions fulfil no profile.
    report.judgesProfiles = false
    report.command.options = ["--vectors", folder] + tested.words
    report.command.adapter = tested.adapter.command
    Output.text("written to \(folder.escaped(for: .line))\n\n")
    Output.text(HumanReporter(verbosity: .verbose).text(for: report))
    let isRepeated = report.count(.passed) < report.results.count
    Output.exit(isRepeated ? report.exitCode : .nonConformant)
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
