// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPConformance
import OTPCore

/// `otpkit code`: prints codes.
struct CodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "code",
    abstract: "Print the code of a secret, by time or by counter.",
    discussion: """
      Without an option for the secret, a terminal is asked for it.

      Examples:
        otpkit code
        otpkit code --secret-file secret.txt
        otpkit code --secret GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ --at 59 \
      --digits 8
        otpkit code --secret-hex 3132333435363738393031323334353637383930 \
      --counter 0 --count 10
      """)

  @OptionGroup var options: SecretOptions

  @Option(help: "How many codes to print, from the first one on: 1 to 1000.")
  var count = 1

  @Flag(
    name: .shortAndLong,
    help: """
      Print what the code was made of, too: the secret in hexadecimal and \
      base32, the parameters, the counter, and how long it is valid.
      """)
  var verbose = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard (1...1_000).contains(count) else {
      throw ValidationError("--count takes 1 to 1000")
    }
    guard !verbose || !json else {
      throw ValidationError("--verbose is for people, --json for programs")
    }
  }

  func run() throws {
    let (factor, secret) = try options.factorAndSecret()
    let moment = options.moment
    let run = try reportingErrors {
      switch factor {
      case .hotp(let hotp, let counter) where !isPastEnd(counter):
        CodeRun(
          codes: try hotp.codes(from: counter, count: count), first: counter)
      case .totp(let totp):
        try self.run(of: totp, at: moment)
      case .hotp:
        throw CommandError("--count: counters end at 2^64-1")
      }
    }
    if json { return Output.json(run.json) }
    if verbose {
      let description = CodeDescription(factor, secret, at: moment, run)
      Output.text(description.text)
    }
    for code in run.codes { Output.text("\(code)\n") }
    if let validity = run.validity, Output.isTerminal, !verbose {
      Output.status("\(validity.left)\n")
    }
  }

  private func isPastEnd(_ counter: UInt64) -> Bool {
    counter > .max - UInt64(count - 1)
  }

  private func run(of totp: TOTP, at moment: UnixTime) throws -> CodeRun {
    let step = try totp.step(at: moment)
    return CodeRun(
      codes: try totp.codes(fromStep: step, count: count), first: step,
      validity: Validity(of: totp, at: moment))
  }
}

/// Codes of one secret, one after the other.
struct CodeRun {
  let codes: [OneTimeCode]
  /// The counter or the time step of the first one.
  let first: UInt64
  /// Until when the first code holds; `nil` if it depends on no time.
  var validity: Validity?

  /// One object for each code.
  var json: JSON {
    .array(
      codes.enumerated().map { index, code in
        let number = String(first + UInt64(index))
        var object: JSONObject = ["code": .string("\(code)")]
        object[validity == nil ? "counter" : "step"] = .string(number)
        if let validity, index == 0 {
          object["validUntil"] = .string(validity.end.iso8601)
          object["secondsLeft"] = .integer(validity.seconds)
        }
        return .object(object)
      })
  }
}

/// How long a code by time holds.
struct Validity {
  /// The moment of the next code.
  let end: UnixTime
  /// The seconds until then.
  let seconds: Int

  /// The validity of the code at `moment`, which is not before T0.
  init(of totp: TOTP, at moment: UnixTime) {
    // The difference of two Int64 in order fits into 64 bits without a sign.
    let age = UInt64(bitPattern: moment.seconds &- totp.t0.seconds)
    seconds = totp.period - Int(age % UInt64(totp.period))
    end = moment.advanced(by: seconds)
  }

  /// The seconds in words.
  var left: String {
    seconds == 1 ? "1 second left" : "\(seconds) seconds left"
  }
}
