// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import OTPCore
import Rounds

/// swift-crypto's HMAC: BoringSSL on Linux, CryptoKit on Apple's systems.
struct SwiftCrypto: Rival {
  let name = "swift-crypto"

  func job(_ work: Work, _ inputs: Inputs) -> Job? {
    switch work.algorithm {
    case .sha1: job(Insecure.SHA1.self, work, inputs)
    case .sha256: job(SHA256.self, work, inputs)
    case .sha512: job(SHA512.self, work, inputs)
    }
  }

  private func job<H: HashFunction>(
    _ hash: H.Type, _ work: Work, _ inputs: Inputs
  ) -> Job? {
    switch work.operation {
    case .run: run(hash, work.algorithm, inputs.runCount, inputs)
    case .code: run(hash, work.algorithm, inputs.shortCount, inputs)
    case .audit: codes(hash, 1_024, inputs)
    case .rawCode: codes(hash, inputs.shortCount, inputs)
    default: nil
    }
  }

  private func run<H: HashFunction>(
    _ hash: H.Type, _ algorithm: HashAlgorithm, _ count: Int,
    _ inputs: Inputs
  ) -> Job {
    let key = SymmetricKey(data: inputs.secret(algorithm))
    let first = inputs.first
    return Job(count: count) {
      code(hash, key, first + UInt64($0))
    }
  }

  private func codes<H: HashFunction>(
    _ hash: H.Type, _ count: Int, _ inputs: Inputs
  ) -> Job {
    let keys = inputs.accounts.prefix(count).map(\.secret)
    let step = inputs.step
    return Job(count: count) {
      code(hash, SymmetricKey(data: keys[$0]), step)
    }
  }

  private func code<H: HashFunction>(
    _ hash: H.Type, _ key: SymmetricKey, _ counter: UInt64
  ) -> Int {
    let message = withUnsafeBytes(of: counter.bigEndian) {
      Crypto.HMAC<H>.authenticationCode(for: $0, using: key)
    }
    return message.withUnsafeBytes(truncated)
  }
}
