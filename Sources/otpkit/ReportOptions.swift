// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPConformance

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What becomes of a run's report: where it is written, and what counts as
/// success.
struct ReportOptions: ParsableArguments {
  @Option(
    name: .customLong("report"),
    help: ArgumentHelp(
      """
      Write the report to files as well: kind=file, several with commas \
      between them. Kinds: json, junit, tap, tap13, md, html, badge.
      """, valueName: "kind=file,…"))
  var targets: [String] = []

  @Option(
    help: ArgumentHelp(
      "When the tested version was released, for the reports.",
      valueName: "2026-11-28"))
  var released: String?

  @Option(
    help: ArgumentHelp(
      "A baseline: these failures are expected, and must stay as they are.",
      valueName: "file"), completion: .file())
  var knownFailures: String?

  @Flag(
    help: "Write the failures of this run into the file of --known-failures.")
  var updateBaseline = false

  @Option(
    help: ArgumentHelp(
      "Fail unless the implementation fulfils this profile. May be repeated.",
      valueName: "profile"))
  var require: [String] = []

  @Flag(help: "Stop at the first failure.")
  var failFast = false

  @Option(
    // Scanning on for a value would let go of the one in --strict=all.
    defaultAsFlag: StrictLevels.should, parsing: .next,
    help: ArgumentHelp(
      """
      Fail on warnings too (cases of the level should), or with =all on \
      everything that does not pass.
      """, valueName: "should|all"))
  var strict: StrictLevels?

  /// Refuses levels that there are not: where an option may do without
  /// a value, ArgumentParser drops one that it cannot read.
  static func checkStrict(_ arguments: [String]) throws(CommandError) {
    let own = arguments.prefix { $0 != "--" }
    for word in own where word.hasPrefix("--strict=") {
      guard StrictLevels(argument: String(word.dropFirst(9))) != nil else {
        throw CommandError("--strict: alone, or =should or =all")
      }
    }
  }

  /// Which levels fail the run.
  var strictness: Strictness {
    switch strict {
    case nil: .musts
    case .should: .shoulds
    case .all: .all
    }
  }

  /// Reads what the options name, before anything runs.
  func prepared(_ vectors: VectorSet) throws(CommandError) -> ReportPlan {
    if updateBaseline, knownFailures == nil {
      throw CommandError("--update-baseline: needs --known-failures FILE")
    }
    if let released, Form.date(released) == nil {
      throw CommandError("--released: should be a date, such as 2026-11-28")
    }
    if updateBaseline, failFast {
      throw CommandError("--update-baseline and --fail-fast exclude each other")
    }
    let targets =
      try targets
      .flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
      .map { part throws(CommandError) in try ReportTarget(String(part)) }
    for target in targets { try Files.checkWritable(target.file) }
    guard Set(targets.map(\.file)).count == targets.count else {
      throw CommandError("--report: two reports need two files")
    }
    return ReportPlan(
      released: released, targets: targets,
      baseline: try baseline(vectors), baselineFile: knownFailures,
      updatesBaseline: updateBaseline, failsFast: failFast,
      required: try ProfileNames.profiles(require, option: "--require"))
  }

  private func baseline(
    _ vectors: VectorSet
  ) throws(CommandError) -> KnownFailures? {
    guard let file = knownFailures else { return nil }
    if updateBaseline, !Files.exists(file) { return KnownFailures() }
    let bytes = try Files.read(file)
    do throws(VectorError) {
      return try KnownFailures(parsing: bytes, file: file, vectors: vectors)
    } catch {
      throw CommandError("\(error)")
    }
  }
}

/// What `--strict` takes.
enum StrictLevels: String, ExpressibleByArgument, CaseIterable {
  case should
  case all
}

/// A file that the report is written to.
struct ReportTarget: Sendable {
  let reporter: any Reporter
  let file: String

  /// Reads `kind=file`.
  init(_ text: String) throws(CommandError) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let reporter = Self.reporters[parts[0]] else {
      throw CommandError(
        "--report: should be kind=file, with a kind of "
          + Self.reporters.keys.sorted().joined(separator: ", "))
    }
    self.reporter = reporter
    file = parts[1]
  }

  private static let reporters: [String: any Reporter] = [
    "json": JSONReporter(), "junit": JUnitReporter(), "tap": TAPReporter(),
    "tap13": TAPReporter(version: .v13),
    "md": MarkdownReporter(), "html": HTMLReporter(), "badge": BadgeReporter(),
  ]
}

/// What is done with a report.
struct ReportPlan: Sendable {
  let released: String?
  let targets: [ReportTarget]
  let baseline: KnownFailures?
  let baselineFile: String?
  let updatesBaseline: Bool
  let failsFast: Bool
  let required: [Profile]

  /// Whether a result ends the run.
  @Sendable
  func stop(_ result: CaseResult) -> Bool {
    guard failsFast, result.verdict == .failed else { return false }
    return baseline?.fails(result) ?? true
  }

  /// Judges, prints and writes a report; the result is how the program ends.
  func finish(
    _ report: Report, printedBy printer: any Reporter
  ) throws(CommandError) -> OTPConformance.ExitCode {
    var judged = try judge(report)
    judged.released = released
    Output.text(printer.text(for: judged))
    for target in targets {
      try Files.write(target.reporter.text(for: judged), to: target.file)
    }
    try tellGitHub(judged)
    let shortfalls = required.compactMap(judged.shortfall)
    for shortfall in shortfalls {
      Output.error("required profile not fulfilled: \(shortfall)")
    }
    return .deciding(
      among: [judged.exitCode] + shortfalls.map { _ in .nonConformant })
  }

  private func judge(_ report: Report) throws(CommandError) -> Report {
    guard var baseline, let baselineFile else { return report }
    // An interrupted run does not know what else would have failed.
    if updatesBaseline, report.isComplete {
      baseline = baseline.updated(from: report)
      try Files.write(baseline.text, to: baselineFile)
    }
    return baseline.applied(to: report)
  }

  /// Annotations and summary, where GitHub Actions runs the job.
  private func tellGitHub(_ report: Report) throws(CommandError) {
    let environment = ProcessInfo.processInfo.environment
    guard environment["GITHUB_ACTIONS"] == "true" else { return }
    // GitHub reads both streams; standard output may be JSON.
    Output.status(GitHubReporter().text(for: report))
    if let file = environment["GITHUB_STEP_SUMMARY"], !file.isEmpty {
      try Files.append(MarkdownReporter().text(for: report) + "\n", to: file)
    }
  }
}

/// Reads names of profiles.
enum ProfileNames {
  static func profiles(
    _ names: [String], option: String
  ) throws(CommandError) -> [Profile] {
    try names.map { name throws(CommandError) in
      guard let profile = Profile.named(name) else {
        throw CommandError(
          "\(option): not one of "
            + Profile.all.map(\.name).joined(separator: ", "))
      }
      return profile
    }
  }
}
