// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Something that lends a prepared key to a computation.
protocol PadsSource: Sendable {
  /// Lends the prepared key to `body`.
  func withPads<R>(_ body: (PreparedPads) -> R) -> R
}

extension HMACKey: PadsSource {}

/// A secret that is prepared on the stack for each computation.
struct UnpreparedKey: PadsSource {
  let secret: Secret
  let algorithm: HashAlgorithm
  let backend: Backend

  @inline(__always)
  func withPads<R>(_ body: (PreparedPads) -> R) -> R {
    PreparedPads.withPads(
      of: secret, algorithm: algorithm, backend: backend, body)
  }
}

/// The key of a verifier.
enum VerifierKey: PadsSource {
  /// A key that is prepared once and kept.
  case prepared(HMACKey)
  /// A secret that is prepared for each check.
  case unprepared(UnpreparedKey)

  @inline(__always)
  func withPads<R>(_ body: (PreparedPads) -> R) -> R {
    switch self {
    case .prepared(let key): key.withPads(body)
    case .unprepared(let key): key.withPads(body)
    }
  }
}
