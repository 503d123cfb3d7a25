// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

@_spi(Testing) import OTPCore

extension Backend {
  /// Every backend of this machine, and the kernels of the SHA extensions over
  /// the model of their instructions.
  static var tested: [Backend] { available + [.model] }

  /// Whether this machine has the SHA extensions themselves.
  static var hasSHAExtensions: Bool {
    available.contains { $0.name.contains("sha") }
  }
}
