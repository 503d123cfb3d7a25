// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The command that runs a case again.
///
/// It tests the same implementation with the same options. Every form of
/// report prints this one.
public struct RepeatCommand: Sendable, Equatable {
  /// What runs the kit.
  public var program: [String]
  /// The options that change what is tested or how, such as `--vectors DIR`.
  public var options: [String]
  /// The adapter's program and its arguments; empty for the built-in core.
  public var adapter: [String]

  /// Makes a command.
  public init(
    program: [String] = ["otpkit", "conform", "run"], options: [String] = [],
    adapter: [String] = []
  ) {
    self.program = program
    self.options = options
    self.adapter = adapter
  }

  /// The command for the cases whose id matches, as one types it in a POSIX
  /// shell.
  public func text(id: String) -> String {
    let words = program + ["--id", id] + options
    return (words + (adapter.isEmpty ? [] : ["--"] + adapter))
      .map(\.shellQuoted).joined(separator: " ")
  }
}

extension String {
  /// The text as one word of a POSIX shell.
  package var shellQuoted: String {
    let isPlain =
      !isEmpty
      && unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0)
          || ("0"..."9").contains($0)
          || "-_./=:,+@%".unicodeScalars.contains($0)
      }
    guard !isPlain else { return self }
    return "'" + replacing(["'": "'\\''"]) + "'"
  }
}
