// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPConformance
import OTPCore

// Mutants that compute wrong codes.

extension Mutant {
  /// What becomes of the key.
  static let keys: [Mutant] = [
    keyed("seed-20", "only the first 20 bytes of the key are used") { _, key in
      Array(key.prefix(20))
    },
    keyed("key-truncated", "the key is cut to 128 bits") { _, key in
      Array(key.prefix(16))
    },
    keyed("seed-repeated", "the key is repeated to the length of the hash") {
      algorithm, key in
      (0..<max(key.count, algorithm.digestByteCount)).map {
        key[$0 % key.count]
      }
    },
    keyed("long-key-not-hashed", "a long key is cut, not hashed") {
      algorithm, key in
      Array(key.prefix(algorithm.blockByteCount))
    },
    keyed("key-nul-terminated", "the key ends at its first zero byte") {
      _, key in
      Array(key.prefix { $0 != 0 })
    },
    keyed("base32-text-as-key", "the base32 text is the key") { _, key in
      Array(Base32.encode(key, padded: false).utf8)
    },
    keyed("hex-text-as-key", "the hexadecimal text is the key") { _, key in
      Array(Hex.encode(key).utf8)
    },
    keyed("key-as-utf-8", "bytes of the key from 128 are written as UTF-8") {
      _, key in
      key.flatMap { Array(String(Unicode.Scalar($0)).utf8) }
    },
    keyed("key-reversed", "the bytes of the key are in the wrong order") {
      _, key in
      key.reversed()
    },
    keyed("key-trimmed", "white space around the key is taken away") {
      _, key in
      let isSpace: (UInt8) -> Bool = { [0x20, 0x0a, 0x0d, 0x09].contains($0) }
      let rest = key.drop(while: isSpace)
      return rest.reversed().drop(while: isSpace).reversed()
    },
    computing("sha1-always", "the hash is always SHA-1") { asked in
      asked.with { $0.algorithm = .sha1 }.code
    },
    Mutant("hmac-long-key", "HMAC cuts a long key instead of hashing it") {
      call, core in
      guard call.operation == "hmac.compute", let key = call.bytes("key"),
        let algorithm = call.string("algorithm").flatMap(HashAlgorithm.init)
      else { return await core.answer(call) }
      let cut = Hex.encode(key.prefix(algorithm.blockByteCount))
      return await core.answer(call.with("key", .string(cut)))
    },
  ]

  private static func keyed(
    _ name: String, _ flaw: String,
    change: @escaping @Sendable (HashAlgorithm, [UInt8]) -> [UInt8]
  ) -> Mutant {
    computing(name, flaw) { asked in
      asked.with { $0.key = change(asked.algorithm, asked.key) }.code
    }
  }

  /// What becomes of the counter.
  static let counters: [Mutant] = [
    counted("counter-32-bit", "only the lower 32 bits of the counter count") {
      $0 & 0xffff_ffff
    },
    counted("counter-signed", "the counter stops at 2^63 - 1") {
      min($0, UInt64(Int64.max))
    },
    counted("double-precision-counter", "the counter goes through a double") {
      UInt64(exactly: Double($0)) ?? .max
    },
    counted("little-endian-counter", "the counter is hashed little-endian") {
      $0.byteSwapped
    },
    counted("step-next", "the counter is one too high") { $0 &+ 1 },
    counted("step-previous", "the counter is one too low") { $0 &- 1 },
    computingTOTP("t0-ignored", "T0 is taken as 0") { asked in
      UInt64(max(0, asked.time / asked.step))
    },
    computingTOTP("step-ignored", "the time step is always 30 s") { asked in
      UInt64(asked.time - asked.t0) / 30
    },
    computingTOTP("step-rounded", "the time is rounded to a step") { asked in
      (UInt64(asked.time - asked.t0) + UInt64(asked.step / 2))
        / UInt64(asked.step)
    },
    computingTOTP("time-not-divided", "the time itself is the counter") {
      UInt64($0.time - $0.t0)
    },
    computingTOTP("milliseconds", "the time is in milliseconds") { asked in
      UInt64(asked.time - asked.t0) &* 1_000 / UInt64(asked.step)
    },
    computingTOTP("time-32-bit", "the time has 32 bits with a sign (2038)") {
      asked in
      let time = Int64(Int32(truncatingIfNeeded: asked.time))
      return UInt64(bitPattern: (time &- asked.t0) / asked.step)
    },
  ]

  private static func counted(
    _ name: String, _ flaw: String,
    change: @escaping @Sendable (UInt64) -> UInt64
  ) -> Mutant {
    computing(name, flaw) { asked in
      asked.with { $0.counter = change(asked.counter) }.code
    }
  }

  /// What becomes of the HMAC.
  static let truncations: [Mutant] = [
    computing("offset-byte-19", "the offset comes from byte 19 of the MAC") {
      $0.text($0.binary(at: Int($0.mac[19] & 15)))
    },
    computing("offset-zero", "the first four bytes are taken") {
      $0.text($0.binary(at: 0))
    },
    computing("offset-three-bits", "the offset has three bits") {
      $0.text($0.binary(at: $0.offset($0.mac) & 7))
    },
    computing("sign-bit-kept", "the top bit is not cleared") {
      $0.text($0.number($0.mac, at: $0.offset($0.mac)))
    },
    computing("bytes-swapped", "the four bytes are read little-endian") {
      let number = $0.number($0.mac, at: $0.offset($0.mac))
      return $0.text(number.byteSwapped & 0x7fff_ffff)
    },
    computing("no-padding", "leading zeros are lost") {
      String(Int($0.code) ?? 0)
    },
    computing("padded-right", "zeros are added at the end") { asked in
      let code = String(Int(asked.code) ?? 0)
      return code + String(repeating: "0", count: asked.digits - code.count)
    },
    computing("left-digits", "the first digits of the number are taken") {
      String(String($0.binary(at: $0.offset($0.mac))).prefix($0.digits))
    },
    computing("digits-six", "a code always has six digits") { asked in
      asked.with { $0.digits = 6 }.code
    },
    computing("digits-eight-at-most", "a code has at most eight digits") {
      asked in
      asked.with { $0.digits = min(8, asked.digits) }.code
    },
  ]
}
