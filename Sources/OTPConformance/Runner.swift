// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Puts vectors to an implementation and judges its answers.
///
/// Cases run one after another, in the order of the vectors, so that two
/// runs give the same report. Cancelling the task ends the run after the
/// case in flight; the report then is not complete.
public struct Runner: Sendable {
  private let vectors: VectorSet
  private let selection: Selection

  /// Makes a runner.
  ///
  /// - Parameters:
  ///   - vectors: The vectors, usually ``VectorSet/embedded()``.
  ///   - selection: Which of them to run; all by default.
  public init(vectors: VectorSet, selection: Selection = Selection()) {
    self.vectors = vectors
    self.selection = selection
  }

  /// Runs the selected cases.
  ///
  /// - Throws: ``ClaimError`` when the implementation's claims are not valid.
  public func run(
    _ implementation: some Implementation
  ) async throws(ClaimError) -> Report {
    let claims = implementation.claims
    if let fault = claims.fault { throw ClaimError(description: fault) }
    let entries = vectors.entries.filter(selection.selects)
    var results: [CaseResult] = []
    for entry in entries {
      guard !Task.isCancelled else { break }
      let result = await result(of: entry, implementation, claims)
      guard !Task.isCancelled else { break }
      results.append(result)
    }
    return Report(
      suiteVersion: vectors.manifest.suiteVersion, digest: vectors.digest,
      claims: claims, selection: selection, planned: entries.count,
      results: results)
  }

  private func result(
    of entry: VectorEntry, _ implementation: some Implementation,
    _ claims: Claims
  ) async -> CaseResult {
    if selection.excludes(entry) {
      return CaseResult(entry: entry, outcome: .excluded, remarks: [])
    }
    if let missing = entry.requirements.first(where: { !$0.isMet(by: claims) })
    {
      return CaseResult(
        entry: entry, outcome: .notClaimed(missing), remarks: [])
    }
    var run = CaseRun(entry: entry, implementation: implementation)
    let outcome = await run.outcome(under: claims.policies)
    return CaseResult(entry: entry, outcome: outcome, remarks: run.remarks)
  }
}

/// Why an implementation's claims are not valid.
public struct ClaimError: Error, Equatable, CustomStringConvertible {
  /// What is wrong with them.
  public let description: String
}

extension VectorEntry {
  /// What the case asks of an implementation: its operations, and what its
  /// group requires.
  var requirements: [Requirement] {
    let operations =
      if case .steps(let steps) = vector.expectation {
        steps.map(\.operation)
      } else {
        [group.operation]
      }
    return operations.map(Requirement.capability) + group.requirements
  }

  /// The call of a case that is not a conversation.
  public var call: Call {
    Call(group.operation, group.defaults.overlaid(by: vector.input))
  }

  /// The call of a step, with references still in it.
  ///
  /// The group's defaults go to the operations that set something up.
  func call(of step: Expectation.Step) -> Call {
    let defaults: JSONObject =
      switch step.operation {
      case "verifier.open", "verifier.import", "backup.generate": group.defaults
      default: [:]
      }
    return Call(step.operation, defaults.overlaid(by: step.input))
  }
}
