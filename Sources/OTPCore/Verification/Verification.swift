// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

// Finding submitted codes in a run of candidates, for HOTP and TOTP.

/// Searches for submitted codes.
///
/// Time depends on: the algorithm, the number of candidates and of codes, and
/// whether the outcome is a match. Never on the secret, the codes, or which
/// candidate matched.
extension PreparedPads {
  /// The candidate of `run` whose code is `code`.
  ///
  /// - Parameters:
  ///   - code: The submitted code.
  ///   - run: The candidates.
  ///   - last: The last counter that is used up: it and all before it do not
  ///     match.
  func find(
    _ code: OneTimeCode, in run: CandidateRun, after last: UInt64?
  ) -> NearestMatch.Result {
    var nearest = NearestMatch(in: run, usedCount: run.usedCount(upTo: last))
    let wanted = SIMD3(code.value, otp_no_code, otp_no_code)
    forEachMatch(
      of: wanted, from: run.first, count: run.count, digits: code.digits
    ) { start, matches in
      nearest.consider(matches.x, from: start)
    }
    return nearest.result()
  }

  /// The candidate of `run` that has the first of the consecutive `codes`.
  ///
  /// - Parameters:
  ///   - codes: Two or three codes.
  ///   - run: Where the first code may be.
  ///   - last: The last counter that is used up.
  func find(
    _ codes: ConsecutiveCodes, in run: CandidateRun, after last: UInt64?
  ) -> NearestMatch.Result {
    var nearest = NearestMatch(in: run, usedCount: run.usedCount(upTo: last))
    let follow = codes.count - 1
    let end = run.counter(at: run.count - 1)
    let beyond = Int(min(UInt64(follow), UInt64.max - end))
    // Codes that begin at the end of one group of 64 end in the next group.
    var first: UInt64 = 0
    var second: UInt64 = 0
    forEachMatch(
      of: codes.values, from: run.first, count: run.count + beyond,
      digits: codes.digits
    ) { start, matches in
      let two = matches.y & (matches.x << 1 | first)
      let three = matches.z & (two << 1 | second)
      first = matches.x >> 63
      second = two >> 63
      // A bit marks the last of the codes; the first is `follow` places before.
      nearest.consider(codes.count == 2 ? two : three, from: start - follow)
    }
    return nearest.result()
  }
}

/// The two or three codes of a resynchronisation.
struct ConsecutiveCodes {
  let values: SIMD3<UInt32>
  let count: Int
  let digits: Int

  /// Reads the codes; `nil` if one of them is malformed.
  ///
  /// - Throws: ``ParameterError`` for fewer than two or more than three.
  init?(
    _ texts: [String], digits: Int, separators: OneTimeCode.Separators
  ) throws(ParameterError) {
    guard Limits.consecutiveCodes.contains(texts.count) else {
      throw .codeCount(texts.count)
    }
    var values = SIMD3(repeating: otp_no_code)
    for (index, text) in texts.enumerated() {
      let code = OneTimeCode(text, digits: digits, separators: separators)
      guard let code else { return nil }
      values[index] = code.value
    }
    self.values = values
    count = texts.count
    self.digits = digits
  }
}
