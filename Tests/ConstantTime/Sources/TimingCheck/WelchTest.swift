// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Welch's t-test, as dudect (Reparaz, Balasch and Verbauwhede, 2017) applies
/// it to two classes of time.
struct WelchTest {
  var first = Moments()
  var second = Moments()

  /// How many values the smaller class has.
  var count: Int { Int(min(first.count, second.count)) }

  /// By how much the second class takes longer.
  var difference: Double { second.mean - first.mean }

  /// Student's statistic for different variances; 0 where there is none.
  var t: Double {
    let error = first.squaredError + second.squaredError
    guard count > 1, error > 0 else { return 0 }
    return difference / error.squareRoot()
  }

  /// Adds the values of another test.
  mutating func add(_ other: WelchTest) {
    first.add(other.first)
    second.add(other.second)
  }

  /// What is known of the values of one class.
  struct Moments {
    var count = 0.0
    var sum = 0.0
    var squares = 0.0

    mutating func add(_ value: Double) {
      count += 1
      sum += value
      squares += value * value
    }

    mutating func add(_ other: Moments) {
      count += other.count
      sum += other.sum
      squares += other.squares
    }

    var mean: Double { sum / count }

    /// The square of the standard error of the mean.
    var squaredError: Double {
      (squares - sum * mean) / (count - 1) / count
    }
  }
}

/// The tests on one pair of classes: on all values, and on those below each
/// of a hundred thresholds, because what a noisy machine adds is long.
struct CroppedTests {
  private let thresholds: [UInt64]

  /// What lies between two neighbouring thresholds, and beyond the last one.
  private var bands: [WelchTest]

  /// With thresholds from the first values, which are then dropped.
  ///
  /// Between one and the next lies ever less: a fifteenth of what is left.
  init(thresholdsOf values: [UInt64]) {
    let sorted = values.sorted()
    var left = Double(sorted.count)
    thresholds = (0..<100).compactMap { _ in
      left *= 0.933_032_991_536_807_4  // 2^(-1/10), as dudect has it
      let place = sorted.count - Int(left)
      return sorted.indices.contains(place) ? sorted[place] : nil
    }
    bands = (0...thresholds.count).map { _ in WelchTest() }
  }

  mutating func add(_ value: UInt64, toSecond: Bool) {
    // How many thresholds the value reaches.
    var band = 0
    var end = thresholds.count
    while band < end {
      let middle = (band + end) / 2
      if value < thresholds[middle] { end = middle } else { band = middle + 1 }
    }
    // Small numbers, so that their squares lose nothing.
    let distance = Double(value) - Double(thresholds.first ?? 0)
    if toSecond {
      bands[band].second.add(distance)
    } else {
      bands[band].first.add(distance)
    }
  }

  /// The test that tells the classes apart best, of those that have enough
  /// values to tell anything.
  var worst: WelchTest {
    var sum = WelchTest()
    let tests = bands.map { band in
      sum.add(band)
      return sum
    }
    return tests.filter { $0.count >= 5_000 }
      .max { $0.t.magnitude < $1.t.magnitude } ?? WelchTest()
  }
}
