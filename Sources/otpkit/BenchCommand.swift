// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OTPConformance
import OTPCore

/// `otpkit bench`: a quick look at how fast the core is here.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure the core on this machine, beside libcrypto.",
    discussion: """
      Takes about five seconds. All rows are measured in turn, many times \
      over; what is printed are medians, in nanoseconds per code or check. \
      The last column says how often the first backend does it while \
      libcrypto's HMAC() does it once.

      The package in the folder Benchmarks measures more, and other libraries.
      """)

  @OptionGroup var kernels: BackendOption

  @Option(help: "How many seconds to measure: 1 to 600.")
  var seconds = 5

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard (1...600).contains(seconds) else {
      throw ValidationError("--seconds takes 1 to 600")
    }
  }

  func run() throws {
    let backends =
      kernels.name == nil ? Backend.available : [try kernels.choice]
    let bench = try reportingErrors { try QuickBench(backends) }
    #if DEBUG
    Output.error("built for debugging: build with -c release to measure")
    #endif
    let bar = ProgressBar()
    let rows = bench.measure(for: .seconds(seconds)) { bar.show($0) }
    bar.clear()
    if json {
      Output.json(.array(rows.map(\.json)))
    } else {
      Output.text(table(rows, backends))
    }
  }

  private func table(
    _ rows: [QuickBench.Row], _ backends: [Backend]
  ) -> String {
    let head = ["ns each"] + backends.map(\.name) + ["libcrypto", "ratio"]
    let lines =
      [head]
      + rows.map { row in
        [row.name] + row.ours.map(digits)
          + [row.libcrypto.map(digits) ?? "", row.ratio.map(digits) ?? ""]
      }
    return lines.map { line in
      line.enumerated().map { place, cell in
        let gap = String(
          repeating: " ", count: max(0, (place == 0 ? 30 : 11) - cell.count))
        return place == 0 ? cell + gap : gap + cell
      }.joined() + "\n"
    }.joined()
  }

  /// A number with three digits that count, more or less.
  private func digits(_ number: Double) -> String {
    guard number < 100 else { return String(Int(number.rounded())) }
    return String((number * 10).rounded() / 10)
  }
}

extension QuickBench.Row {
  /// The row for programs.
  fileprivate var json: JSON {
    var object: JSONObject = ["name": .string(name)]
    for (backend, time) in zip(backends, ours) {
      object["\(backend)Nanoseconds"] = .double(time)
    }
    if let libcrypto { object["libcryptoNanoseconds"] = .double(libcrypto) }
    if let ratio { object["ratio"] = .double(ratio) }
    return .object(object)
  }
}

/// A bar on standard error while somebody is looking.
private struct ProgressBar {
  private let width = 40

  /// Shows how much is done, from 0 to 1.
  func show(_ done: Double) {
    guard Output.isTerminal else { return }
    let full = Int(Double(width) * min(max(done, 0), 1))
    Output.progress(
      "\r[" + String(repeating: "=", count: full)
        + String(repeating: " ", count: width - full) + "]")
  }

  func clear() {
    guard Output.isTerminal else { return }
    Output.progress("\r" + String(repeating: " ", count: width + 2) + "\r")
  }
}
