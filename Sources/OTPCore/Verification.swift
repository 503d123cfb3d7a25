// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What HOTP and TOTP have in common: finding submitted codes in a run of
/// candidates.
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
  ///   - last: The last counter that is used up: it and all before it no
  ///     longer match.
  func find(
    _ code: OneTimeCode, in run: CandidateRun, after last: UInt64?
  ) -> NearestMatch.Result {
    var nearest = NearestMatch(in: run, after: last)
    unsafe forEachChunk(
      from: run.first, count: run.count, digits: code.digits
    ) { start, codes in
      var matches: UInt64 = 0
      for index in codes.indices {
        let match = unsafe ConstantTime.bit(equal: codes[index], code.value)
        matches |= UInt64(match) &<< UInt64(truncatingIfNeeded: index)
      }
      nearest.consider(matches, from: start)
    }
    return nearest.result()
  }

  /// The candidate of `run` where the consecutive `codes` begin.
  ///
  /// - Parameters:
  ///   - codes: Two or three codes.
  ///   - run: Where the first code may be.
  ///   - last: The last counter that is used up.
  func find(
    _ codes: ConsecutiveCodes, in run: CandidateRun, after last: UInt64?
  ) -> NearestMatch.Result {
    var nearest = NearestMatch(in: run, after: last)
    let follow = codes.count - 1
    let end = run.counter(at: run.count - 1)
    let beyond = Int(min(UInt64(follow), UInt64.max - end))
    // What ended one place back: the first code, and the second after it.
    var first: UInt32 = 0
    var second: UInt32 = 0
    unsafe forEachChunk(
      from: run.first, count: run.count + beyond, digits: codes.digits
    ) { start, computed in
      var matches: UInt64 = 0
      for index in computed.indices {
        let code = unsafe computed[index]
        let third = second & ConstantTime.bit(equal: code, codes.values[2])
        second = first & ConstantTime.bit(equal: code, codes.values[1])
        first = ConstantTime.bit(equal: code, codes.values[0])
        matches |=
          UInt64(codes.count == 2 ? second : third)
          &<< UInt64(truncatingIfNeeded: index)
      }
      // They ended here, and began so many places before; nothing can have
      // ended at the first places.
      nearest.consider(matches, from: start - follow)
    }
    return nearest.result()
  }
}

/// The two or three codes of a resynchronisation.
struct ConsecutiveCodes {
  let values: SIMD4<UInt32>
  let count: Int
  let digits: Int

  /// Reads the codes; `nil` if one of them is malformed.
  ///
  /// - Throws: ``ParameterError`` for fewer than two or more than three.
  init?(_ texts: [String], digits: Int) throws(ParameterError) {
    guard (2...3).contains(texts.count) else { throw .codeCount(texts.count) }
    var values = SIMD4<UInt32>()
    for (index, text) in texts.enumerated() {
      guard let code = OneTimeCode(text, digits: digits) else { return nil }
      values[index] = code.value
    }
    self.values = values
    count = texts.count
    self.digits = digits
  }
}
