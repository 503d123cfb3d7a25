// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A moment at which something is cancelled.
struct Deadline {
  let moment: ContinuousClock.Instant

  init(_ moment: ContinuousClock.Instant) { self.moment = moment }

  /// Does something that is cancelled at the moment.
  ///
  /// - Returns: What came of it, and whether the moment came first.
  func cancelling<Value: Sendable>(
    _ body: @escaping @Sendable () async -> Value
  ) async -> (value: Value, isCut: Bool) {
    let moment = moment
    let task = Task { await body() }
    let timer = Task {
      do {
        try await Task.sleep(until: moment, clock: .continuous)
      } catch {
        return false
      }
      task.cancel()
      return true
    }
    let value = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    timer.cancel()
    return (value, await timer.value)
  }
}
