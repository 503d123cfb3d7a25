// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CoreImplementation
import OTPConformance
import OTPCore

/// The program: `otpkit`.
struct OTPKit: AsyncParsableCommand {
  /// The version of the program and of the libraries.
  static let version = "0.1.0"

  /// The core as an implementation under test.
  static let core = makeCore()

  /// Another core, with a state of its own.
  static func makeCore(_ backend: Backend = .best) -> CoreImplementation {
    CoreImplementation(version: version, policy: CorePolicy(backend: backend))
  }

  static let configuration = CommandConfiguration(
    commandName: "otpkit",
    abstract: "One-time passwords: conformance, codes, verification.",
    discussion: """
      Start with `otpkit conform`: it puts every vector of the kit to the \
      built-in implementation. `otpkit help conform` tells how to list and \
      explain the vectors.

      Exit codes: 0 yes (conformant, accepted, done), 1 no (a case failed, a \
      code was rejected), 2 the command line or an input is wrong. `conform` \
      has more; see its help.
      """,
    version: "otpkit \(version)",
    subcommands: [
      ConformCommand.self, CodeCommand.self, VerifyCommand.self,
      DiagnoseCommand.self, URICommand.self, BackupCommand.self,
      AdapterCommand.self,
      BenchCommand.self,
    ])
}

@main
enum Program {
  static func main() async {
    let arguments = helpFirst(Array(CommandLine.arguments.dropFirst()))
    if ConformHelp.isAsked(arguments) { return Output.text(ConformHelp.text) }
    if let fault = ArgumentFault.unknownHelp(arguments) {
      Output.error(fault)
      Output.exit(.usage)
    }
    do {
      var command = try OTPKit.parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      leave(after: error, arguments)
    }
  }

  /// The arguments with `help` in front where it comes after a command that has
  /// commands: `otpkit uri help build` is `otpkit help uri build`.
  private static func helpFirst(_ arguments: [String]) -> [String] {
    guard let place = arguments.firstIndex(of: "help"), place > 0,
      let command = CommandFacts(of: Array(arguments[..<place])),
      command.rest.isEmpty, !command.commands.isEmpty
    else { return arguments }
    return ["help"] + arguments[..<place] + arguments[(place + 1)...]
  }

  /// Prints what there is to say and ends with the exit code of `error`.
  private static func leave(
    after error: any Error, _ arguments: [String]
  ) -> Never {
    if let error = error as? CommandError {
      Output.error(error.message)
      Output.exit(error.code)
    }
    if error is ArgumentParser.ExitCode || OTPKit.exitCode(for: error).isSuccess
    {
      OTPKit.exit(withError: error)
    }
    let message = OTPKit.message(for: error)
    let fault = ArgumentFault(arguments)
    let program = ForgottenTerminator.program(in: arguments)
    Output.error(
      fault?.unknownCommand ?? fault?.unknownOption(before: program)
        ?? ForgottenTerminator.hint(arguments) ?? fault?.told(message)
        ?? "the command line is wrong; see --help")
    Output.exit(.usage)
  }
}
