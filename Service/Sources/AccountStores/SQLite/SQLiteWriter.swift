// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import Synchronization

/// Runs writes in the order in which they come, all that wait in one
/// transaction.
///
/// SQLite has one writer, and a commit waits for the disk: while it does, the
/// next writes gather, and the next commit is for all of them. Each is in a
/// savepoint of its own, so that one that fails undoes nothing of the others.
final class SQLiteWriter: Sendable {
  /// A write that waits.
  private struct Job: Sendable {
    /// Does the work, and returns what tells that it is durable.
    let run: @Sendable (Database) throws -> @Sendable () -> Void
    let fail: @Sendable (any Error) -> Void
  }

  /// The most writes of one transaction.
  private static let most = 64

  private let pool: DatabasePool
  private let turn: WriterTurn
  private let state = Mutex<(jobs: [Job], isRunning: Bool)>(([], false))

  init(_ pool: DatabasePool, turn: WriterTurn) {
    (self.pool, self.turn) = (pool, turn)
  }

  /// Does work in a transaction, and returns when it is durable.
  ///
  /// - Throws: What the work throws, after everything of it was undone; and
  ///   what the database says of the transaction.
  func perform<Answer: Sendable>(
    _ work: @escaping @Sendable (Database) throws -> Answer
  ) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
      let job = Job { database in
        let answer = try work(database)
        return { continuation.resume(returning: answer) }
      } fail: {
        continuation.resume(throwing: $0)
      }
      let isFirst = state.withLock { state in
        state.jobs.append(job)
        defer { state.isRunning = true }
        return !state.isRunning
      }
      if isFirst { pool.asyncWriteWithoutTransaction { self.run(on: $0) } }
    }
  }

  private func run(on database: Database) {
    while let jobs = next() { commit(jobs, database) }
  }

  private func next() -> [Job]? {
    state.withLock { state in
      let jobs = Array(state.jobs.prefix(Self.most))
      state.jobs.removeFirst(jobs.count)
      state.isRunning = !jobs.isEmpty
      return jobs.isEmpty ? nil : jobs
    }
  }

  private func commit(_ jobs: [Job], _ database: Database) {
    var waiting = jobs[...]
    var done: [(job: Job, tell: @Sendable () -> Void)] = []
    do {
      try begin(database)
      while let job = waiting.first {
        if let tell = try Self.perform(job, database) {
          done.append((job, tell))
        }
        waiting.removeFirst()
      }
      try Self.execute("COMMIT", database)
      done.forEach { $0.tell() }
    } catch {
      // Nothing of the transaction is left: a full disk ends all of it.
      if database.isInsideTransaction { try? database.rollback() }
      for job in done.map(\.job) + waiting { job.fail(error) }
    }
  }

  /// Begins a transaction when it is this process's turn, and lets the next
  /// one wait for its end.
  private func begin(_ database: Database) throws {
    turn.take()
    defer { turn.give() }
    try Self.execute("BEGIN IMMEDIATE", database)
  }

  /// Does one of the transaction's jobs, or undoes and fails it alone.
  ///
  /// - Returns: What tells that it is durable; `nil` if it failed.
  private static func perform(
    _ job: Job, _ database: Database
  ) throws -> (@Sendable () -> Void)? {
    try execute("SAVEPOINT work", database)
    do {
      let tell = try job.run(database)
      try execute("RELEASE work", database)
      return tell
    } catch {
      guard database.isInsideTransaction else { throw error }
      try execute("ROLLBACK TO work", database)
      try execute("RELEASE work", database)
      job.fail(error)
      return nil
    }
  }

  private static func execute(_ text: String, _ database: Database) throws {
    try database.cachedStatement(sql: text).execute()
  }
}
