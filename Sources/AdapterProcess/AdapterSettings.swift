// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance

/// How patient the kit is with a process under test.
package struct AdapterSettings: Sendable {
  /// How long the process may take to answer `hello`.
  package var handshakeTimeout: Duration = .seconds(10)
  /// How long it may take over one call.
  package var callTimeout: Duration = .seconds(2)
  /// How long it may take to end: by itself after `bye`, and after TERM.
  package var grace: Duration = .seconds(1)
  /// How long a line of its output may be, in bytes.
  package var lineLimit = 1 << 20
  /// How often it is started again after it broke.
  package var restarts = 20
  /// What `hello` says of the runner.
  package var runner: String

  /// Makes the usual settings.
  package init(runner: String = "otpkit") {
    self.runner = runner
  }
}

extension AdapterSettings {
  /// How long an answer to one of these calls may take: a service starts,
  /// hashes passwords and slows guessers down.
  func timeout(of calls: ArraySlice<Call>) -> Duration {
    let isService = calls.contains { $0.operation.hasPrefix("service.") }
    return isService ? max(callTimeout, .seconds(120)) : callTimeout
  }
}

/// A program and its arguments; never a shell's command line.
package struct AdapterProgram: Sendable, Equatable {
  /// A name to look up in `PATH`, or a path if it has a slash.
  package let program: String
  /// The arguments after the program's name.
  package let arguments: [String]

  /// Makes a command; `nil` from an empty list, or where a NUL makes
  /// a part of it impossible to pass on.
  package init?(_ words: [String]) {
    guard let program = words.first, !program.isEmpty,
      !words.contains(where: { $0.utf8.contains(0) })
    else { return nil }
    self.program = program
    arguments = Array(words.dropFirst())
  }
}
