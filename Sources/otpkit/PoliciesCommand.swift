// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPConformance

/// `otpkit conform policies`: what an implementation may declare.
struct PoliciesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policies",
    abstract: "List the choices that an implementation may declare.",
    discussion: """
      Where standards leave a choice, an adapter says in its hello what it \
      does, such as "policies": {"base32.case": "reject"}, and is tested by \
      that. What it does not declare is taken to be the first value here.
      """)

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    if json {
      Output.json(.array(Policy.all.map(Self.json)))
    } else {
      Output.text(Policy.all.map(Self.text).joined())
    }
  }

  /// The default first.
  private static func values(_ policy: Policy) -> [String] {
    [policy.defaultValue] + policy.values.filter { $0 != policy.defaultValue }
  }

  private static func text(_ policy: Policy) -> String {
    "\(policy.name): \(values(policy).joined(separator: ", "))\n"
      + "    \(policy.meaning)\n"
  }

  private static func json(_ policy: Policy) -> JSON {
    [
      "name": .string(policy.name), "about": .string(policy.meaning),
      "values": .array(values(policy).map(JSON.string)),
      "default": .string(policy.defaultValue),
    ]
  }
}
