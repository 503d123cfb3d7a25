// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Ctrl-C, and the TERM of a CI that runs out of patience.
enum Interruption {
  /// Does something that is cancelled when the program is interrupted, so
  /// that it can still say how far it got and leave no process behind.
  static func cancelling<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let task = Task { try await body() }
    let sources = [SIGINT, SIGTERM].map { number in
      // The source sees the signal; the process is not to end by it.
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { task.cancel() }
      source.activate()
      return source
    }
    defer { for source in sources { source.cancel() } }
    return try await task.value
  }
}

/// How far a run is, on standard error where a person sees it.
enum Progress {
  private static let isShown = isatty(2) == 1

  /// Shows a step forward, over the last one.
  @Sendable
  static func show(_ done: Int, _ planned: Int) {
    guard isShown else { return }
    Output.status("\r\(done) of \(planned) cases")
  }

  /// Shows for how long a run waits, and for what.
  @Sendable
  static func wait(_ seconds: Int, _ reason: String) {
    guard isShown else { return }
    Output.status("\r\u{1b}[Kwaiting \(seconds) s for \(reason)")
  }

  /// Takes the last step away.
  static func clear() {
    guard isShown else { return }
    Output.status("\r\u{1b}[K")
  }
}
