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
      Examples:
        otpkit code --secret-stdin < secret.txt
        otpkit code --secret GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ --at 59 \
      --digits 8
        otpkit code --secret-hex 3132333435363738393031323334353637383930 \
      --counter 0 --count 10
      """)

  @OptionGroup var options: SecretOptions

  @Option(help: "How many codes to print, from the first one on: 1 to 1000.")
  var count = 1

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard (1...1_000).contains(count) else {
      throw ValidationError("--count takes 1 to 1000")
    }
  }

  func run() throws {
    switch try options.factor() {
    case .hotp(let hotp, let counter):
      let codes = try reportingErrors {
        try hotp.codes(from: counter, count: count)
      }
      show(codes, "counter", from: counter)
    case .totp(let totp):
      let step = try reportingErrors { try totp.step(at: options.moment) }
      let codes = try reportingErrors {
        try totp.codes(fromStep: step, count: count)
      }
      show(codes, "step", from: step)
    }
  }

  private func show(_ codes: [OneTimeCode], _ name: String, from: UInt64) {
    guard json else {
      for code in codes { Output.text("\(code)\n") }
      return
    }
    Output.json(
      .array(
        codes.enumerated().map { index, code in
          [
            "code": .string("\(code)"),
            name: .string(String(from + UInt64(index))),
          ]
        }))
  }
}
