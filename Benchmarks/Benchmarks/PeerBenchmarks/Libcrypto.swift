// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CPeerCrypto
import OTPCore
import Rounds

/// libcrypto's `HMAC()`: what most programs call, with the raw key.
struct LibcryptoOneShot: Rival {
  let name = "libcrypto HMAC()"

  func job(_ work: Work, _ inputs: Inputs) -> Job? {
    switch work.operation {
    case .run: run(work.algorithm, inputs.runCount, inputs)
    case .code: run(work.algorithm, inputs.shortCount, inputs)
    case .audit: codes(work.algorithm, 1_024, inputs)
    case .rawCode: codes(work.algorithm, inputs.shortCount, inputs)
    default: nil
    }
  }

  private func method(_ algorithm: HashAlgorithm) -> OpaquePointer? {
    switch algorithm {
    case .sha1: EVP_sha1()
    case .sha256: EVP_sha256()
    case .sha512: EVP_sha512()
    }
  }

  private func run(
    _ algorithm: HashAlgorithm, _ count: Int, _ inputs: Inputs
  ) -> Job {
    let key = inputs.secret(algorithm)
    let method = method(algorithm)
    let first = inputs.first
    return Job(count: count) { code(method, key, first + UInt64($0)) }
  }

  private func codes(
    _ algorithm: HashAlgorithm, _ count: Int, _ inputs: Inputs
  ) -> Job {
    let keys = inputs.accounts.prefix(count).map(\.secret)
    let method = method(algorithm)
    let step = inputs.step
    return Job(count: count) { code(method, keys[$0], step) }
  }

  private func code(
    _ method: OpaquePointer?, _ key: [UInt8], _ counter: UInt64
  ) -> Int {
    withDigest { digest in
      var count: UInt32 = 0
      withUnsafeBytes(of: counter.bigEndian) { message in
        _ = CPeerCrypto.HMAC(
          method, key, Int32(key.count),
          message.assumingMemoryBound(to: UInt8.self).baseAddress, 8, digest,
          &count)
      }
      return Int(count)
    }
  }
}

/// libcrypto's `EVP_MAC`, one context used again and again: its prepared key.
struct LibcryptoMAC: Rival {
  let name = "libcrypto EVP_MAC"

  func job(_ work: Work, _ inputs: Inputs) -> Job? {
    switch work.operation {
    case .run: run(work.algorithm, inputs.runCount, inputs)
    case .code: run(work.algorithm, inputs.shortCount, inputs)
    default: nil
    }
  }

  private func run(
    _ algorithm: HashAlgorithm, _ count: Int, _ inputs: Inputs
  ) -> Job? {
    // Its names of the hashes are ours.
    guard
      let context = context(inputs.secret(algorithm), algorithm.rawValue)
    else { return nil }
    let first = inputs.first
    return Job(count: count) { index in
      withDigest { digest in
        var length = 0
        EVP_MAC_init(context, nil, 0, nil)
        withUnsafeBytes(of: (first + UInt64(index)).bigEndian) { message in
          _ = EVP_MAC_update(
            context, message.assumingMemoryBound(to: UInt8.self).baseAddress,
            8)
        }
        EVP_MAC_final(context, digest, &length, 64)
        return length
      }
    }
  }

  private func context(_ key: [UInt8], _ digest: String) -> OpaquePointer? {
    let mac = EVP_MAC_fetch(nil, "HMAC", nil)
    let context = EVP_MAC_CTX_new(mac)
    var name = Array(digest.utf8CString)
    let started = name.withUnsafeMutableBufferPointer { name in
      let parameters = [
        OSSL_PARAM_construct_utf8_string(
          OSSL_MAC_PARAM_DIGEST, name.baseAddress, 0),
        OSSL_PARAM_construct_end(),
      ]
      return EVP_MAC_init(context, key, key.count, parameters)
    }
    return started == 1 ? context : nil
  }
}

/// libcrypto's compression function, with pads prepared by hand: the least
/// that a program built on it can do for a code.
struct LibcryptoLowLevel: Rival {
  let name = "libcrypto SHA1_Transform, two"

