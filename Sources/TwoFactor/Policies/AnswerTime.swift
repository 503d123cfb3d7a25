// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Holds answers back to a fixed rhythm, so that their time does not tell what
/// was found.
///
/// An answer comes at the end of the step that it is ready in, counted from
/// when the request came. Reading one account takes a fraction of a
/// millisecond longer than finding none; within a step of ten both look alike.
/// Where a password is hashed, the time is longer than a step and varies by
/// more than such differences do; a single request then tells of a difference d
/// with a probability of d / step at most.
struct AnswerTime {
  private let start = ContinuousClock.now
  let step: Duration

  /// Waits for the end of the step.
  func hold() async {
    guard step > .zero else { return }
    let elapsed = start.duration(to: .now)
    let steps = (elapsed / step).rounded(.up)
    guard steps < 1e6 else { return }
    let end = start.advanced(by: step * max(steps, 1))
    // Cancelled is the one who asked: nobody gets this answer.
    try? await Task.sleep(until: end, clock: .continuous)
  }
}
