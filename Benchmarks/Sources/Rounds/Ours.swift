// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// otpkit itself, on one backend.
public struct Ours: Rival {
  /// The kernels that compute.
  public let backend: Backend

  /// The name of the backend.
  public var name: String { backend.name }

  /// otpkit on `backend`.
  public init(_ backend: Backend) { self.backend = backend }

  /// The job that does `work`: there is one for each.
  public func job(_ work: Work, _ inputs: Inputs) -> Job? {
    do {
      return try checkedJob(work, inputs)
    } catch {
      print("otpkit: \(work.name): \(error)")
      return nil
    }
  }

  private func checkedJob(_ work: Work, _ inputs: Inputs) throws -> Job {
    switch work.operation {
    case .run: try run(work.algorithm, inputs)
    case .audit: try audit(inputs)
    case .code: try code(work.algorithm, inputs)
    case .rawCode: try rawCode(work.algorithm, inputs)
    case .verify1: try verify(inputs, work.algorithm, side: 1)
    case .verify3: try verify(inputs, work.algorithm, side: 3)
    case .rawVerify1: try rawVerify(work.algorithm, inputs)
    case .batch: try batch(inputs)
    case .resync: try resync(inputs)
    }
  }

  // MARK: Codes

  private func hotp(
    _ secret: [UInt8], _ algorithm: HashAlgorithm = .sha1
  ) throws -> HOTP {
    try HOTP(secret: Secret(secret), algorithm: algorithm, backend: backend)
  }

  private func totp(
    _ secret: [UInt8], _ algorithm: HashAlgorithm = .sha1
  ) throws -> TOTP {
    try TOTP(secret: Secret(secret), algorithm: algorithm, backend: backend)
  }

  private func run(_ algorithm: HashAlgorithm, _ inputs: Inputs) throws -> Job {
    let hotp = try hotp(inputs.secret(algorithm), algorithm)
    let kept = UnsafeMutableBufferPointer<OneTimeCode>.allocate(
      capacity: inputs.runCount)
    kept.initialize(repeating: hotp.code(at: 0))
    return Job(count: inputs.runCount) {
      var span = kept.mutableSpan
      hotp.codes(from: inputs.first, into: &span)
    } answers: {
      kept.map { Int($0.value) }
    }
  }

  private func audit(_ inputs: Inputs) throws -> Job {
    let secrets = try inputs.accounts.prefix(1_024).map {
      try Secret($0.secret)
    }
    let kept = UnsafeMutableBufferPointer<Int>.allocate(capacity: 1_024)
    kept.initialize(repeating: 0)
    return Job(count: secrets.count) {
      try? HOTP.codes(
        secrets: secrets, counter: inputs.step, backend: backend
      ) {
        kept[$0] = Int($1.value)
      }
    } answers: {
      Array(kept)
    }
  }

  private func code(
    _ algorithm: HashAlgorithm, _ inputs: Inputs
  ) throws -> Job {
    let hotp = try hotp(inputs.secret(algorithm), algorithm)
    return Job(count: inputs.shortCount) {
      Int(hotp.code(at: inputs.first + UInt64($0)).value)
    }
  }

  private func rawCode(
    _ algorithm: HashAlgorithm, _ inputs: Inputs
  ) throws -> Job {
    let secrets = try inputs.accounts.prefix(inputs.shortCount).map {
      try Secret($0.secret)
    }
    return Job(count: secrets.count) { index in
      let code = try? HOTP.code(
        secret: secrets[index], counter: inputs.step, algorithm: algorithm,
        backend: backend)
      return Int(code?.value ?? .max)
    }
  }
}

// MARK: - Verification

extension Ours {
  /// The drift of an accepted code, or a number that no other has.
  private func drift(_ verdict: Verdict<TOTP.Match>?) -> Int {
    guard case .accepted(let match) = verdict else { return .max }
    return match.drift
  }

  private func verify(
    _ inputs: Inputs, _ algorithm: HashAlgorithm, side: Int
  ) throws -> Job {
    let window = try DriftWindow(past: side, future: side)
    let time = UnixTime(inputs.time)
    // In arrays of their own: an array of pairs is copied pair by pair, which
    // costs as much as half a code.
    let accounts = inputs.accounts.prefix(inputs.shortCount)
    let totps = try accounts.map { try totp($0.secret, algorithm) }
    let texts = accounts.map { side == 1 ? $0.late1(algorithm) : $0.late3 }
    return Job(count: totps.count) { index in
      drift(try? totps[index].verify(texts[index], at: time, window: window))
    }
  }

  private func rawVerify(
    _ algorithm: HashAlgorithm, _ inputs: Inputs
  ) throws -> Job {
    let time = UnixTime(inputs.time)
    let accounts = inputs.accounts.prefix(inputs.shortCount)
    let secrets = try accounts.map { try Secret($0.secret) }
    let texts = accounts.map { $0.late1(algorithm) }
    return Job(count: secrets.count) { index in
      drift(
        try? TOTP.verify(
          texts[index], secret: secrets[index], at: time,
          algorithm: algorithm, backend: backend))
    }
  }

  private func batch(_ inputs: Inputs) throws -> Job {
    let attempts = try inputs.accounts.map {
      try TOTP.Attempt(
        $0.late1, totp: totp($0.secret),
        at: UnixTime(inputs.time))
    }
    let kept = UnsafeMutableBufferPointer<Int>.allocate(
      capacity: attempts.count)
    kept.initialize(repeating: .max)
    return Job(count: attempts.count) {
      TOTP.verify(attempts) { kept[$0] = drift($1) }
    } answers: {
      Array(kept)
    }
  }

  private func resync(_ inputs: Inputs) throws -> Job {
    let hotp = try hotp(inputs.secret(.sha1))
    return Job(count: 1) { _ in
      let verdict = try? hotp.resynchronize(
        inputs.resync, counter: inputs.first, lookAhead: 1_000)
      guard case .accepted(let match) = verdict else { return .max }
      return Int(match.counter)
    }
  }
}
