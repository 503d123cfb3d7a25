// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

@_spi(Testing) import OTPCore

// The codes of the core: generating, verifying, resynchronising, in batches.

/// One way to compute: every backend that this processor (or valgrind's) has,
/// with every hash.
struct Computation: Sendable {
  let backend: Backend
  let algorithm: HashAlgorithm

  static var all: [Computation] {
    (Backend.available + [.model]).flatMap { backend in
      HashAlgorithm.allCases.map {
        Computation(backend: backend, algorithm: $0)
      }
    }
  }

  /// The counter in the middle of every window here.
  static let counter: UInt64 = 1_000

  /// Its moment, with the default period.
  static let time: UnixTime = 30_000

  /// Not longer than a block, and longer.
  static let secrets = [
    [UInt8]("12345678901234567890".utf8),
    [UInt8](repeating: 0x5a, count: 150),
  ]

  /// A subject of this configuration.
  func subject(
    _ name: String, _ work: @escaping @Sendable () throws -> Bool
  ) -> Subject {
    Subject("\(backend) \(algorithm.rawValue) \(name)", work)
  }

  /// HOTP with a key that is known, to make the right answers.
  func known(_ secret: [UInt8] = secrets[0]) throws -> HOTP {
    try HOTP(secret: Secret(secret), algorithm: algorithm, backend: backend)
  }

  /// HOTP with a secret that is tainted.
  func hotp(_ secret: [UInt8] = secrets[0]) throws -> HOTP {
    try HOTP(secret: .tainted(secret), algorithm: algorithm, backend: backend)
  }

  /// TOTP with a secret that is tainted.
  func totp() throws -> TOTP {
    try TOTP(
      secret: .tainted(Self.secrets[0]), algorithm: algorithm,
      backend: backend)
  }

  /// The right code for `counter`, as secret text.
  func text(_ counter: UInt64) throws -> String {
    try known().code(at: counter).description.tainted()
  }

  var subjects: [Subject] {
    generating + verifying + resynchronising + batches
  }
}

// MARK: - Generating

extension Computation {
  private var generating: [Subject] {
    Self.secrets.map { secret in
      subject("code, \(secret.count)-byte secret") {
        let code = try hotp(secret).code(at: 7)
        return try published(code) == known(secret).code(at: 7)
      }
    } + [
      subject("codes of 70 counters") {
        let hotp = try hotp()
        let codes = try hotp.codes(from: 7, count: 70).map(published)
        var written = try [OneTimeCode](
          repeating: known().code(at: 0), count: 70)
        var span = written.mutableSpan
        hotp.codes(from: 7, into: &span)
        return try written.map(published) == codes
          && codes == (try known().codes(from: 7, count: 70))
      },
      subject("codes of 20 secrets") {
        var areRight = true
        let secrets = try (0..<20).map { try Secret.tainted(bytes($0)) }
        try HOTP.codes(
          secrets: secrets, counter: 7, algorithm: algorithm,
          backend: backend
        ) { index, code in
          let right = try? known(bytes(index)).code(at: 7)
          areRight = areRight && published(code) == right
        }
        return areRight
      },
    ]
  }

  /// The secret number `index`.
  private func bytes(_ index: Int) -> [UInt8] {
    [UInt8](repeating: UInt8(index + 1), count: 20)
  }
}

// MARK: - Verifying

extension Computation {
  private var verifying: [Subject] {
    [0, 2, 3, 90].map { offset in
      subject("HOTP +3, \(offset < 4 ? "slot \(offset)" : "none")") {
        let hotp = try hotp()
        let text = try text(Self.counter + UInt64(offset))
        let verdict = try published(hotp.verify(text, counter: Self.counter))
        return verdict.isAccepted == (offset < 4)
      }
    } + [1, 50].flatMap(window(of:))
  }

  /// TOTP with a window of `side` steps to either side: the first slot, the
  /// last one, none, and one that is used up.
  private func window(of side: Int) -> [Subject] {
    [-side, side, side + 9].flatMap { offset in
      [nil, Self.counter + 50].map { last in
        subject("TOTP ±\(side), drift \(offset), after \(last ?? 0)") {
          let totp = try totp()
          let window = try DriftWindow(past: side, future: side)
          let step = Self.counter.advanced(by: offset)
          let text = try text(step)
          let verdict = try published(
            totp.verify(text, at: Self.time, window: window, after: last))
          guard offset <= side else { return verdict == .rejected(.mismatch) }
          guard last == nil else { return verdict == .rejected(.replayed) }
          return drift(verdict) == offset
        }
      }
    }
  }

  private func drift(_ verdict: Verdict<TOTP.Match>) -> Int? {
    if case .accepted(let match) = verdict { match.drift } else { nil }
  }
}

// MARK: - Resynchronising

extension Computation {
  private var resynchronising: [Subject] {
    [0, 1_000, 1_009].map(counterResync) + [-100, 100, 109].map(stepResync)
  }

  /// Two codes, of which the first is `offset` counters ahead.
  private func counterResync(_ offset: Int) -> Subject {
    subject("HOTP resync +1000, offset \(offset)") {
      let hotp = try hotp()
      let first = Self.counter + UInt64(offset)
      let texts = try [text(first), text(first + 1)]
      let verdict = try published(
        hotp.resynchronize(texts, counter: Self.counter, lookAhead: 1_000))
      return verdict.isAccepted == (offset <= 1_000)
    }
  }

  /// Three codes, of which the first is `offset` steps away.
  private func stepResync(_ offset: Int) -> Subject {
    subject("TOTP resync ±100, offset \(offset)") {
      let totp = try totp()
      let first = Self.counter.advanced(by: offset)
      let texts = try [text(first), text(first + 1), text(first + 2)]
      let window = try ResyncWindow(past: 100, future: 100)
      let verdict = try published(
        totp.resynchronize(texts, at: Self.time, window: window))
      return verdict.isAccepted == (offset <= 100)
    }
  }
}

// MARK: - Batches

extension Computation {
  /// Nine attempts, at one time and at several: the first, the middle and the
  /// last slot, and none.
  private var batches: [Subject] {
    [1, 4].map { times in
      subject("batch of 9, TOTP ±1, times: \(times)") {
        let totp = try totp()
        let offsets = [-1, 0, 1, 9, -1, 1, 9, 0, 1]
        let attempts = try offsets.enumerated().map { index, offset in
          let later = index % times
          return try TOTP.Attempt(
            text(Self.counter.advanced(by: later + offset)), totp: totp,
            at: UnixTime(Self.time.seconds + Int64(30 * later)))
        }
        var drifts: [Int] = []
        TOTP.verify(attempts) { drifts.append(drift(published($1)) ?? 9) }
        return drifts == offsets
      }
    }
  }
}
