// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension TOTP {
  /// One submitted code with all that is needed to judge it: an element of a
  /// batch.
  public struct Attempt: Sendable {
    fileprivate let key: HMACKey
    fileprivate let code: OneTimeCode?
    fileprivate let digits: Int
    fileprivate let current: UInt64
    fileprivate let run: CandidateRun
    fileprivate let last: UInt64?

    /// An attempt, with the parameters of ``TOTP/verify(_:at:window:after:)``.
    ///
    /// - Throws: ``ParameterError`` if `time` is before T0.
    public init(
      _ text: String, totp: TOTP, at time: UnixTime,
      window: DriftWindow = .default, after last: UInt64? = nil
    ) throws(ParameterError) {
      key = totp.key
      digits = totp.digits
      code = OneTimeCode(text, digits: totp.digits)
      current = try totp.step(at: time)
      run = CandidateRun(
        around: current, before: window.past, after: window.future)
      self.last = last
    }
  }

  /// Judges many attempts, of any accounts, in one pass: for servers that
  /// collect requests, and for audits.
  ///
  /// Candidates of different accounts are computed side by side, so that an
  /// account costs less than ``verify(_:at:window:after:)`` does. The verdicts
  /// are the same, to the last field. They come grouped by algorithm and
  /// digits, so not always in the order of `attempts`.
  ///
  /// Nothing is remembered between two attempts of a batch: two with the same
  /// code of the same secret are both accepted, and the store's
  /// compare-and-set decides which one wins, as with single verification.
  ///
  /// - Parameters:
  ///   - attempts: The attempts.
  ///   - report: Takes the index of an attempt and its verdict.
  ///
  /// Time depends on: the algorithms, the windows, and which attempts are
  /// malformed or match. Never on a secret, on a code, or on which step
  /// matched. Nothing is allocated.
  public static func verify(
    _ attempts: [Attempt], report: (Int, Verdict<Match>) -> Void
  ) {
    unsafe attempts.withUnsafeBufferPointer { attempts in
      var present: UInt32 = 0
      for index in attempts.indices {
        unsafe present |= 1 << attempts[index].group
      }
      for group in 0..<UInt32(12) where present >> group & 1 == 1 {
        unsafe verify(attempts, of: group, report: report)
      }
    }
  }

  /// Judges the attempts of one group.
  private static func verify(
    _ attempts: UnsafeBufferPointer<Attempt>, of group: UInt32,
    report: (Int, Verdict<Match>) -> Void
  ) {
    PairBuffer.withBuffer { buffer in
      var first = 0
      for index in attempts.indices {
        guard unsafe attempts[index].group == group else { continue }
        let run = unsafe attempts[index].run
        if !buffer.hasRoom(for: run.count) {
          unsafe judge(attempts, first..<index, of: group, &buffer, report)
          first = index
        }
        unsafe attempts[index].key.withPads { buffer.append($0, run) }
      }
      unsafe judge(
        attempts, first..<attempts.count, of: group, &buffer, report)
    }
  }

  /// Computes what is gathered of the attempts in `range` and judges them.
  private static func judge(
    _ attempts: UnsafeBufferPointer<Attempt>, _ range: Range<Int>,
    of group: UInt32, _ buffer: inout PairBuffer,
    _ report: (Int, Verdict<Match>) -> Void
  ) {
    var start = 0
    for index in range {
      guard unsafe attempts[index].group == group else { continue }
      if start == 0 {
        let key = unsafe attempts[index].key
        buffer.compute(
          algorithm: key.algorithm, backend: key.backend,
          digits: unsafe attempts[index].digits)
      }
      unsafe report(index, attempts[index].verdict(buffer, from: start))
      unsafe start += attempts[index].run.count
    }
    buffer.removeAll()
  }
}

extension TOTP.Attempt: CustomStringConvertible, CustomReflectable {
  /// Nothing of the code or the secret.
  public var description: String { "TOTP.Attempt" }

  /// Nothing: a dump of an attempt does not show its code.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension TOTP.Attempt {
  /// What must be the same for two attempts to share a pass: the algorithm
  /// and the number of digits.
  fileprivate var group: UInt32 {
    let algorithm: UInt32 =
      switch key.algorithm {
      case .sha1: 0
      case .sha256: 1
      case .sha512: 2
      }
    return algorithm * 4 + UInt32(digits - OneTimeCode.digitRange.lowerBound)
  }

  /// The verdict, by the codes in `buffer` from the index `start` on.
  fileprivate func verdict(
    _ buffer: PairBuffer, from start: Int
  ) -> Verdict<TOTP.Match> {
    guard let code else { return .rejected(.malformed) }
    var nearest = NearestMatch(in: run, after: last)
    for index in 0..<run.count {
      let candidate = buffer.code(at: start &+ index)
      nearest.consider(
        match: ConstantTime.mask(equal: candidate, code.value), at: index)
    }
    return TOTP.verdict(nearest.result(), in: run, current: current)
  }
}
