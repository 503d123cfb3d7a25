// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import Testing

/// Runs tests ahead of those that compute.
///
/// A test that talks to another program waits for a thread with each answer.
/// Beside tests that compute for seconds at a time, hundreds of such waits take
/// longer than all the rest.
public struct PromptTrait: TestTrait, SuiteTrait, TestScoping {
  /// A suite's trait is one of all its tests.
  public var isRecursive: Bool { true }

  /// Runs a test in a task of high priority, which does not wait behind those
  /// of other tests.
  public func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withoutActuallyEscaping(function) { function in
      let task = Task(priority: .high) { try await function() }
      // A time limit ends the test by cancelling it.
      try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
    }
  }
}

extension Trait where Self == PromptTrait {
  /// Runs tests ahead of those that compute.
  public static var prompt: Self { PromptTrait() }
}
