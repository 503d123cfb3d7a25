// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Threads for transfers, which wait for servers: neither those that answer
/// requests nor those that hash.
///
/// A thread is made when a transfer comes and ends when none is left.
final class TransferThreads: Sendable {
  /// How long a transfer may take, with its time in the queue, in seconds.
  ///
  /// The account layer sends up to four messages, one after the other, under a
  /// lease of 30 seconds; beyond it another process could send them as well.
  static let patience = 7.0

  private typealias Job = @Sendable () -> Void

  private struct State {
    var running = 0
    var waiting: [Job] = []
  }

  private let state = Mutex(State())
  private let count: Int

  /// At most so many threads.
  init(count: Int = 16) { self.count = count }

  /// Runs something on a thread and tells it how many seconds it has.
  ///
  /// - Throws: ``TransferError/late`` if the queue took the time.
  func run<Outcome: Sendable>(
    _ work: @escaping @Sendable (_ seconds: Double) throws -> Outcome
  ) async throws -> Outcome {
    let end = ContinuousClock.now.advanced(by: .seconds(Self.patience))
    return try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<Outcome, any Error>) in
      add {
        let left = ContinuousClock.now.duration(to: end) / .seconds(1)
        continuation.resume(
          with: Result {
            guard left > 1 else { throw TransferError.late }
            return try work(left)
          })
      }
    }
  }

  private func add(_ job: @escaping Job) {
    let hasThread = state.withLock { state in
      guard state.running < count else {
        state.waiting.append(job)
        return false
      }
      state.running += 1
      return true
    }
    guard hasThread else { return }
    Thread.detachNewThread {
      var next: Job? = job
      while let job = next {
        job()
        next = self.next()
      }
    }
  }

  /// What waits the longest; without it the thread ends.
  private func next() -> Job? {
    state.withLock { state in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.running -= 1
      return nil
    }
  }
}
