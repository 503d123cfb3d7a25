// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

/// One combination of reading, hash and period, over a range of steps.
struct Trial {
  let reading: Int
  let algorithm: HashAlgorithm
  /// The length of a step in seconds; `nil` for a counter.
  let period: Int?
  /// How many steps away from the expected one, on both sides.
  let steps: ClosedRange<Int64>
  /// How likely it is, by step, beside others.
  let weight: Double

  /// How many codes it has.
  var count: Int {
    let length = Int(steps.upperBound - steps.lowerBound + 1)
    if period == nil { return length }
    return steps.lowerBound == 0 ? 2 * length - 1 : 2 * length
  }
}

/// How likely it is that something is so, before any code is seen.
///
/// Only the order of magnitude matters.
private enum Prior {
  /// Clocks by how far they are off, in seconds: the likelihood of each step.
  static let clocks: [(limit: Int64, weight: Double)] = [
    (75, 0.2), (600, 0.01), (50_400, 1e-4), (608_400, 1e-5),
  ]

  /// Clocks that are off by more than this are a difference of their own.
  static let nearClock: Int64 = 600

  static let otherHash = 0.05

  /// A period in place of another one.
  static func period(_ seconds: Int) -> Double {
    if [30, 60].contains(seconds) { return 0.02 }
    return seconds % 5 == 0 ? 0.005 : 0.001
  }

  /// HOTP in place of TOTP, by counter.
  static let counters: [(limit: Int64, weight: Double)] = [
    (100, 1e-4), (10_000, 1e-6),
  ]
}

/// Lists what is to be tried, the likeliest first, with at most two
/// differences at once.
struct Plan {
  let trials: [Trial]

  init(_ readings: [Reading], _ settings: Settings) {
    var trials: [Trial] = []
    for (index, reading) in readings.enumerated() {
      let isRight =
        reading.form == settings.form && reading.lookAlikes == .none
      for algorithm in HashAlgorithm.allCases {
        let isOther = algorithm != settings.algorithm
        let base = Combination(
          reading: index, algorithm: algorithm,
          weight: reading.weight * (isOther ? Prior.otherHash : 1),
          differences: (isRight ? 0 : 1) + (isOther ? 1 : 0))
        trials += base.trials(settings)
      }
    }
    self.trials = trials.sorted { $0.weight > $1.weight }
  }

  /// The sum of all likelihoods.
  var weight: Double {
    trials.reduce(0) { $0 + $1.weight * Double($1.count) }
  }

  /// The periods to try beside the one that the verifier is set to.
  fileprivate static let periods = 15...120
}

/// A reading and a hash, with their likelihood and the number of differences.
private struct Combination {
  let reading: Int
  let algorithm: HashAlgorithm
  let weight: Double
  let differences: Int

  func trials(_ settings: Settings) -> [Trial] {
    var trials = clocks(settings.period, weight, differences)
    for period in Plan.periods where period != settings.period {
      trials += clocks(
        period, weight * Prior.period(period), differences + 1)
    }
    if differences < 2 { trials += counters }
    return trials
  }

  private func clocks(
    _ period: Int, _ weight: Double, _ differences: Int
  ) -> [Trial] {
    var next: Int64 = 0
    return Prior.clocks.compactMap { limit, byStep in
      let isFar = limit > Prior.nearClock
      let end = limit / Int64(period) + 1
      defer { next = end + 1 }
      guard differences + (isFar ? 1 : 0) <= 2, next <= end else { return nil }
      return Trial(
        reading: reading, algorithm: algorithm, period: period,
        steps: next...end, weight: weight * byStep)
    }
  }

  private var counters: [Trial] {
    var next: Int64 = 0
    return Prior.counters.map { limit, byCounter in
      defer { next = limit + 1 }
      return Trial(
        reading: reading, algorithm: algorithm, period: nil,
        steps: next...limit, weight: weight * byCounter)
    }
  }
}
