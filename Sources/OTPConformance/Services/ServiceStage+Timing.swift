// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// How long answers take.
extension ServiceStage {
  /// Compares the time of a wrong password for known and for unknown people.
  ///
  /// The tries alternate, so that what else the machine does falls on both.
  /// Each known person gets few of them, so that no limit is reached.
  func compare(_ input: JSONObject) async throws -> JSONObject {
    let tries = input["times"]?.integer ?? 200
    let crowd = cast.people.keys.filter { $0.hasPrefix("crowd-") }.sorted()
    guard !crowd.isEmpty, tries >= 20 else {
      throw ServiceEnd("a comparison needs a crowd and 20 tries")
    }
    var known: [Double] = []
    var unknown: [Double] = []
    for number in -10..<tries / 2 {
      let index = (number + 10) % crowd.count
      let first = try await time(crowd[index], "timing-\(number)")
      let second = try await time("nobody-\(index)", "timing-\(number)")
      if number >= 0 {
        known.append(first)
        unknown.append(second)
      }
    }
    let comparison = TimeComparison(known, unknown)
    return [
      "differs": .bool(comparison.differs), "note": .string(comparison.note),
    ]
  }

  /// How long the answer to a wrong password takes, in milliseconds.
  private func time(_ name: String, _ client: String) async throws -> Double {
    let input = try await resolved([
      "client": .string(client), "person": .string(name), "password": "wrong",
    ])
    let start = ContinuousClock.now
    let answer = try await tested.answer(Call("service.password", input))
    let duration = (ContinuousClock.now - start).components
    guard case .value = answer else { throw ServiceEnd(answer) }
    return Double(duration.seconds) * 1e3 + Double(duration.attoseconds) / 1e15
  }
}

/// Two samples of times, compared by their ranks (Mann and Whitney), which
/// a few slow answers do not disturb.
struct TimeComparison: Sendable {
  private let medians: (Double, Double)
  private let spread: Double
  private let count: Int
  /// By how many standard deviations the ranks differ.
  let score: Double

  init(_ first: [Double], _ second: [Double]) {
    count = max(1, min(first.count, second.count))
    medians = (Self.quantile(first, 0.5), Self.quantile(second, 0.5))
    spread =
      (Self.quantile(first + second, 0.75)
        - Self.quantile(first + second, 0.25)) / 1.349
    let wins = first.reduce(0.0) { sum, time in
      sum
        + second.reduce(0.0) {
          $0 + (time > $1 ? 1 : time == $1 ? 0.5 : 0)
        }
    }
    let product = Double(first.count * second.count)
    let deviation =
      (product * Double(first.count + second.count + 1) / 12).squareRoot()
    score = deviation == 0 ? 0 : (wins - product / 2) / deviation
  }

  /// Whether the times differ: by four deviations, which chance does once in
  /// 16,000 runs, and by at least a fifth of a millisecond.
  var differs: Bool {
    abs(score) > 4 && abs(medians.0 - medians.1) >= 0.2
  }

  /// The smallest difference that is found 95 times in 100, in milliseconds.
  var power: Double {
    max(0.2, (4 + 1.645) * spread * (2 / Double(count)).squareRoot() * 1.05)
  }

  /// What a report says of it.
  var note: String {
    "\(2 * count) tries: \(Self.text(medians.0)) ms for people with an"
      + " account, \(Self.text(medians.1)) ms for others; a difference of"
      + " \(Self.text(power)) ms is found 95 times in 100"
  }

  private static func quantile(_ sample: [Double], _ part: Double) -> Double {
    let sorted = sample.sorted()
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
  }

  private static func text(_ milliseconds: Double) -> String {
    String((milliseconds * 100).rounded() / 100)
  }
}
