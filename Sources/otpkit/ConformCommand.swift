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

/// `otpkit conform`: runs the conformance kit.
struct ConformCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conform",
    abstract: "Put the conformance vectors to an implementation.",
    discussion: """
      `otpkit conform` runs every vector on the built-in core, \
      `otpkit conform -- COMMAND` on the adapter that the command starts \
      (`otpkit conform init` writes one), and closes with one line, \
      `N passed, N failed, N skipped`. Each failure names the clause, the \
      input, what was expected, what came, the likely cause, and the command \
      that repeats it alone.

      Exit codes: 0 conformant, 1 a case failed, 2 the command line is wrong, \
      3 the adapter does not start, 4 only crashes, timeouts and errors, 5 nothing ran, 6 the vectors are not valid, \
      130 interrupted.
      """,
    subcommands: [
      Run.self, List.self, Explain.self, DoctorCommand.self, InitCommand.self,
      MatrixCommand.self, SelfTestCommand.self, ExportCommand.self,
      ThroughputCommand.self,
    ],
    defaultSubcommand: Run.self)

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run the vectors. (default)")

    @OptionGroup var vectors: VectorOptions
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var reports: ReportOptions
    @OptionGroup var tested: TestedOptions

    @Flag(help: "Print the report as JSON.")
    var json = false

    func run() async throws {
      let vectors = try vectors.load()
      let plan = try reports.prepared(vectors)
      let runner = Runner(
        vectors: vectors, selection: try selection.selection(),
        strictness: reports.strictness)
      var report = try await Interruption.cancelling {
        try await tested.report(by: runner, progress: Progress.show)
      }
      Progress.clear()
      report.command.options = self.vectors.words + tested.options
      report.command.adapter = tested.adapter.command
      Output.exit(try plan.finish(report, printedBy: reporter))
    }

    private var reporter: any Reporter {
      if json { return JSONReporter() }
      return HumanReporter(
        usesColor: HumanReporter.usesColor(
          isTerminal: Output.isTerminal,
          environment: ProcessInfo.processInfo.environment))
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the vectors: id, level, and what each one tests.")

    @OptionGroup var vectors: VectorOptions
    @OptionGroup var selection: SelectionOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let catalogue = Catalogue(of: try vectors.load())
      let selection = try selection.selection()
      if json {
        Output.json(catalogue.json(selection))
      } else {
        Output.text(catalogue.list(selection))
      }
    }
  }

  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell everything about one vector.")

    @Argument(help: "The id, as `otpkit conform list` prints it.")
    var id: String

    @OptionGroup var vectors: VectorOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let catalogue = Catalogue(of: try vectors.load())
      guard let text = catalogue.explain(id),
        let object = catalogue.explanation(id)
      else {
        throw CommandError("no vector has this id; see otpkit conform list")
      }
      if json { Output.json(object) } else { Output.text(text) }
    }
  }
}

/// Where the vectors come from.
struct VectorOptions: ParsableArguments {
  @Option(
    name: .customLong("vectors"),
    help: ArgumentHelp(
      "A folder of vectors, in place of those that are built in.",
      valueName: "dir"))
  var directory: String?

  /// The option as it is typed again, if it was given.
  var words: [String] { directory.map { ["--vectors", $0] } ?? [] }

  func load() throws(CommandError) -> VectorSet {
    do throws(VectorError) {
      guard let directory else { return try VectorSet.embedded() }
      return try VectorSet.load(directory: directory)
    } catch {
      throw CommandError("vectors: \(error)", code: .invalidVectors)
    }
  }
}

/// Which vectors.
struct SelectionOptions: ParsableArguments {
  @Option(help: "Only this suite, such as totp. May be repeated.")
  var suite: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only ids that match; * stands for any text. May be repeated.",
      valueName: "pattern"))
  var id: [String] = []

  @Option(
    help: "Only this level: must, should, may, unspecified. May be repeated.")
  var level: [String] = []

  @Option(
    help: ArgumentHelp(
      "Leave out ids that match; counted as skipped. May be repeated.",
      valueName: "pattern"))
  var exclude: [String] = []

  @Option(
    name: .customLong("spec"),
    help: ArgumentHelp(
      "Only what cites this document or section. May be repeated.",
      valueName: "rfc6238:5.2"))
  var specification: [String] = []

  @Option(help: "Only what belongs to this profile. May be repeated.")
  var profile: [String] = []

  func selection() throws(CommandError) -> Selection {
    var levels: Set<VectorGroup.Level> = []
    for name in level {
      guard let found = VectorGroup.Level(rawValue: name) else {
        throw CommandError(
          "--level: not one of must, should, may, unspecified")
      }
      levels.insert(found)
    }
    return Selection(
      suites: Set(suite), ids: id, levels: levels, excluding: exclude,
      specifications: specification.map(Clause.init),
      profiles: try ProfileNames.profiles(profile, option: "--profile"))
  }
}
