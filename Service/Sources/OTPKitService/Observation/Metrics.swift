// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Synchronization

/// Keeps what swift-metrics is told, in Prometheus's text form (version 0.0.4).
final class PrometheusMetrics: MetricsFactory {
  /// The upper bounds of a histogram's buckets, in seconds.
  private static let bounds: [Double] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]

  /// A metric's name and its dimensions, as they are written.
  fileprivate struct Key: Hashable {
    var name: String
    var dimensions: String

    /// - Parameter suffix: Such as `_bucket`.
    func text(_ suffix: String = "", and extra: String = "") -> String {
      let all = [dimensions, extra].filter { !$0.isEmpty }
        .joined(separator: ",")
      return name + suffix + (all.isEmpty ? "" : "{\(all)}")
    }
  }

  fileprivate struct Histogram {
    var counts = [Int](repeating: 0, count: bounds.count)
    var count = 0
    var sum = 0.0

    mutating func add(_ value: Double) {
      count += 1
      sum += value
      for (place, bound) in bounds.enumerated() where value <= bound {
        counts[place] += 1
      }
    }
  }

  fileprivate struct Values {
    var counters: [Key: Int64] = [:]
    var gauges: [Key: Double] = [:]
    var histograms: [Key: Histogram] = [:]
  }

  fileprivate let values = Mutex(Values())

  /// The text that Prometheus reads.
  var text: String {
    let values = values.withLock { $0 }
    var lines: [String] = []
    for (name, keys) in Self.byName(values.counters.keys) {
      lines.append("# TYPE \(name) counter")
      lines += keys.map { "\($0.text()) \(values.counters[$0] ?? 0)" }
    }
    for (name, keys) in Self.byName(values.gauges.keys) {
      lines.append("# TYPE \(name) gauge")
      lines += keys.map { "\($0.text()) \(values.gauges[$0] ?? 0)" }
    }
    for (name, keys) in Self.byName(values.histograms.keys) {
      lines.append("# TYPE \(name) histogram")
      for key in keys {
        guard let histogram = values.histograms[key] else { continue }
        lines += Self.lines(of: histogram, key)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func byName(
    _ keys: some Sequence<Key>
  ) -> [(name: String, keys: [Key])] {
    Dictionary(grouping: keys, by: \.name).sorted { $0.key < $1.key }.map {
      ($0.key, $0.value.sorted { $0.dimensions < $1.dimensions })
    }
  }

  private static func lines(of histogram: Histogram, _ key: Key) -> [String] {
    zip(bounds, histogram.counts).map { bound, count in
      "\(key.text("_bucket", and: "le=\"\(bound)\"")) \(count)"
    } + [
      "\(key.text("_bucket", and: "le=\"+Inf\"")) \(histogram.count)",
      "\(key.text("_sum")) \(histogram.sum)",
      "\(key.text("_count")) \(histogram.count)",
    ]
  }

  // MARK: MetricsFactory

  func makeCounter(
    label: String, dimensions: [(String, String)]
  ) -> any CounterHandler { handler(label + "_total", dimensions) }

  func makeMeter(
    label: String, dimensions: [(String, String)]
  ) -> any MeterHandler { handler(label, dimensions) }

  func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler { handler(label, dimensions) }

  func makeTimer(
    label: String, dimensions: [(String, String)]
  ) -> any TimerHandler { handler(label + "_seconds", dimensions) }

  // What was counted stays.
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyMeter(_ handler: any MeterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}

  private func handler(
    _ label: String, _ dimensions: [(String, String)]
  ) -> PrometheusHandler {
    let name = String(
      label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    let texts = dimensions.map { name, value in
      let escaped = value.replacing("\\", with: "\\\\")
        .replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      return "\(name)=\"\(escaped)\""
    }
    return PrometheusHandler(
      of: Key(name: name, dimensions: texts.joined(separator: ",")), in: self)
  }
}

/// One metric: a counter, a gauge or a histogram.
private final class PrometheusHandler: CounterHandler, MeterHandler,
  RecorderHandler, TimerHandler
{
  private let key: PrometheusMetrics.Key
  private let metrics: PrometheusMetrics

  init(of key: PrometheusMetrics.Key, in metrics: PrometheusMetrics) {
    (self.key, self.metrics) = (key, metrics)
  }

  func increment(by amount: Int64) {
    metrics.values.withLock { $0.counters[key, default: 0] += amount }
  }

  func reset() { metrics.values.withLock { $0.counters[key] = 0 } }

  func set(_ value: Int64) { set(Double(value)) }

  func set(_ value: Double) {
    metrics.values.withLock { $0.gauges[key] = value }
  }

  func increment(by amount: Double) {
    metrics.values.withLock { $0.gauges[key, default: 0] += amount }
  }

  func decrement(by amount: Double) { increment(by: -amount) }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    metrics.values.withLock {
      $0.histograms[key, default: PrometheusMetrics.Histogram()].add(value)
    }
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
