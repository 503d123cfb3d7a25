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
    usage: """
      otpkit conform [<options>] [-- <command> ...]
             otpkit conform <subcommand>
      """,
    discussion: """
      `otpkit conform` runs every vector on the built-in core, \
      `otpkit conform -- COMMAND` on the adapter that the command starts \
      (`otpkit conform init` writes one). Failures come by cause, with the \
      clause, the input, what was expected, what came, the likely cause, and \
      the command that repeats a case alone. The last line is \
      `N passed, N failed, N skipped`.

      A case fails the run if a standard says MUST (level must). What a \
      standard says SHOULD is a warning, what it leaves open a remark; both \
      are counted on the line before the last one, and fail the run only \
      with --strict or --strict=all.

      Exit codes: 0 conformant, 1 a case failed, 2 the command line is wrong, \
      3 the adapter does not start, 4 only crashes, timeouts and errors, \
      5 nothing ran, 6 the vectors are not valid, 130 interrupted.
      """,
    subcommands: [
      Run.self, List.self, Explain.self, PoliciesCommand.self,
      DoctorCommand.self, InitCommand.self, MatrixCommand.self,
      SelfTestCommand.self, ExportCommand.self, ThroughputCommand.self,
      RandomCommand.self,
    ],
    defaultSubcommand: Run.self)

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run the vectors.",
      discussion: """
        The same as `otpkit conform` without a command: `otpkit help conform` \
        tells what is printed, what fails a run, and the exit codes.
        """)

    @OptionGroup var vectors: VectorOptions
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var reports: ReportOptions
    @OptionGroup var tested: TestedOptions

    @Flag(help: "Print the report as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print every group and every failure.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Print the closing line only.")
    var quiet = false

    func run() async throws {
      try ReportOptions.checkStrict(CommandLine.arguments)
      let reporter = try reporter()
      let vectors = try vectors.load()
      let plan = try reports.prepared(vectors)
      let runner = Runner(
        vectors: vectors, selection: try selection.selection(in: vectors),
        strictness: reports.strictness, suspects: Mutant.suspects)
      let tested = try tested.tested()
      let watch = TestedImplementation.Watch(
        stop: plan.stop, progress: Progress.show, waiting: Progress.wait)
      var report = try await Interruption.cancelling {
        try await tested.report(by: runner, watch)
      }
      Progress.clear()
      report.command.options = self.vectors.words + self.tested.words
      report.command.adapter = self.tested.adapter.command
      Output.exit(try plan.finish(report, printedBy: reporter))
    }

    private func reporter() throws(CommandError) -> any Reporter {
      guard [json, verbose, quiet].count(where: { $0 }) < 2 else {
        throw CommandError("--json, --verbose and --quiet exclude each other")
      }
      if json { return JSONReporter() }
      return HumanReporter(
        usesColor: HumanReporter.usesColor(
          isTerminal: Output.isTerminal,
          environment: ProcessInfo.processInfo.environment),
        verbosity: verbose ? .verbose : quiet ? .quiet : .normal)
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
      let vectors = try vectors.load()
      let catalogue = Catalogue(of: vectors)
      let selection = try selection.selection(in: vectors)
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
      let vectors = try vectors.load()
      let catalogue = Catalogue(of: vectors)
      guard let text = catalogue.explain(id),
        let object = catalogue.explanation(id)
      else {
        throw CommandError(
          Selection.missing(id, vectors.entries.map(\.vector.id), vectors))
      }
      if json { Output.json(object) } else { Output.text(text) }
    }
  }
}
