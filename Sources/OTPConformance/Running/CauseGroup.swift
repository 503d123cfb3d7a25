// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The results that count as the same and have one cause.
public struct CauseGroup: Sendable {
  /// The cause in a word: a known mistake (``Vocabulary/causes``), the policy
  /// that was not declared, or what kind of answer came instead.
  public let cause: String
  /// What the results count as.
  public let verdict: CaseVerdict
  /// The results, in the order of the vectors; at least one.
  public internal(set) var results: [CaseResult]
}

extension Report {
  /// The results of one verdict by cause, the most frequent cause first.
  ///
  /// - Parameter verdict: One of those that a nonconforming result has.
  public func causes(_ verdict: CaseVerdict) -> [CauseGroup] {
    var groups: [CauseGroup] = []
    var places: [String: Int] = [:]
    for result in results
    where result.verdict == verdict && result.isNonconforming {
      let cause = result.cause
      if let place = places[cause] {
        groups[place].results.append(result)
      } else {
        places[cause] = groups.count
        groups.append(
          CauseGroup(cause: cause, verdict: verdict, results: [result]))
      }
    }
    // Equal counts stay in the order of the vectors.
    return groups.enumerated().sorted {
      ($1.element.results.count, $0.offset)
        < ($0.element.results.count, $1.offset)
    }.map(\.element)
  }
}

extension CaseResult {
  /// The cause of a nonconforming result in a word.
  public var cause: String {
    switch outcome {
    case .fail(let failure), .knownFailure(_, .some(let failure)):
      let diagnosis = Diagnosis(failure, of: entry)
      if let mistake = diagnosis.mistake { return mistake.cause }
      if let policy = deliberatePolicy { return policy.name }
      return diagnosis.stage.map { "wrong-" + $0.rawValue.lowercased() }
        ?? failure.kind
    case .error: return "no-answer"
    case .unsupported: return "declined"
    case .knownFailure, .pass, .stale, .notClaimed, .excluded:
      return outcome.name
    }
  }

  /// The declaration under which the answer would conform, if there is one.
  public var deliberatePolicy: (name: String, value: String)? {
    guard let failure = outcome.failure,
      case .oneOf(let alternatives) = entry.expectation(at: failure.step)
    else { return nil }
    return alternatives.first { $0.expected.isMet(by: failure.actual) }
      .map { ($0.policy, $0.value) }
  }
}

extension VectorEntry {
  /// What the case expects of its call, or of a step counted from 1.
  fileprivate func expectation(at step: Int?) -> Expectation? {
    guard case .steps(let steps) = vector.expectation else {
      return vector.expectation
    }
    guard let step, steps.indices.contains(step - 1) else { return nil }
    return steps[step - 1].expectation
  }
}

extension Expectation.Definite {
  /// Whether an answer is this one; a rejection may have any category.
  fileprivate func isMet(by answer: Answer) -> Bool {
    switch (self, answer) {
    case (.value(let expected), .value(let actual)): expected == actual
    case (.reject, .reject): true
    default: false
    }
  }
}

extension Failure {
  /// What kind of answer came instead of the right one.
  fileprivate var kind: String {
    switch (expected, actual) {
    case (.reject, .value): "accepted-invalid"
    case (_, .reject): "rejected-valid"
    default: "wrong-value"
    }
  }
}
