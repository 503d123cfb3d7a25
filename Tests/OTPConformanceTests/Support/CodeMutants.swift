// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

@testable import OTPConformance

/// The known mistakes in computing one code, each made on purpose.
enum CodeMutants {
  /// The wrong code that a cause leads to; `nil` for causes that are not
  /// about one code.
  static func code(_ question: Question, cause: String) -> String? {
    var q = question
    if changeKey(&q, cause) || changeCounter(&q, cause) { return q.code }
    switch cause {
    case "sha1-always": q.algorithm = .sha1
    case "digits-six": q.digits = 6
    default: return truncated(q, cause)
    }
    return q.code
  }

  /// The wrong HMAC that a cause leads to.
  static func hmac(
    _ question: Question, message: [UInt8], cause: String
  ) -> String? {
    var q = question
    if cause == "sha1-always" {
      q.algorithm = .sha1
    } else if !changeKey(&q, cause) {
      return nil
    }
    return Hex.encode(
      Oracle.hmac(q.algorithm, key: q.key, message: message))
  }

  private static func changeKey(_ q: inout Question, _ cause: String) -> Bool {
    let size = q.algorithm.digestByteCount
    switch cause {
    case "seed-20": q.key = Array(q.key.prefix(20))
    case "seed-repeated":
      q.key = (0..<size).map { q.key[$0 % q.key.count] }
    case "long-key-not-hashed":
      q.key = Array(q.key.prefix(q.algorithm == .sha512 ? 128 : 64))
    case "base32-text-as-key": q.key = Array(base32(q.key).utf8)
    case "hex-text-as-key": q.key = Array(Hex.encode(q.key).utf8)
    case "key-nul-terminated": q.key = Array(q.key.prefix { $0 != 0 })
    default: return false
    }
    return true
  }

  private static func changeCounter(
    _ q: inout Question, _ cause: String
  ) -> Bool {
    let time = q.time ?? 0
    switch cause {
    case "counter-32-bit": q.counter %= 1 << 32
    case "little-endian-counter": q.counter = q.counter.byteSwapped
    case "double-precision-counter":
      // Rounded to a double, the largest counters become 2^64 itself.
      q.counter = UInt64(exactly: Double(q.counter)) ?? .max
    case "step-next": q.counter &+= 1
    case "step-previous": q.counter &-= 1
    case "t0-ignored": q.counter = UInt64(time / q.step)
    case "step-ignored": q.counter = UInt64((time - q.t0) / 30)
    case "time-not-divided": q.counter = UInt64(time)
    case "milliseconds": q.counter = UInt64((time - q.t0) * 1000 / q.step)
    default: return false
    }
    return true
  }

  private static func truncated(_ q: Question, _ cause: String) -> String? {
    let hmac = Oracle.hmac(
      q.algorithm, key: q.key, message: Oracle.bytes(q.counter))
    let offset = Int(hmac[hmac.count - 1] & 15)
    func masked(_ offset: Int) -> UInt64 {
      Oracle.number(in: hmac, at: offset) & 0x7fff_ffff
    }
    switch cause {
    case "offset-byte-19":
      return Oracle.lastDigits(masked(Int(hmac[19] & 15)), q.digits)
    case "offset-zero": return Oracle.lastDigits(masked(0), q.digits)
    case "sign-bit-kept":
      return Oracle.lastDigits(
        Oracle.number(in: hmac, at: offset), q.digits)
    case "no-padding":
      return UInt64(Oracle.lastDigits(masked(offset), q.digits)).map { "\($0)" }
    case "left-digits": return String("\(masked(offset))".prefix(q.digits))
    default: return nil
    }
  }

  /// Base32 without padding, bit by bit.
  private static func base32(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    let bits = bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
    return stride(from: 0, to: bits.count, by: 5).reduce(into: "") { text, at in
      let five = (0..<5).map { at + $0 < bits.count ? bits[at + $0] : 0 }
      text.append(alphabet[Int(five.reduce(0) { $0 * 2 + $1 })])
    }
  }
}