  func job(_ work: Work, _ inputs: Inputs) -> Job? {
    guard work == Work(.run) || work == Work(.code) else { return nil }
    let key = inputs.secret(.sha1)
    let inner = state(after: key, 0x36)
    let outer = state(after: key, 0x5c)
    let first = inputs.first
    let count = work == Work(.code) ? inputs.shortCount : inputs.runCount
    return Job(count: count) {
      code(inner, outer, first + UInt64($0))
    }
  }

  private func state(after key: [UInt8], _ pad: UInt8) -> SHA_CTX {
    let block = (0..<64).map { ($0 < key.count ? key[$0] : 0) ^ pad }
    var state = SHA_CTX()
    SHA1_Init(&state)
    SHA1_Transform(&state, block)
    return state
  }

  private func code(
    _ inner: SHA_CTX, _ outer: SHA_CTX, _ counter: UInt64
  ) -> Int {
    var state = inner
    var block = SIMD16<UInt32>()
    block[0] = UInt32(truncatingIfNeeded: counter >> 32).bigEndian
    block[1] = UInt32(truncatingIfNeeded: counter).bigEndian
    block[2] = UInt32(0x8000_0000).bigEndian
    block[15] = UInt32(8 * 72).bigEndian
    transform(&state, block)
    block = SIMD16<UInt32>()
    let digest = words(state)
    for index in 0..<5 { block[index] = digest[index] }
    block[5] = UInt32(0x8000_0000).bigEndian
    block[15] = UInt32(8 * 84).bigEndian
    state = outer
    transform(&state, block)
    return withUnsafeBytes(of: words(state)) {
      truncated(UnsafeRawBufferPointer(rebasing: $0[..<20]))
    }
  }

  /// The state as it stands in a message.
  private func words(_ state: SHA_CTX) -> SIMD8<UInt32> {
    SIMD8(
      state.h0.bigEndian, state.h1.bigEndian, state.h2.bigEndian,
      state.h3.bigEndian, state.h4.bigEndian, 0, 0, 0)
  }
}

/// One call of libcrypto's compression function on a block: no code, but the
/// measure of how fast a machine hashes.
struct LibcryptoTransform {
  let algorithm: HashAlgorithm

  init(_ algorithm: HashAlgorithm) { self.algorithm = algorithm }

  var name: String { "one \(algorithm.rawValue)_Transform" }

  func job(_ inputs: Inputs) -> Job {
    let count = inputs.shortCount
    return switch algorithm {
    case .sha1: job(count, SHA_CTX(), SHA1_Init, SHA1_Transform)
    case .sha256: job(count, SHA256_CTX(), SHA256_Init, SHA256_Transform)
    case .sha512: job(count, SHA512_CTX(), SHA512_Init, SHA512_Transform)
    }
  }

  private func job<Context>(
    _ count: Int, _ context: Context,
    _ start: (UnsafeMutablePointer<Context>?) -> Int32,
    _ transform:
      @escaping (UnsafeMutablePointer<Context>?, UnsafePointer<UInt8>?) -> Void
  ) -> Job {
    let state = UnsafeMutablePointer<Context>.allocate(capacity: 1)
    state.initialize(to: context)
    _ = start(state)
    let block = SIMD32<UInt32>(repeating: 0x0102_0304)
    return Job(count: count) {
      withUnsafeBytes(of: block) { block in
        let bytes = block.assumingMemoryBound(to: UInt8.self).baseAddress
        for _ in 0..<count { transform(state, bytes) }
      }
    } answers: {
      [Int(withUnsafeBytes(of: state.pointee) { $0[0] })]
    }
  }
}

private func transform(_ state: inout SHA_CTX, _ block: SIMD16<UInt32>) {
  withUnsafeBytes(of: block) {
    SHA1_Transform(
      &state, $0.assumingMemoryBound(to: UInt8.self).baseAddress)
  }
}

/// Lends room for a digest, whose length `body` gives back, and truncates it.
private func withDigest(
  _ body: (UnsafeMutablePointer<UInt8>?) -> Int
) -> Int {
  withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { digest in
    let count = body(digest.assumingMemoryBound(to: UInt8.self).baseAddress)
    return truncated(UnsafeRawBufferPointer(rebasing: digest[..<count]))
  }
}
