// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The result of a run: what was run, on what, and what came of it.
public struct Report: Sendable {
  /// The version of the vectors.
  public let suiteVersion: String
  /// The digest of the vectors (``VectorSet/digest``).
  public let digest: String
  /// What the implementation says of itself.
  public let claims: Claims
  /// When this version of the implementation was released, if the caller says
  /// so: a month or a day (ISO 8601), such as `2026-11` or `2026-11-28`.
  public var released: String?
  /// What was to be run.
  public let selection: Selection
  /// Which levels fail the run.
  public var strictness = Strictness.musts
  /// How many cases were selected, whether or not they were asked.
  public let planned: Int
  /// The results, in the order of the vectors.
  public internal(set) var results: [CaseResult]
  /// The cases for this implementation that have no result: the selection left
  /// them out, or the run ended before.
  public var unreached: [VectorEntry] = []
  /// Whether the vectors are such that profiles can be fulfilled by them.
  public var judgesProfiles = true
  /// Breaks that did not recur when the call was made again.
  public var breaks: [TransientBreak] = []
  /// Whether the run was to stop at its first failure, and did.
  public var isStopped = false
  /// What runs a case again.
  public var command = RepeatCommand()

  /// Whether there is a result for every planned case; a run that was
  /// stopped or interrupted has fewer.
  public var isComplete: Bool { results.count == planned }

  /// Whether the run ended before its last case although nobody asked it to.
  public var isInterrupted: Bool { !isComplete && !isStopped }

  /// The same run with other results.
  func with(results: [CaseResult]) -> Report {
    var report = self
    report.results = results
    return report
  }
}

/// A break between calls that were answered when they were made again: the
/// implementation is not reliable, but no case can be charged with it.
public struct TransientBreak: Sendable, Equatable {
  /// The first call that had no answer.
  public let call: Call
  /// How the implementation broke.
  public let reason: String

  /// Makes a break.
  public init(call: Call, reason: String) {
    self.call = call
    self.reason = reason
  }
}

// MARK: - Counts

extension Report {
  /// How many cases were put to the implementation.
  public var ran: Int { results.count - count(.skipped) }

  /// How many results count as this.
  public func count(_ verdict: CaseVerdict) -> Int {
    results.count { $0.verdict == verdict }
  }

  /// The results that fail the run.
  public var failures: [CaseResult] {
    results.filter { $0.verdict == .failed }
  }

  /// The results of all cases that were asked and did not pass: failures,
  /// known failures, warnings and remarks.
  public var nonconforming: [CaseResult] {
    results.filter(\.isNonconforming)
  }

  /// The cases that pass although the baseline has them as failures.
  public var stale: [CaseResult] {
    results.filter {
      if case .stale = $0.outcome { true } else { false }
    }
  }

  /// The line before the last one: `N warnings, N remarks`.
  ///
  /// A break that did not recur is a warning too.
  public var asides: String {
    let warnings = count(.warning) + breaks.count
    return "\(warnings) warnings, \(count(.remark)) remarks"
  }

  /// The closing line: `N passed, N failed, N skipped`.
  public var summary: String {
    "\(count(.passed)) passed, \(count(.failed)) failed, "
      + "\(count(.skipped)) skipped"
  }
}
