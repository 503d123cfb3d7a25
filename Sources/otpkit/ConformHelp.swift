// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The help of `otpkit conform`, with the options of the `run` that it stands
/// for.
enum ConformHelp {
  /// Whether the arguments ask for it.
  static func isAsked(_ arguments: [String]) -> Bool {
    [["conform", "--help"], ["conform", "-h"], ["help", "conform"]]
      .contains(arguments)
  }

  /// The help's text.
  static var text: String {
    let whole = OTPKit.helpMessage(for: ConformCommand.self)
    let run = OTPKit.helpMessage(for: ConformCommand.Run.self)
    guard let options = whole.firstRange(of: "OPTIONS:"),
      let commands = whole.firstRange(of: "SUBCOMMANDS:"),
      let start = run.firstRange(of: "ARGUMENTS:")
    else { return whole }
    return String(whole[..<options.lowerBound])
      + run[start.lowerBound...].trimmed + "\n\n"
      + whole[commands.lowerBound...].trimmed + "\n"
  }
}

extension Substring {
  /// The text without the line ends after it.
  fileprivate var trimmed: Substring {
    var text = self
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
