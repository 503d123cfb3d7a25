// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

package import OTPCore

/// What a call on codes asks, taken apart, so that each part of the right
/// computation can be replaced by a wrong one.
package struct CodeQuestion: Sendable {
  /// The hash.
  package var algorithm: HashAlgorithm
  /// The key's bytes.
  package var key: [UInt8]
  /// The counter; for TOTP the time step.
  package var counter: UInt64
  /// How many digits a code has: 0 to 20.
  package var digits: Int
  /// The time in Unix seconds; `nil` for HOTP.
  package var time: Int64?
  /// Where the steps start, in Unix seconds.
  package var t0: Int64 = 0
  /// The length of a step in seconds, at least 1.
  package var step: Int64 = 30
  /// What is hashed in place of the counter's eight bytes.
  package var message: [UInt8]?
  /// The block size of HMAC in bytes, in place of that of the hash.
  var block: Int?
  /// What makes a MAC of key and message.
  var construction = Construction.hmac

  /// Ways to make a MAC; all but HMAC are mistakes.
  enum Construction: Sendable {
    /// HMAC (RFC 2104).
    case hmac
    /// The hash of the key and the message after it.
    case keyFirst
    /// The hash of the message and the key after it.
    case messageFirst
  }

  /// Numbers of digits for which codes are computed: more than any standard
  /// has, and few enough for any input.
  static let digitRange = 0...20

  /// Asks for the code of counter 0, with six digits.
  init(algorithm: HashAlgorithm, key: [UInt8]) {
    (self.algorithm, self.key) = (algorithm, key)
    (counter, digits) = (0, 6)
  }

  /// Takes a call apart; `nil` if it is about no code, or has a field that
  /// cannot be right.
  package init?(_ call: Call) {
    guard
      let algorithm = call.string("algorithm").flatMap(HashAlgorithm.init),
      let key = call.bytes("key")
    else { return nil }
    (self.algorithm, self.key) = (algorithm, key)
    message = call.bytes("message")
    digits = call.integer("digits") ?? 6
    counter = call.counter("counter") ?? 0
    guard Self.digitRange.contains(digits) else { return nil }
    guard let time = call.string("time") else { return }
    guard let time = Int64(time), let t0 = Int64(call.string("t0") ?? "0"),
      let step = Int64(call.string("step") ?? "30"), step > 0,
      case let (elapsed, overflow) = time.subtractingReportingOverflow(t0),
      !overflow, elapsed >= 0
    else { return nil }
    (self.time, self.t0, self.step) = (time, t0, step)
    counter = UInt64(elapsed / step)
  }

  /// The seconds since T0; 0 for HOTP.
  var elapsed: Int64 { time.map { $0 - t0 } ?? 0 }

  /// This with something changed.
  package func with(_ change: (inout CodeQuestion) -> Void) -> CodeQuestion {
    var copy = self
    change(&copy)
    return copy
  }
}

// MARK: - RFC 4226 section 5.3, step by step

extension CodeQuestion {
  /// The HMAC of the message.
  package var mac: [UInt8] {
    let message = message ?? counterBytes
    switch construction {
    case .hmac: break
    case .keyFirst: return algorithm.digest(of: key + message)
    case .messageFirst: return algorithm.digest(of: message + key)
    }
    guard let block else {
      return HMACKey(bytes: key, algorithm: algorithm)
        .authenticationCode(for: message)
    }
    let short = key.count > block ? algorithm.digest(of: key) : key
    let padded = short.filled(to: block)
    let inner = algorithm.digest(of: padded.map { $0 ^ 0x36 } + message)
    return algorithm.digest(of: padded.map { $0 ^ 0x5c } + inner)
  }

  /// The counter's eight bytes, the highest first.
  var counterBytes: [UInt8] { counter.bigEndianBytes }

  /// The right intermediate values.
  var trace: Trace {
    let mac = mac
    let offset = Self.offset(mac)
    return Trace(
      counter: counter, message: nil, hmac: mac, offset: offset,
      binary: Self.number(mac, at: offset) & 0x7fff_ffff)
  }

  /// Where the four bytes start.
  static func offset(_ mac: [UInt8]) -> Int { Int((mac.last ?? 0) & 15) }

  /// Four bytes of a MAC as a number, the first byte highest; 0 where there
  /// are no four.
  static func number(_ mac: [UInt8], at offset: Int) -> UInt32 {
    guard offset + 4 <= mac.count else { return 0 }
    return mac[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The last digits of a number, with leading zeros.
  func text(_ number: some BinaryInteger) -> String {
    String(number).lastDigits(digits)
  }

  /// The right code.
  package var code: String { text(trace.binary) }
}

extension UInt64 {
  /// The eight bytes, the highest first.
  var bigEndianBytes: [UInt8] {
    stride(from: 56, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: self >> UInt64($0))
    }
  }
}

extension String {
  /// The last so many digits of a number, with leading zeros.
  func lastDigits(_ count: Int) -> String {
    guard count >= 0, utf8.count < count else { return String(suffix(count)) }
    return String(repeating: "0", count: count - utf8.count) + self
  }
}
