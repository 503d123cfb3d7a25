// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AdapterProcess
import ArgumentParser
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
      "How long an answer may take: more than 0, at most 3600.",
      valueName: "seconds"))
  var timeout = Self.usualTimeout

  @Option(
    help: ArgumentHelp(
      """
      How long an adapter may take to start and say hello: more than 0, at \
      most 3600.
      """,
      valueName: "seconds"))
  var startTimeout = Self.usualStartTimeout

  private static let usualTimeout: Double = 2
  private static let usualStartTimeout: Double = 10

  /// Seconds without a fraction where there is none; both are at most 3600.
  private static func text(_ seconds: Double) -> String {
    let whole = seconds.rounded()
    return whole == seconds ? "\(Int(whole))" : "\(seconds)"
  }

  /// The options that differ from the usual, as they are typed again.
  var words: [String] {
    (timeout == Self.usualTimeout ? [] : ["--timeout", Self.text(timeout)])
      + (startTimeout == Self.usualStartTimeout
        ? [] : ["--start-timeout", Self.text(startTimeout)])
  }

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
    guard startTimeout > 0, startTimeout <= 3600 else {
      throw CommandError(
        "--start-timeout: more than 0 and at most 3600 seconds")
    }
    var settings = AdapterSettings(runner: "otpkit/\(OTPKit.version)")
    settings.callTimeout = .seconds(timeout)
    settings.handshakeTimeout = .seconds(startTimeout)
    return settings
  }
}
