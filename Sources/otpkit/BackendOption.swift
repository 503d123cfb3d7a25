// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPCore

/// Which kernels compute.
struct BackendOption: ParsableArguments {
  @Option(
    name: .customLong("backend"),
    help: ArgumentHelp(
      """
      Force these kernels, one of this machine's: \
      \(Backend.available.map(\.name).joined(separator: ", ")). \
      (default: the first)
      """,
      valueName: "name"))
  var name: String?

  /// The kernels that are named, or the fastest.
  var choice: Backend {
    get throws(CommandError) {
      guard let name else { return .best }
      guard let backend = Backend(named: name) else {
        throw CommandError("--backend: this machine has no such kernels")
      }
      return backend
    }
  }
}
