// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// An implementation that has one known mistake: a run's failures are compared
/// with its failures.
public struct Suspect: Sendable {
  /// The mistake.
  public let cause: Cause
  /// Makes the implementation.
  private let make: @Sendable () -> any Implementation
  /// Makes the implementation without the mistake.
  private let makeRight: @Sendable () -> any Implementation

  /// Makes a suspect.
  ///
  /// - Parameters:
  ///   - cause: The mistake.
  ///   - makeRight: Makes the implementation without the mistake.
  ///   - make: Makes an implementation that has it, each time a new one.
  public init(
    _ cause: Cause,
    insteadOf makeRight: @escaping @Sendable () -> any Implementation,
    make: @escaping @Sendable () -> any Implementation
  ) {
    self.cause = cause
    self.makeRight = makeRight
    self.make = make
  }

  /// Which of the results it would have had too: the same wrong answer at the
  /// same place.
  func shared(_ results: [CaseResult], _ claims: Claims) async -> [Bool] {
    await Self.shared(results, claims, make())
  }

  /// Which of the results it would have had without its mistake: the choices
  /// of the implementation are those of nobody else, and no evidence.
  func sharedAnyway(
    _ results: [CaseResult], _ claims: Claims
  ) async -> [Bool] {
    await Self.shared(results, claims, makeRight())
  }

  private static func shared(
    _ results: [CaseResult], _ claims: Claims,
    _ implementation: some Implementation
  ) async -> [Bool] {
    await outcomes(of: results, claims, implementation).enumerated()
      .map { index, outcome in
        guard let mine = outcome.failure,
          let theirs = results[index].outcome.failure
        else { return false }
        return mine.step == theirs.step
          && (mine.actual.isSame(as: theirs.actual)
            || mine.detail != nil && mine.detail == theirs.detail)
      }
  }

  /// How many of the results, all of which conform, it would not have had.
  func contradictions(
    _ results: [CaseResult], _ claims: Claims
  ) async -> Int {
    await Self.outcomes(of: results, claims, make())
      .count { $0.failure != nil }
  }

  private static func outcomes(
    of results: [CaseResult], _ claims: Claims,
    _ implementation: some Implementation
  ) async -> [Outcome] {
    var outcomes: [Outcome] = []
    for result in results {
      var run = CaseRun(entry: result.entry, implementation: implementation)
      outcomes.append(await run.outcome(under: claims.policies))
    }
    return outcomes
  }
}

extension Answer {
  /// Whether two answers say the same.
  ///
  /// How a rejection is worded, and the name of a handle, are not part of it.
  fileprivate func isSame(as other: Answer) -> Bool {
    switch (self, other) {
    case (.value(let mine), .value(let theirs)):
      mine.withoutHandle == theirs.withoutHandle
    case (.reject, .reject): true
    default: self == other
    }
  }
}

extension JSON {
  /// The value without the handle in it.
  fileprivate var withoutHandle: JSON {
    guard var object else { return self }
    object["handle"] = nil
    return .object(object)
  }
}
