// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CProbe

/// Two classes of input whose times are to be the same.
struct Pair: Sendable {
  let name: String

  /// From the call until when the time is taken.
  let end: End

  /// Whether a difference must be seen: a control.
  let leaks: Bool

  /// Prepares as many inputs as there are flags, one of the second class for
  /// each that is set, and then takes the time of each.
  let measure:
    @Sendable (_ classes: [Bool], inout SeededGenerator) throws -> [UInt64]

  /// Makes one input, of the second class or the first.
  typealias Preparation<Input> =
    @Sendable (inout SeededGenerator, _ second: Bool) throws -> Input

  enum End: Sendable {
    /// Until it returns: the outcomes of the classes are the same.
    case returned
    /// Until the core has called `otp_decide` so many times before, and once
    /// more: all that is computed before the outcome is known. The outcomes
    /// differ, and what follows may.
    case decided(after: Int)
  }

  init<Input>(
    _ name: String, until end: End = .returned, leaks: Bool = false,
    prepare: @escaping Preparation<Input>,
    work: @escaping @Sendable (Input) throws -> Void
  ) {
    self.name = name
    self.end = end
    self.leaks = leaks
    measure = { classes, generator in
      var inputs: [Input] = []
      for second in classes { inputs.append(try prepare(&generator, second)) }
      return try inputs.map { input in
        probe_reset()
        let start = probe_now()
        try work(input)
        let now = probe_now()
        guard case .decided(let index) = end else { return now &- start }
        return probe_decided(index) &- start
      }
    }
  }
}

/// What came out for a pair.
struct Finding {
  let measurements: Int
  let test: WelchTest

  /// As dudect has it: above this, the classes differ.
  static let limit = 4.5

  /// Above this, a control is seen beyond doubt.
  static let controlLimit = 10.0

  func passes(_ pair: Pair) -> Bool {
    pair.leaks
      ? test.t.magnitude > Self.controlLimit
      : test.count > 0 && test.t.magnitude < Self.limit
  }
}

extension Pair {
  /// Takes `count` times, the classes in random order, after a first round
  /// that warms up and sets the thresholds.
  func run(
    count: Int, generator: inout SeededGenerator
  ) throws -> Finding {
    var tests: CroppedTests?
    var done = 0
    while done < count {
      let round = tests == nil ? 10_000 : 1_000
      let classes = (0..<round).map { _ in generator.next() >> 63 == 1 }
      let times = try measure(classes, &generator)
      guard tests != nil else {
        tests = CroppedTests(thresholdsOf: times)
        continue
      }
      for (time, second) in zip(times, classes) {
        tests?.add(time, toSecond: second)
      }
      done += round
    }
    return Finding(measurements: done, test: tests?.worst ?? WelchTest())
  }
}
