// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// What goes in: the same for everybody, and the same in every run.
public struct Inputs {
  /// One account of a server.
  public struct Account {
    /// Its 20 bytes, whatever the hash.
    public let secret: [UInt8]

    /// The code of the step before the current one.
    ///
    /// What a person types whose clock is slow. A verifier that stops at the
    /// first match tries the current step first.
    public let late1: String

    /// The code of the third step before.
    public let late3: String

    /// ``late1``, with another hash.
    public let late1Long: [HashAlgorithm: String]

    /// The code of the step before the current one.
    public func late1(_ algorithm: HashAlgorithm) -> String {
      late1Long[algorithm] ?? late1
    }
  }

  /// A moment.
  public let time: Int64 = 1_700_000_000

  /// The step of 30 seconds that it is in.
  public let step: UInt64 = 56_666_666

  /// How many counters a run has.
  public let runCount = 1_024

  /// Where it begins.
  public let first: UInt64 = 1_000_000

  /// How many times a short operation is done in one call.
  public let shortCount = 64

  /// The secret of the runs, as long as the digest (RFC 6238 section 5.1).
  public let secrets: [HashAlgorithm: [UInt8]]

  /// The accounts; the first 1,024 are what an audit covers.
  public let accounts: [Account]

  /// Two consecutive codes, 1,000 counters after `first`.
  public let resync: [String]

  /// Makes them from a fixed seed.
  public init() throws {
    var random = Random(state: 1)
    var secrets: [HashAlgorithm: [UInt8]] = [:]
    for algorithm in [HashAlgorithm.sha1, .sha256, .sha512] {
      secrets[algorithm] = random.bytes(algorithm.digestByteCount)
    }
    self.secrets = secrets
    let current = step
    accounts = try (0..<10_000).map { _ in
      let secret = random.bytes(20)
      let hotp = try HOTP(secret: Secret(secret))
      var others: [HashAlgorithm: String] = [:]
      for algorithm in [HashAlgorithm.sha256, .sha512] {
        let hotp = try HOTP(secret: Secret(secret), algorithm: algorithm)
        others[algorithm] = "\(hotp.code(at: current - 1))"
      }
      return Account(
        secret: secret, late1: "\(hotp.code(at: current - 1))",
        late3: "\(hotp.code(at: current - 3))", late1Long: others)
    }
    let hotp = try HOTP(secret: Secret(secrets[.sha1] ?? []))
    resync = try hotp.codes(from: first + 1_000, count: 2).map(\.description)
  }

  /// The secret of a run.
  public func secret(_ algorithm: HashAlgorithm) -> [UInt8] {
    secrets[algorithm] ?? []
  }
}

/// SplitMix64: the same numbers everywhere.
struct Random {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }
}
