// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPConformance

/// `otpkit adapter`: the built-in core behind the adapter protocol.
struct AdapterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adapter",
    abstract: "Serve the adapter protocol with the built-in core.",
    discussion: """
      Reads one JSON object a line from stdin and answers each on stdout \
      (protocol version 1, docs/adapter-protocol.md). It is the reference for \
      adapters to other implementations. A broken line is answered with a \
      fault, and the conversation goes on.
      """)

  func run() async throws {
    var server = AdapterServer(OTPKit.core)
    var lines = LineReader()
    while !server.isClosed, let line = lines.next() {
      if let answer = await server.respond(to: line) {
        Output.text(answer + "\n")
      }
    }
  }
}
