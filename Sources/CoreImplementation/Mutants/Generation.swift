// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

/// A question for a code, taken apart.
struct Generation: Sendable {
  var algorithm: HashAlgorithm
  var key: [UInt8]
  var counter: UInt64
  var digits: Int
  var time: Int64 = 0
  var t0: Int64 = 0
  var step: Int64 = 30

  /// Reads the fields of any operation on codes; a time gives the counter.
  init?(_ call: Call) {
    guard
      let algorithm = call.string("algorithm").flatMap(HashAlgorithm.init),
      let key = call.bytes("key"), let digits = call.integer("digits")
    else { return nil }
    (self.algorithm, self.key, self.digits) = (algorithm, key, digits)
    counter = call.counter("counter") ?? 0
    guard let time = call.string("time").flatMap({ Int64(decimal: $0) }) else {
      return
    }
    guard let t0 = call.string("t0").flatMap({ Int64(decimal: $0) }),
      let step = call.string("step").flatMap({ Int64(decimal: $0) }), step > 0,
      case let (elapsed, overflow) = time.subtractingReportingOverflow(t0),
      !overflow, elapsed >= 0
    else { return nil }
    (self.time, self.t0, self.step) = (time, t0, step)
    counter = UInt64(elapsed / step)
  }

  /// This with something changed.
  func with(_ change: (inout Generation) -> Void) -> Generation {
    var copy = self
    change(&copy)
    return copy
  }
}

// MARK: - RFC 4226 section 5.3, step by step

extension Generation {
  /// The HMAC of the counter.
  var mac: [UInt8] {
    HMACKey(bytes: key, algorithm: algorithm).authenticationCode(for: message)
  }

  /// The counter's bytes.
  var message: [UInt8] {
    stride(from: 56, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: counter >> UInt64($0))
    }
  }

  /// Four bytes of a MAC as a number.
  func number(_ mac: [UInt8], at offset: Int) -> UInt32 {
    mac[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Where the four bytes start.
  func offset(_ mac: [UInt8]) -> Int { Int((mac.last ?? 0) & 15) }

  /// The number at an offset, without its sign bit.
  func binary(at offset: Int) -> UInt32 {
    number(mac, at: offset) & 0x7fff_ffff
  }

  /// The last digits of a number.
  func text(_ number: UInt32) -> String {
    let text = String(number)
    let zeros = String(repeating: "0", count: max(0, digits - text.count))
    return zeros + text.suffix(digits)
  }

  /// The right code.
  var code: String { text(binary(at: offset(mac))) }
}

extension Mutant {
  /// Computes codes in its own way, where the core computes one.
  static func computing(
    _ name: String, _ flaw: String,
    code: @escaping @Sendable (Generation) -> String
  ) -> Mutant {
    Mutant(name, flaw) { call, core in
      let answer = await core.answer(call)
      guard
        call.operation == "hotp.generate" || call.operation == "totp.generate",
        case .value = answer, let generation = Generation(call)
      else { return answer }
      return .value(.string(code(generation)))
    }
  }

  /// Computes codes in its own way for TOTP only.
  static func computingTOTP(
    _ name: String, _ flaw: String,
    counter: @escaping @Sendable (Generation) -> UInt64
  ) -> Mutant {
    Mutant(name, flaw) { call, core in
      let answer = await core.answer(call)
      guard call.operation == "totp.generate", case .value = answer,
        let generation = Generation(call)
      else { return answer }
      let code = generation.with { $0.counter = counter(generation) }.code
      return .value(.string(code))
    }
  }
}
