// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

extension TOTP {
  /// An element of a batch: one submitted code and what is needed to judge it.
  public struct Attempt: Sendable {
    fileprivate let key: HMACKey
    fileprivate let submission: Submission

    /// An attempt, with the parameters of
    /// ``TOTP/verify(_:at:window:after:separators:)``.
    ///
    /// - Throws: ``ParameterError`` if `time` is before T0.
    public init(
      _ text: String, totp: TOTP, at time: UnixTime,
      window: DriftWindow = .default, after last: UInt64? = nil,
      separators: OneTimeCode.Separators = .refused
    ) throws(ParameterError) {
      key = totp.key
      let run = CandidateRun(window, around: try totp.step(at: time))
      submission = Submission(
        OneTimeCode(text, digits: totp.digits, separators: separators),
        of: totp, in: run, usedCount: run.usedCount(upTo: last))
    }
  }

  /// Judges many attempts, of any accounts, in one pass.
  ///
  /// It serves servers that collect requests, and audits.
  ///
  /// Candidates of different accounts are computed side by side, so an attempt
  /// costs less than with ``verify(_:at:window:after:separators:)``. The
  /// verdicts are the same. They are reported grouped by algorithm and digits,
  /// so not always in the order of `attempts`.
  ///
  /// The attempts of a batch do not know of each other: two with the same code
  /// of the same secret are both accepted, and the store's compare-and-set
  /// decides which one wins, as with single verification.
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
      // So many attempts fit into the first-level cache.
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
      // A pass takes windows of one width. Most have the same; a window that
      // is cut off has another.
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
  /// A fixed text: it shows neither the code nor the secret.
  public var description: String { "TOTP.Attempt" }

  /// No children: a dump does not show the code.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The part of an attempt that is copied without counting references.
///
/// The order of the properties is the one that takes up the least: with the
/// key they fill 64 bytes, a line of the cache.
private struct Submission {
  let run: CandidateRun

  /// The code to look for; `otp_no_code`, which equals no code, if the text
  /// was malformed.
  let wanted: UInt32

  /// The number of used counters at the front of the run.
  private let usedCount: UInt16

  private let isMalformed: Bool

  /// The algorithm and the number of digits: two attempts share a pass only if
  /// both are the same.
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

  private static var fewestDigits: Int { Limits.digits.lowerBound }

  var digits: Int { Self.fewestDigits + Int(group % 4) }

  /// The verdict that follows from the matches in the window at the index
  /// `member` of `buffer`.
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
