// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The results that count as the same and have one cause.
public struct CauseGroup: Sendable {
  /// The cause.
  public let cause: Cause
  /// What the results count as.
  public let verdict: CaseVerdict
  /// The results, in the order of the vectors; at least one.
  public internal(set) var results: [CaseResult]

  /// The clause that says so, of the cause or of its first case.
  public var clause: SpecReference? {
    cause.clause ?? results.first?.entry.group.specifications.first
  }
}

extension Report {
  /// Every result that does not conform, by what it counts as and by cause:
  /// failures first, and of each the most frequent cause first.
  public var causes: [CauseGroup] {
    [CaseVerdict.failed, .warning, .remark].flatMap(causes)
  }

  /// The results of one verdict by cause, the most frequent cause first.
  ///
  /// - Parameter verdict: One of those that a nonconforming result has.
  public func causes(_ verdict: CaseVerdict) -> [CauseGroup] {
    var groups: [CauseGroup] = []
    var places: [String: Int] = [:]
    for result in results
    where result.verdict == verdict && result.isNonconforming {
      guard let cause = result.cause else { continue }
      if let place = places[cause.name] {
        groups[place].results.append(result)
      } else {
        places[cause.name] = groups.count
        groups.append(
          CauseGroup(cause: cause, verdict: verdict, results: [result]))
      }
    }
    // Equal counts stay in the order of the vectors.
    return groups.enumerated().sorted { one, other in
      (other.element.rank, one.offset) < (one.element.rank, other.offset)
    }.map(\.element)
  }
}

extension CauseGroup {
  /// Of groups of equal size a known mistake comes first.
  fileprivate var rank: Int { 2 * results.count + (cause.isSymptom ? 0 : 1) }
}

extension CaseResult {
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
    case (_, .value(let actual)): isMet(by: actual)
    case (.reject, .reject): true
    default: false
    }
  }
}
