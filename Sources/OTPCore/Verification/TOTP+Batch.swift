// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

extension TOTP {
  /// One submitted code with all that is needed to judge it: an element of a
  /// batch.
  public struct Attempt: Sendable {
    fileprivate let key: HMACKey
    fileprivate let submission: Submission

    /// An attempt, with the parameters of ``TOTP/verify(_:at:window:after:)``.
    ///
    /// - Throws: ``ParameterError`` if `time` is before T0.
    public init(
      _ text: String, totp: TOTP, at time: UnixTime,
      window: DriftWindow = .default, after last: UInt64? = nil
    ) throws(ParameterError) {
      key = totp.key
      let current = try totp.step(at: time)
      let run = CandidateRun(
        around: current, before: window.past, after: window.future)
      submission = Submission(
        OneTimeCode(text, digits: totp.digits), of: totp, in: run,
        usedCount: run.usedCount(upTo: last))
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
  /// Time depends on: the algorithms, the times and windows, and which attempts
  /// are malformed or match. Never on a secret, on a code, or on which step
  /// matched. Nothing is allocated.
  public static func verify(
    _ attempts: [Attempt], report: (Int, Verdict<Match>) -> Void
  ) {
    unsafe attempts.withUnsafeBufferPointer { attempts in
      // As many at a time as stay in the nearest cache while they are judged.
      for start in stride(from: 0, to: attempts.count, by: 128) {
        let chunk = start..<min(start + 128, attempts.count)
        var present: UInt32 = 0
        for index in chunk {
          unsafe present |= 1 << attempts[index].submission.group
        }
        for group in 0..<UInt8(12) where present >> group & 1 == 1 {
          unsafe verify(attempts, chunk, of: group, report: report)
        }
      }
    }
  }

  /// Judges the attempts of one group in `range`.
  private static func verify(
    _ attempts: UnsafeBufferPointer<Attempt>, _ range: Range<Int>,
    of group: UInt8,
    report: (Int, Verdict<Match>) -> Void
  ) {
    WindowBuffer.withBuffer { buffer in
      // All of one width: only windows that are cut off differ.
      var width = 0
      var first = range.lowerBound
      for index in range {
        guard unsafe attempts[index].submission.group == group else { continue }
        let submission = unsafe attempts[index].submission
        let isFull = buffer.count == WindowBuffer.capacity
        if isFull || submission.run.count != width {
          unsafe judge(attempts, first..<index, of: group, &buffer, report)
          first = index
          width = submission.run.count
        }
        unsafe buffer.append(
          attempts[index].key, from: submission.run.first,
          wanted: submission.wanted)
      }
      unsafe judge(
        attempts, first..<range.upperBound, of: group, &buffer, report)
    }
  }

  /// Searches the windows of the attempts in `range` and judges them.
  private static func judge(
    _ attempts: UnsafeBufferPointer<Attempt>, _ range: Range<Int>,
    of group: UInt8, _ buffer: inout WindowBuffer,
    _ report: (Int, Verdict<Match>) -> Void
  ) {
    var member = 0
    for index in range {
      guard unsafe attempts[index].submission.group == group else { continue }
      let submission = unsafe attempts[index].submission
      if member == 0 {
        unsafe buffer.search(
          width: submission.run.count,
          algorithm: attempts[index].key.algorithm,
          backend: attempts[index].key.backend, digits: submission.digits)
      }
      report(index, submission.verdict(buffer, of: member))
      member += 1
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

/// What is asked of a key: all of an attempt that is copied without counting
/// references.
///
/// In the order that takes up the least: with the key it fills 64 bytes, a
/// line of the cache.
private struct Submission {
  let run: CandidateRun

  /// The code that is looked for; a number that no code is, if what was
  /// submitted is none.
  let wanted: UInt32

  /// How many counters at the front of the run are used up.
  private let usedCount: UInt16

  private let isMalformed: Bool

  /// What must be the same for two attempts to share a pass: the algorithm and
  /// the number of digits.
  let group: UInt8

  init(
    _ code: OneTimeCode?, of totp: TOTP, in run: CandidateRun, usedCount: Int
  ) {
    self.run = run
    wanted = code?.value ?? otp_no_code
    self.usedCount = UInt16(truncatingIfNeeded: usedCount)
    isMalformed = code == nil
    let algorithm: UInt8 =
      switch totp.algorithm {
      case .sha1: 0
      case .sha256: 1
      case .sha512: 2
      }
    group = algorithm * 4 + UInt8(totp.digits - Self.fewestDigits)
  }

  private static var fewestDigits: Int { OneTimeCode.digitRange.lowerBound }

  var digits: Int { Self.fewestDigits + Int(group % 4) }

  /// The verdict, by what was found in the window at the index `member` of
  /// `buffer`.
  @inline(__always)
  func verdict(
    _ buffer: WindowBuffer, of member: Int
  ) -> Verdict<TOTP.Match> {
    guard !isMalformed else { return .rejected(.malformed) }
    let (matches, more) = buffer.matches(of: member)
    var nearest = NearestMatch(in: run, usedCount: Int(usedCount))
    nearest.consider(matches, from: 0)
    if run.count > 64 { nearest.consider(more, from: 64) }
    return TOTP.verdict(
      nearest.result(), in: run, current: run.counter(at: run.expectedIndex))
  }
}
