// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Puts vectors to an implementation and judges its answers.
///
/// The report is in the order of the vectors, whatever the order in which
/// the answers came, so that two runs give the same report. Cancelling the
/// task ends the run after the cases in flight; the report then is not
/// complete.
public struct Runner: Sendable {
  /// Is told how many cases are done, of how many.
  public typealias Progress = @Sendable (_ done: Int, _ planned: Int) -> Void

  /// Is told how many seconds pass before a story about a service goes on,
  /// and for what.
  public typealias Waiting =
    @Sendable (_ seconds: Int, _ reason: String) -> Void

  private let vectors: VectorSet
  private let selection: Selection
  private let strictness: Strictness
  private let suspects: [Suspect]

  /// Makes a runner.
  ///
  /// - Parameters:
  ///   - vectors: The vectors, usually ``VectorSet/embedded()``.
  ///   - selection: Which of them to run; all by default.
  ///   - strictness: Which levels fail the run; `must` alone by default.
  ///   - suspects: Implementations with one mistake each, to explain failures
  ///     with; without any, the mistakes in computing and checking codes are
  ///     known all the same.
  public init(
    vectors: VectorSet, selection: Selection = Selection(),
    strictness: Strictness = .musts, suspects: [Suspect] = []
  ) {
    self.vectors = vectors
    self.selection = selection
    self.strictness = strictness
    self.suspects = suspects
  }

  /// Runs the selected cases.
  ///
  /// - Throws: ``ClaimError`` when the implementation's claims are not valid.
  public func run(
    _ implementation: some Implementation
  ) async throws(ClaimError) -> Report {
    try await run([implementation])
  }

  /// Runs the selected cases on several instances of one implementation at
  /// the same time.
  ///
  /// Each takes the next cases when it is done with its last ones; all steps
  /// of a conversation go to the same instance.
  ///
  /// - Parameters:
  ///   - instances: The instances.
  ///   - stop: Whether the run is to end with this result.
  ///   - progress: Is told of each step forward.
  ///   - waiting: Is told of each wait for a service without a clock.
  /// - Throws: ``ClaimError`` when the implementation's claims are not valid,
  ///   or not the same in all instances.
  public func run(
    _ instances: [some Implementation],
    stop: @escaping @Sendable (CaseResult) -> Bool = { _ in false },
    progress: @escaping Progress = { _, _ in },
    waiting: @escaping Waiting = { _, _ in }
  ) async throws(ClaimError) -> Report {
    let claims = try Self.claims(of: instances)
    let concerned = vectors.entries.filter(claims.concerns)
    let entries = concerned.filter(selection.selects)
    let board = RunBoard(
      entries: entries, skipped: entries.map { skipped($0, claims) },
      strictness: strictness, stop: stop, progress: progress)
    await withTaskGroup { group in
      for instance in instances {
        group.addTask {
          guard claims.isOfService else {
            return await board.work(with: instance)
          }
          await board.work(with: ServiceStage(instance, waiting: waiting))
        }
      }
    }
    let breaks = await Self.breaks(of: instances)
    let results = await board.finished
    let reached = Set(results.map(\.entry.vector.id))
    let report = Report(
      suiteVersion: vectors.manifest.suiteVersion, digest: vectors.digest,
      claims: claims, selection: selection, strictness: strictness,
      planned: entries.count, results: results,
      unreached: concerned.filter { !reached.contains($0.vector.id) },
      breaks: breaks,
      isStopped: await board.isStopped)
    return await report.explained(by: suspects)
  }

  /// The breaks of all instances, each way of breaking once.
  ///
  /// After its first break an instance is asked one call at a time, and what
  /// breaks then is charged to a case. So what happens once in each instance
  /// is one property of the implementation, and `--jobs` must not multiply it.
  private static func breaks(
    of instances: [some Implementation]
  ) async -> [TransientBreak] {
    var breaks: [TransientBreak] = []
    for instance in instances {
      breaks += await instance.transientBreaks.filter { item in
        !breaks.contains { $0.reason == item.reason }
      }
    }
    return breaks
  }

  private func result(_ entry: VectorEntry, _ outcome: Outcome) -> CaseResult {
    CaseResult(entry: entry, outcome: outcome, strictness: strictness)
  }

  private static func claims(
    of instances: [some Implementation]
  ) throws(ClaimError) -> Claims {
    guard let claims = instances.first?.claims else {
      throw ClaimError(description: "there is no implementation")
    }
    if let fault = claims.fault { throw ClaimError(description: fault) }
    guard instances.allSatisfy({ $0.claims == claims }) else {
      throw ClaimError(description: "the claims change from start to start")
    }
    return claims
  }

  /// The result of a case that is not put to the implementation.
  private func skipped(_ entry: VectorEntry, _ claims: Claims) -> CaseResult? {
    if selection.excludes(entry) {
      return result(entry, .excluded)
    }
    let missing = entry.requirements.first {
      !$0.isMet(by: claims, for: entry.group.operation)
        && !claims.limits.verification.isIrrelevant(to: $0, of: entry.call)
    }
    guard let missing else { return nil }
    return result(entry, .notClaimed(missing))
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
        steps.flatMap(ServiceVocabulary.needs)
      } else {
        [group.operation]
      }
    return operations.map(Requirement.capability) + group.requirements
      + call.verificationRequirements
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
