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
    switch work {
    case .runSHA1: run(Insecure.SHA1.self, .sha1, inputs)
    case .runSHA256: run(SHA256.self, .sha256, inputs)
    case .runSHA512: run(SHA512.self, .sha512, inputs)
    case .audit: codes(1_024, inputs)
    case .rawCode: codes(inputs.shortCount, inputs)
    default: nil
    }
  }

  private func run<H: HashFunction>(
    _ hash: H.Type, _ algorithm: HashAlgorithm, _ inputs: Inputs
  ) -> Job {
    let key = SymmetricKey(data: inputs.secret(algorithm))
    let first = inputs.first
    return Job(count: inputs.runCount) {
      code(hash, key, first + UInt64($0))
    }
  }

  private func codes(_ count: Int, _ inputs: Inputs) -> Job {
    let keys = inputs.accounts.prefix(count).map(\.secret)
    let step = inputs.step
    return Job(count: count) {
      code(Insecure.SHA1.self, SymmetricKey(data: keys[$0]), step)
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
