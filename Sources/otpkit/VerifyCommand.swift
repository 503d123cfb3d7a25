// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPConformance
import OTPCore

/// `otpkit verify`: checks one code.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a code against a window of time steps or counters.",
    discussion: """
      Exit code 0: accepted. 1: rejected. 2: the command line is wrong.

      Nothing is stored: to refuse a code that was used before, pass the last \
      accepted step with --after, or for HOTP the next counter.

      Example:
        otpkit verify 94287082 --digits 8 --at 59 --secret-stdin < secret.txt
      """)

  @Argument(help: "The code to check.")
  var code: String

  @OptionGroup var options: SecretOptions

  @Option(
    help: """
      TOTP: steps before the current one, \(Limits.window.words). (default: 1)
      """)
  var past: Int?

  @Option(
    help: """
      TOTP: steps after the current one, \(Limits.window.words). (default: 1)
      """)
  var future: Int?

  @Option(
    help: ArgumentHelp(
      """
      TOTP: the last accepted step, 0 to 2^64-1; it and all before it no \
      longer match.
      """,
      valueName: "step"))
  var after: UInt64?

  @Option(
    help: """
      HOTP: counters after the given one, \(Limits.window.words). (default: 3)
      """)
  var lookAhead: Int?

  @Flag(help: "Ignore spaces, hyphens and line breaks in the code.")
  var ignoreSeparators = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let outcome: Outcome
    switch try options.factor() {
    case .totp(let totp):
      guard lookAhead == nil else {
        throw CommandError("--look-ahead is for HOTP: give --counter")
      }
      outcome = try reportingErrors { try check(totp) }
    case .hotp(let hotp, let counter):
      guard past == nil, future == nil, after == nil else {
        throw CommandError("--past, --future and --after are for TOTP")
      }
      outcome = try reportingErrors { try check(hotp, from: counter) }
    }
    show(outcome)
  }

  /// A verdict as it is printed.
  private struct Outcome {
    var isAccepted = false
    var text = ""
    var members: JSONObject = [:]
  }

  /// How to read the code.
  private var separators: OneTimeCode.Separators {
    ignoreSeparators ? .ignored : .refused
  }

  private func check(_ totp: TOTP) throws -> Outcome {
    let window = try DriftWindow(past: past ?? 1, future: future ?? 1)
    let verdict = try totp.verify(
      code, at: options.moment, window: window, after: after,
      separators: separators)
    return outcome(verdict) { match in
      (
        "step \(match.step), drift \(match.drift)",
        [
          "step": .string(String(match.step)),
          "drift": .integer(match.drift),
        ]
      )
    }
  }

  private func check(_ hotp: HOTP, from counter: UInt64) throws -> Outcome {
    let verdict = try hotp.verify(
      code, counter: counter, lookAhead: lookAhead ?? HOTP.defaultLookAhead,
      separators: separators)
    return outcome(verdict) { match in
      (
        "counter \(match.counter)",
        [
          "counter": .string(String(match.counter)),
          "nextCounter": match.nextCounter.map { .string(String($0)) }
            ?? .null,
        ]
      )
    }
  }

  private func outcome<Match>(
    _ verdict: Verdict<Match>, _ describe: (Match) -> (String, JSONObject)
  ) -> Outcome {
    switch verdict {
    case .accepted(let match):
      let (text, members) = describe(match)
      return Outcome(isAccepted: true, text: text, members: members)
    case .rejected(let reason):
      return Outcome(
        text: reason.rawValue, members: ["reason": .string(reason.rawValue)])
    }
  }

  private func show(_ outcome: Outcome) {
    if json {
      var object: JSONObject = ["accepted": .bool(outcome.isAccepted)]
      for (key, value) in outcome.members.members { object[key] = value }
      Output.json(.object(object))
    } else {
      let word = outcome.isAccepted ? "accepted" : "rejected"
      Output.text("\(word): \(outcome.text)\n")
    }
    if !outcome.isAccepted { Output.exit(.nonConformant) }
  }
}
