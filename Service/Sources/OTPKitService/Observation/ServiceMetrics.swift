// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import TwoFactor

/// Tells swift-metrics what the account layer did.
struct ServiceMetrics: ServiceObserver {
  func observe(_ measurement: ServiceMeasurement) {
    switch measurement {
    case .command(let name, let decisions, let error, let duration):
      let name = "\(name)".prefix { $0 != "(" }
      let dimensions = [
        ("command", String(name)), ("error", error?.code ?? "none"),
      ]
      Self.time("otpkit_command", duration, dimensions)
      if decisions > 1 {
        Counter(label: "otpkit_lost_races").increment(by: decisions - 1)
      }
    case .load(let failed, let duration):
      Self.time(
        "otpkit_store", duration,
        [("operation", "load"), ("failed", "\(failed)")])
    case .save(let failed, _, let duration):
      Self.time(
        "otpkit_store", duration,
        [("operation", "save"), ("failed", "\(failed)")])
    case .message(let failed, let duration):
      Self.time("otpkit_message", duration, [("failed", "\(failed)")])
    }
  }

  static func time(
    _ label: String, _ duration: Duration, _ dimensions: [(String, String)]
  ) {
    let (seconds, attoseconds) = duration.components
    Timer(label: label, dimensions: dimensions)
      .recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
