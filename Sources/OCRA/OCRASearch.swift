// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

/// A counter and a step that a response may have, as distances from the expected
/// ones.
struct OCRACandidate {
  /// The distance from the expected counter: 0 to 50.
  let counterOffset: Int

  /// The distance from the current step: -50 to 50, negative for earlier steps.
  let stepOffset: Int

  /// Whether the step is used up.
  let isUsed: Bool

  /// The counter, where there is one.
  func counter(of message: OCRAMessage) -> UInt64? {
    message.counter.map { $0 &+ UInt64(counterOffset) }
  }

  /// The step, where there is one.
  func step(of message: OCRAMessage) -> UInt64? {
    message.step.map { $0 &+ UInt64(bitPattern: Int64(stepOffset)) }
  }
}

extension OCRAMessage {
  /// The candidates of a response, the best one last.
  ///
  /// If several match, the last one is taken: the one with the lowest counter,
  /// and of its steps the nearest to the current one, or the earlier of two
  /// equally near ones.
  func candidates(
    _ lookAhead: Int, _ window: DriftWindow, after last: UInt64?
  ) -> [OCRACandidate] {
    let counters = counter == nil ? 0...0 : 0...lookAhead
    let steps = stepOffsets(window)
    return counters.reversed().flatMap { counter in
      steps.map { offset in
        OCRACandidate(
          counterOffset: counter, stepOffset: offset,
          isUsed: isUsed(offset, last))
      }
    }
  }

  /// The steps of a window, the nearest last, without those before 1970.
  private func stepOffsets(_ window: DriftWindow) -> [Int] {
    guard let step else { return [0] }
    // A time has 63 bits: what comes after its step does not overflow.
    let past = Int(min(step, UInt64(window.past)))
    var offsets: [Int] = []
    for distance in (1...Limits.window.upperBound).reversed() {
      if distance <= window.future { offsets.append(distance) }
      if distance <= past { offsets.append(-distance) }
    }
    return offsets + [0]
  }

  private func isUsed(_ offset: Int, _ last: UInt64?) -> Bool {
    guard let last, let step else { return false }
    return step &+ UInt64(bitPattern: Int64(offset)) <= last
  }
}

/// The candidate that a response matches, found without a branch.
///
/// Each comparison gives a mask, which selects the offsets of the match. Its
/// counter and step follow by arithmetic, so time tells neither which candidate
/// matched nor how many.
struct OCRASearch {
  private var counterOffset: UInt32 = 0
  private var stepOffset: UInt32 = 0
  private var fresh: UInt32 = 0
  private var used: UInt32 = 0

  /// Considers a candidate, with all ones if it matches and zero if not; a
  /// later one is better than those before.
  mutating func consider(_ candidate: OCRACandidate, mask: UInt32) {
    // Which steps are used up is public.
    guard !candidate.isUsed else {
      used |= mask
      return
    }
    fresh |= mask
    counterOffset = ConstantTime.select(
      mask, UInt32(truncatingIfNeeded: candidate.counterOffset), counterOffset)
    stepOffset = ConstantTime.select(
      mask, UInt32(truncatingIfNeeded: candidate.stepOffset), stepOffset)
  }

  /// The outcome: the match, or why there is none.
  func verdict(for message: OCRAMessage) -> Verdict<OCRAResponder.Match> {
    guard ConstantTime.decide(fresh) else {
      return .rejected(ConstantTime.decide(used) ? .replayed : .mismatch)
    }
    let steps = Int64(Int32(bitPattern: stepOffset))
    return .accepted(
      OCRAResponder.Match(
        counter: message.counter.map { $0 &+ UInt64(counterOffset) },
        step: message.step.map { $0 &+ UInt64(bitPattern: steps) }))
  }
}
