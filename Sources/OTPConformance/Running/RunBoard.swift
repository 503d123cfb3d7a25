// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What is to be run and what came of it so far, shared by the instances
/// that run it.
actor RunBoard {
  /// How many calls an instance is given at once, at most.
  static let chunkLimit = 64

  private let entries: [VectorEntry]
  private let strictness: Strictness
  private let stop: @Sendable (CaseResult) -> Bool
  private let progress: Runner.Progress
  private var results: [CaseResult?]
  private var chunks: [Range<Int>]
  /// Whether a result has ended the run.
  private(set) var isStopped = false

  /// - Parameters:
  ///   - entries: The cases.
  ///   - skipped: For each case the result if it is not to be run.
  ///   - strictness: Which levels fail the run.
  ///   - stop: Whether the run is to end with a result.
  ///   - progress: Is told of each step forward.
  init(
    entries: [VectorEntry], skipped: [CaseResult?], strictness: Strictness,
    stop: @escaping @Sendable (CaseResult) -> Bool,
    progress: @escaping Runner.Progress
  ) {
    self.entries = entries
    self.strictness = strictness
    self.stop = stop
    self.progress = progress
    results = skipped
    // Taken from the end.
    chunks = Self.chunks(entries, skipped).reversed()
  }

  /// The results, in order; those of cases that were not reached are missing.
  var finished: [CaseResult] { results.compactMap(\.self) }

  /// Takes cases and runs them until there are none.
  nonisolated func work(with implementation: some Implementation) async {
    var pace = Pace()
    while !Task.isCancelled, let chunk = await take(atMost: pace.count) {
      let start = ContinuousClock.now
      let results = await run(chunk, on: implementation)
      pace.adapt(to: .now - start)
      await finish(chunk, results)
    }
  }

  private func take(atMost count: Int) -> Range<Int>? {
    guard let chunk = chunks.popLast() else { return nil }
    let rest = chunk.dropFirst(count)
    if !rest.isEmpty { chunks.append(rest) }
    return chunk.prefix(count)
  }

  private func finish(_ chunk: Range<Int>, _ results: [CaseResult]) {
    for (index, result) in zip(chunk, results) {
      self.results[index] = result
      guard !stop(result) else {
        isStopped = true
        chunks = []
        break
      }
    }
    progress(self.results.count { $0 != nil }, entries.count)
  }

  /// How many calls go together: few as long as answers are slow, so that
  /// the progress is seen, and many when they are fast.
  struct Pace {
    private(set) var count = 1

    mutating func adapt(to time: Duration, limit: Int = chunkLimit) {
      if time < .milliseconds(200) {
        count = min(count * 2, limit)
      } else if time > .milliseconds(500) {
        count = max(count / 2, 1)
      }
    }
  }
}

// MARK: - Running

extension RunBoard {
  /// The results of the cases, fewer if the task was cancelled meanwhile.
  private nonisolated func run<Tested: Implementation>(
    _ chunk: Range<Int>, on implementation: Tested
  ) async -> [CaseResult] {
    let policies = implementation.claims.policies
    var runs = entries[chunk].map {
      CaseRun(entry: $0, implementation: implementation)
    }
    let start = ContinuousClock.now
    if runs.count == 1 {
      let outcome = await runs[0].outcome(under: policies)
      let result = runs[0].result(outcome, strictness, .now - start)
      return Task.isCancelled ? [] : [result]
    }
    let answers = await implementation.answers(to: runs.map(\.entry.call))
    let share = (ContinuousClock.now - start) / runs.count
    let isCancelled = Task.isCancelled
    var results: [CaseResult] = []
    for (index, answer) in zip(runs.indices, answers) {
      // Nothing can be said of a call that the end of the run broke off.
      if isCancelled, case .failure = answer { break }
      let outcome = runs[index].outcome(of: answer, under: policies)
      results.append(runs[index].result(outcome, strictness, share))
    }
    return results
  }

  /// Cases that stand together and have one call each go together; each
  /// conversation goes alone.
  private static func chunks(
    _ entries: [VectorEntry], _ skipped: [CaseResult?]
  ) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var open = false
    for (index, entry) in entries.enumerated() {
      let isAlone = entry.isConversation
      guard skipped[index] == nil else {
        open = false
        continue
      }
      if open, !isAlone, let last = chunks.last, last.count < chunkLimit {
        chunks[chunks.count - 1] = last.lowerBound..<index + 1
      } else {
        chunks.append(index..<index + 1)
      }
      open = !isAlone
    }
    return chunks
  }
}

extension VectorEntry {
  /// Whether the case has several calls, each of which needs what the calls
  /// before it did.
  var isConversation: Bool {
    if case .steps = vector.expectation { true } else { false }
  }
}

extension CaseRun {
  fileprivate func result(
    _ outcome: Outcome, _ strictness: Strictness, _ duration: Duration
  ) -> CaseResult {
    CaseResult(
      entry: entry, outcome: outcome, notes: notes, strictness: strictness,
      duration: duration)
  }
}
