// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

// Mutants that do not refuse what they must refuse.

extension Mutant {
  /// Parameters out of range.
  static let limits: [Mutant] = [
    unlimited("digits-unchecked", "any number of digits will do", "digits") {
      $0
    },
    unlimited("key-unchecked", "a short or empty key will do", "key") { $0 },
    unlimited("negative-counter", "a negative counter will do", "counter") {
      $0.mapping("counter") { text in
        Int64(text).map { String(UInt64(bitPattern: $0)) } ?? text
      }
    },
    unlimited("unknown-hash", "an unknown hash is SHA-1", "algorithm") {
      $0.with("algorithm", "SHA1")
    },
    unlimited("step-zero", "a step of 0 is one of 30 s", "step") {
      $0.with("step", "30")
    },
    unlimited("time-before-t0", "a time before T0 is T0", "time") { call in
      call.with("time", call.input["t0"])
    },
  ]

  /// Computes a code where the core rejects a parameter.
  private static func unlimited(
    _ name: String, _ flaw: String, _ parameter: String,
    change: @escaping @Sendable (Call) -> Call
  ) -> Mutant {
    Mutant(name, flaw) { call, core in
      let answer = await core.answer(call)
      guard call.operation.hasSuffix(".generate"),
        case .reject(let category, _) = answer,
        category.hasPrefix(parameter),
        let generation = CodeQuestion(change(call)),
        (0...10).contains(generation.digits)
      else { return answer }
      return .value(.string(generation.code))
    }
  }
}
