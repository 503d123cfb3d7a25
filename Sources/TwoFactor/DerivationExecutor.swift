// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
import Synchronization

/// Where passwords and backup codes are hashed, which keeps a processor busy
/// for up to a second each.
///
/// On the threads that serve requests, a few sign-ins at once would keep
/// everything else waiting. So give the service threads for it:
///
/// ```swift
/// let service = TwoFactorService(
///   rules: rules, keyring: keyring, store: store, sender: gateway, audit: log,
///   derivations: DerivationExecutor(DerivationThreads(count: 2), limit: 64))
/// ```
///
/// A command beyond `limit` ends at once with ``TwoFactorError/busy``, before
/// anything is counted or changed: a flood of sign-ins takes neither memory
/// nor the place of other requests.
public final class DerivationExecutor: Sendable {
  private let executor: (any TaskExecutor)?
  private let limit: Int
  private let places = Mutex(0)

  /// Runs commands that hash on an executor.
  ///
  /// - Parameters:
  ///   - executor: Where to; `nil` for wherever the caller runs.
  ///   - limit: The most at once, those that wait for a thread included.
  public init(_ executor: (any TaskExecutor)?, limit: Int) {
    self.executor = executor
    self.limit = max(limit, 1)
  }

  /// Wherever the caller runs, without a limit: for tests and small tools.
  public static let inPlace = DerivationExecutor(nil, limit: .max)

  /// The commands that hash or wait to.
  public var count: Int { places.withLock { $0 } }

  /// Runs a part of a command.
  func run<Answer>(
    _ body: () async -> Answer
  ) async throws(TwoFactorError) -> Answer {
    guard enter() else { throw .busy }
    defer { places.withLock { $0 -= 1 } }
    guard let executor else { return await body() }
    return await withTaskExecutorPreference(executor) { await body() }
  }

  private func enter() -> Bool {
    places.withLock { places in
      guard places < limit else { return false }
      places += 1
      return true
    }
  }
}

/// A fixed number of threads for ``DerivationExecutor``.
public final class DerivationThreads: TaskExecutor {
  private struct State {
    /// Serial queues that run nothing.
    ///
    /// Dispatch gives each a thread of its own. A concurrent queue would take
    /// the threads that all other tasks run on, of which there are as many as
    /// processors.
    var idle: [DispatchQueue]
    /// Jobs that wait for a thread, the oldest last.
    var waiting: [UnownedJob] = []
  }

  private let state: Mutex<State>

  /// So many threads: one fewer than the machine has processors leaves one for
  /// everything else.
  public init(count: Int) {
    let queues = (0..<max(count, 1)).map {
      DispatchQueue(label: "otpkit.derivations.\($0)")
    }
    state = Mutex(State(idle: queues))
  }

  /// Runs a job as soon as a thread is free.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let queue = state.withLock { state in
      let queue = state.idle.popLast()
      if queue == nil { state.waiting.insert(job, at: 0) }
      return queue
    }
    if let queue { queue.async { self.run(job, on: queue) } }
  }

  private func run(_ first: UnownedJob, on queue: DispatchQueue) {
    var job: UnownedJob? = first
    while let next = job {
      unsafe next.runSynchronously(on: asUnownedTaskExecutor())
      job = state.withLock { state in
        if state.waiting.isEmpty { state.idle.append(queue) }
        return state.waiting.popLast()
      }
    }
  }
}
