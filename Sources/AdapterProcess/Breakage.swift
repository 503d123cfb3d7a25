// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance

/// Why there is no answer from a process under test.
package enum Breakage: BreakError, Equatable {
  /// The program could not be started.
  case notStarted(String)
  /// There was no answer in time.
  case silent(Duration)
  /// The process ended, or closed its output.
  case ended(Ending)
  /// A line came that is not JSON.
  case notJSON(String)
  /// A line came that makes no sense.
  case nonsense(String)
  /// A line came although nothing was asked, or had been answered before.
  case unasked(String)
  /// A line had no end within so many bytes.
  case lineTooLong(limit: Int)
  /// It would not start any more, or broke too often.
  case givenUp(String)

  /// Whether another start is of no use.
  package var isFinal: Bool {
    switch self {
    case .notStarted, .givenUp: true
    default: false
    }
  }
}

extension Breakage: CustomStringConvertible {
  /// One line for the report.
  package var description: String {
    switch self {
    case .notStarted(let reason): "the adapter does not start: \(reason)"
    case .silent(let time): "no answer within \(time.text)"
    case .ended(let ending): "the adapter \(ending)"
    case .notJSON(let reason): reason
    case .nonsense(let reason): reason
    case .unasked(let reason): reason
    case .lineTooLong(let limit): "a line is longer than \(limit) bytes"
    case .givenUp(let reason): "not asked: \(reason)"
    }
  }
}

/// How a process came to its end.
package struct Ending: Sendable, Equatable, CustomStringConvertible {
  /// The way it ended.
  package enum Status: Sendable, Equatable {
    case notStarted(String)
    case exited(Int)
    case signaled(Int)
  }

  /// The way it ended.
  package let status: Status
  /// The last lines that it wrote to standard error, each shortened.
  package let lastLines: [String]

  /// One clause: `ended with exit code 1; its stderr ends "…"`.
  package var description: String {
    let end =
      switch status {
      case .notStarted(let reason): "does not start: \(reason)"
      case .exited(let code): "ended with exit code \(code)"
      case .signaled(let number): "was ended by \(Self.name(of: number))"
      }
    guard let last = lastLines.last else { return end }
    return end + "; its stderr ends: " + last.escaped(for: .line)
  }

  private static func name(of number: Int) -> String {
    let names = [
      2: "SIGINT", 4: "SIGILL", 6: "SIGABRT", 8: "SIGFPE", 9: "SIGKILL",
      11: "SIGSEGV", 13: "SIGPIPE", 15: "SIGTERM",
    ]
    return names[number].map { "signal \(number) (\($0))" }
      ?? "signal \(number)"
  }
}

/// Why an adapter did not start, and what it said on standard error.
package struct StartFailure: Error, Equatable, CustomStringConvertible {
  /// What went wrong.
  package let breakage: Breakage
  /// What is wrong with the program's file, if it is that.
  package var fileFault: String?
  /// The last lines of standard error.
  package var lastLines: [String] = []

  /// The reason on the first line; then up to ten lines of standard error,
  /// where there is more than one.
  package var description: String {
    if let fileFault { return fileFault }
    guard lastLines.count > 1 || !lastLines.isEmpty && !breakage.isEnd else {
      return "\(breakage)"
    }
    let lines = lastLines.map { "  " + $0.escaped(for: .line) }
    return (["\(breakage.withoutLastLines); its stderr ends:"] + lines)
      .joined(separator: "\n")
  }
}

extension Breakage {
  fileprivate var isEnd: Bool {
    if case .ended = self { true } else { false }
  }

  fileprivate var withoutLastLines: Breakage {
    guard case .ended(let ending) = self else { return self }
    return .ended(Ending(status: ending.status, lastLines: []))
  }
}

extension Duration {
  /// Seconds, without a fraction where there is none.
  var text: String {
    let seconds = self / .seconds(1)
    let whole = Int(seconds)
    return Double(whole) == seconds ? "\(whole) s" : "\(seconds) s"
  }
}
