// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A store as the core asks for one: the new state only if the stored one is
/// still the one that the check began with.
actor CheckedStore<State: Hashable & Sendable> {
  private(set) var state: State

  init(_ state: State) { self.state = state }

  func replace(_ old: State, with new: State) -> Bool {
    guard state == old else { return false }
    state = new
    return true
  }
}

/// How many of `count` concurrent sign-ins with one code succeed.
func concurrentWins<State>(
  _ count: Int, _ store: CheckedStore<State>,
  check: @escaping @Sendable (State) throws -> (accepted: Bool, next: State)
) async throws -> Int {
  try await withThrowingTaskGroup(of: Bool.self) { group in
    for _ in 0..<count {
      group.addTask {
        let old = await store.state
        let (accepted, next) = try check(old)
        guard accepted else { return false }
        return await store.replace(old, with: next)
      }
    }
    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
  }
}
