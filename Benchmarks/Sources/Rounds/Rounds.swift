// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import Benchmark

/// The metrics of a paired benchmark.
///
/// The harness keeps integers: thousandths of a ratio, picoseconds.
enum Metrics {
  static let ratio = BenchmarkMetric.custom(
    "ratio × 1000", polarity: .prefersLarger, useScalingFactor: false)
  static let ours = BenchmarkMetric.custom(
    "ours, ps", polarity: .prefersSmaller, useScalingFactor: false)
  static let theirs = BenchmarkMetric.custom(
    "theirs, ps", polarity: .prefersSmaller, useScalingFactor: false)

  /// Throughput is here because the harness exports nothing without it.
  static let all = [BenchmarkMetric.throughput, ratio, ours, theirs]
}

/// Registers a benchmark of paired rounds: in each sample both jobs run in
/// turn, and only the ratio of that sample counts, so that what slows the
/// machine slows both.
///
/// - Parameters:
///   - name: What the benchmark is called; ` vs ` is in it.
///   - ours: What is measured.
///   - theirs: What it is measured by: the ratio is how many times faster
///     `ours` does one operation.
public func paired(_ name: String, _ ours: Job, vs theirs: Job) {
  let repeats = Once { (ours.repeats, theirs.repeats) }
  Benchmark(
    name, configuration: .init(metrics: Metrics.all, maxDuration: .seconds(1))
  ) { benchmark in
    let swapped = benchmark.currentIteration % 2 == 1
    let (mine, others) = repeats.value
    let early = swapped ? nil : ours.picoseconds(mine)
    let other = theirs.picoseconds(others)
    let own = early ?? ours.picoseconds(mine)
    benchmark.measurement(Metrics.ratio, Int(other * 1_000 / own))
    benchmark.measurement(Metrics.ours, Int(own))
    benchmark.measurement(Metrics.theirs, Int(other))
  }
}

/// Registers a benchmark of one job alone.
public func solo(_ name: String, _ job: Job) {
  let repeats = Once { job.repeats }
  Benchmark(
    name,
    configuration: .init(
      metrics: [.throughput, Metrics.ours], maxDuration: .milliseconds(500))
  ) { benchmark in
    benchmark.measurement(Metrics.ours, Int(job.picoseconds(repeats.value)))
  }
}

/// Registers a benchmark of work that waits for something.
///
/// - Parameters:
///   - name: What the benchmark is called.
///   - prepare: Makes, once, what every sample works on.
///   - sample: Does it many times, and gives the picoseconds of one.
public func solo<Subject>(
  _ name: String, prepare: @escaping () async throws -> Subject,
  sample: @escaping (Subject) async throws -> Double
) {
  let prepared = Prepared<Subject>()
  Benchmark(
    name,
    configuration: .init(
      metrics: [.throughput, Metrics.ours], maxDuration: .seconds(1))
  ) { benchmark in
    guard let subject = prepared.subject else { return }
    benchmark.measurement(Metrics.ours, Int(try await sample(subject)))
  } setup: {
    prepared.subject = try await prepare()
  }
}

/// A value that is worked out when it is first asked for: the harness starts a
/// process for each benchmark, and registers all of them in each.
private final class Once<Value> {
  private let make: () -> Value
  private(set) lazy var value = make()

  init(_ make: @escaping () -> Value) { self.make = make }
}

private final class Prepared<Subject> {
  var subject: Subject?
}

/// Registers `ours` against `rival`, if it knows the work and its answers are
/// ours; else says why not.
public func compare(
  _ work: Work, _ ours: Ours, vs rival: any Rival, _ inputs: Inputs
) {
  guard let own = ours.job(work, inputs), let other = rival.job(work, inputs)
  else { return }
  own.run()
  other.run()
  guard own.answers() == other.answers() else {
    print("skipped: \(work.name) vs \(rival.name): answers differ")
    return
  }
  paired("\(work.name) | \(ours.name) vs \(rival.name)", own, vs: other)
}

extension Job {
  /// The time of one operation, over `repeats` calls.
  func picoseconds(_ repeats: Int) -> Double {
    let start = ContinuousClock.now
    for _ in 0..<repeats { run() }
    return (ContinuousClock.now - start).picoseconds(each: repeats * count)
  }

  /// How many calls take about two milliseconds.
  ///
  /// A processor that goes from scalar work to 512-bit vectors takes some tens
  /// of microseconds to change its clock, which is to be little of a turn.
  var repeats: Int {
    run()
    return max(1, Int((2e9 / (picoseconds(3) * Double(count))).rounded(.up)))
  }
}

extension Duration {
  /// The time of one operation, where `count` took this long.
  public func picoseconds(each count: Int) -> Double {
    let total = Double(components.seconds) * 1e12
      + Double(components.attoseconds) / 1e6
    return max(total, 1) / Double(count)
  }
}
