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
  /// What was to be run.
  public let selection: Selection
  /// How many cases were selected, whether or not they were asked.
  public let planned: Int
  /// The results, in the order of the vectors.
  public let results: [CaseResult]

  /// Whether there is a result for every planned case; a run that was
  /// interrupted has fewer.
  public var isComplete: Bool { results.count == planned }

  /// How many cases were put to the implementation.
  public var ran: Int { results.count - count(.skipped) }

  /// How many results count as this.
  public func count(_ verdict: Outcome.Verdict) -> Int {
    results.count { $0.outcome.verdict == verdict }
  }

  /// The same run with other results.
  func with(results: [CaseResult]) -> Report {
    Report(
      suiteVersion: suiteVersion, digest: digest,
      claims: claims, selection: selection, planned: planned, results: results)
  }

  /// The results that count as failed.
  public var failures: [CaseResult] {
    results.filter { $0.outcome.verdict == .failed }
  }

  /// The closing line: `N passed, N failed, N skipped`.
  public var summary: String {
    "\(count(.passed)) passed, \(count(.failed)) failed, "
      + "\(count(.skipped)) skipped"
  }
}
