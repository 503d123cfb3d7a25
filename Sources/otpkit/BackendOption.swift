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
      Force these kernels, such as single; `otpkit bench` prints the names of \
      those that this machine has. (default: the fastest)
      """,
      valueName: "name"))
  var name: String?

  /// The kernels that are named, or the fastest.
  var choice: Backend {
    get throws(CommandError) {
      guard let name else { return .best }
      guard let backend = Backend(named: name) else {
        throw CommandError(
          "--backend: this machine has no such kernels, but "
            + Backend.available.map(\.name).joined(separator: ", "))
      }
      return backend
    }
  }
}
