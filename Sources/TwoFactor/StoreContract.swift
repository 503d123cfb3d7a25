// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// The checks that every account store must pass, for any test framework.
///
/// ```swift
/// @Test func keepsTheContract() async {
///   let contract = StoreContract { try await MyStore(path: temporaryPath()) }
///   #expect(await contract.violations() == [])
/// }
/// ```
///
/// They are about what the account layer rests on: a save happens whole or
/// not at all, of concurrent saves over one version exactly one wins, and
/// what was saved is what every later load sees.
public struct StoreContract: Sendable {
  /// A check that a store fails.
  public struct Violation: Sendable, Hashable, CustomStringConvertible {
    /// The name of the check.
    public let check: String
    /// What was seen.
    public let detail: String

    /// Both, for a report.
    public var description: String { "\(check): \(detail)" }
  }

  let make: @Sendable () async throws -> any AccountStore
  let reopen: (@Sendable (any AccountStore) async throws -> any AccountStore)?
  let tasks: Int

  /// The contract of the stores that a closure makes.
  ///
  /// - Parameters:
  ///   - tasks: How many tasks race in the checks of concurrency.
  ///   - reopen: For durable stores: ends a store as a crash would and opens
  ///     what it left behind.
  ///   - make: Makes an empty store; called once a check.
  public init(
    tasks: Int = 100,
    reopen: (@Sendable (any AccountStore) async throws -> any AccountStore)? =
      nil,
    make: @escaping @Sendable () async throws -> any AccountStore
  ) {
    self.make = make
    self.reopen = reopen
    self.tasks = tasks
  }

  /// Runs every check; the store keeps the contract if the answer is empty.
  public func violations() async -> [Violation] {
    var found: [Violation] = []
    for (name, check) in checks {
      do {
        let store = try await make()
        if let detail = try await check(store) {
          found.append(Violation(check: name, detail: detail))
        }
      } catch {
        found.append(Violation(check: name, detail: "threw an error"))
      }
    }
    return found
  }

  /// The names of the checks.
  public var names: [String] { checks.map(\.name) }

  private typealias Check =
    @Sendable (any AccountStore) async throws ->
    String?

  private var checks: [(name: String, run: Check)] {
    [
      ("an unknown account is nil", Self.unknownIsNil),
      ("what is saved is loaded", Self.roundTrip),
      ("names are told apart", Self.namesDiffer),
      ("a stale save changes nothing", Self.staleSave),
      ("one of many first saves wins", firstSave),
      ("one of many saves over a version wins", saveOverVersion),
      ("no update is lost", noLostUpdate),
      ("no load sees half an account", noHalfWrite),
      ("the last accepted step never falls", monotonicStep),
      ("a restart loses nothing", restart),
    ]
  }
}

// MARK: - One task

extension StoreContract {
  private static let unknownIsNil: Check = { store in
    try await store.load("nobody") == nil ? nil : "loaded something"
  }

  private static let roundTrip: Check = { store in
    let account = Account.sample("alice", version: 1)
    guard try await store.save(account, replacing: 0) else {
      return "the first save was refused"
    }
    return try await store.load("alice") == account
      ? nil : "loaded another account than was saved"
  }

  private static let namesDiffer: Check = { store in
    let names = ["a", "A", "a ", "a/b", "a%2Fb", "../a", "ä", "'", ""]
    for (place, name) in names.enumerated() {
      var account = Account.sample(AccountID(name), version: 1)
      account.state.mail = String(place)
      let isSaved = try await store.save(account, replacing: 0)
      guard isSaved else { return "name \(place) is mixed up" }
    }
    let first = try await store.load("a")
    return first?.state.mail == "0" ? nil : "a was overwritten"
  }

  private static let staleSave: Check = { store in
    let absent = Account.sample("bob", version: 6)
    if try await store.save(absent, replacing: 5) {
      return "saved over a version that never was"
    }
    guard try await store.load("bob") == nil else {
      return "a refused save left something"
    }
    let first = Account.sample("bob", version: 1)
    var second = first
    second.state.version = 2
    second.state.mail = "second"
    _ = try await store.save(first, replacing: 0)
    _ = try await store.save(second, replacing: 1)
    if try await store.save(first, replacing: 0) { return "saved over 2 as 0" }
    if try await store.save(first, replacing: 1) { return "saved over 2 as 1" }
    return try await store.load("bob") == second
      ? nil : "a refused save changed something"
  }
}

// MARK: - Many tasks

extension StoreContract {
  /// How many of the tasks were told that they saved.
  private func winners(
    _ store: any AccountStore, replacing version: UInt64
  ) async throws -> Int {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<tasks {
        group.addTask {
          var account = Account.sample("race", version: version + 1)
          account.state.mail = String(task)
          return try await store.save(account, replacing: version)
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
  }

  private func firstSave(_ store: any AccountStore) async throws -> String? {
    let count = try await winners(store, replacing: 0)
    return count == 1 ? nil : "\(count) of \(tasks) won"
  }

  private func saveOverVersion(
    _ store: any AccountStore
  ) async throws -> String? {
    let first = Account.sample("race", version: 1)
    _ = try await store.save(first, replacing: 0)
    let count = try await winners(store, replacing: 1)
    return count == 1 ? nil : "\(count) of \(tasks) won"
  }

  /// Changes an account until the change is saved.
  private static func update(
    _ store: any AccountStore, _ change: (inout Account.State) -> Void
  ) async throws {
    while true {
      guard var state = try await store.load("race")?.state else { return }
      let version = state.version
      change(&state)
      state.version += 1
      let isSaved = try await store.save(Account(state), replacing: version)
      if isSaved { return }
      await Task.yield()
    }
  }

  private func noLostUpdate(_ store: any AccountStore) async throws -> String? {
    let first = Account.sample("race", version: 1)
    _ = try await store.save(first, replacing: 0)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<tasks {
        group.addTask {
          try await Self.update(store) {
            $0.identities.append(.init(issuer: "race", subject: "\(task)"))
          }
        }
      }
      try await group.waitForAll()
    }
    let account = try await store.load("race")
    let count = Set(account?.state.identities.map(\.subject) ?? [])
      .intersection((0..<tasks).map(String.init)).count
    return count == tasks ? nil : "\(tasks - count) of \(tasks) are lost"
  }

  private func noHalfWrite(_ store: any AccountStore) async throws -> String? {
    var first = Account.sample("race", version: 1)
    first.state.mail = "0"
    first.state.createdAt = 0
    _ = try await store.save(first, replacing: 0)
    let rounds = tasks
    return try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask {
        for round in 1...rounds {
          try await Self.update(store) {
            ($0.mail, $0.createdAt) = ("\(round)", UnixTime(Int64(round)))
          }
          if try await Self.isTorn(store) { return "saw parts of two saves" }
        }
        return nil
      }
      group.addTask {
        for _ in 1...rounds where try await Self.isTorn(store) {
          return "saw parts of two saves"
        }
        return nil
      }
      return try await group.reduce(nil) { $0 ?? $1 }
    }
  }

  /// Whether the two members that are always changed together differ.
  private static func isTorn(_ store: any AccountStore) async throws -> Bool {
    let state = try await store.load("race")?.state
    return state?.mail != state.map { "\($0.createdAt.seconds)" }
  }

  private func monotonicStep(_ store: any AccountStore) async throws -> String?
  {
    let first = Account.sample("race", version: 1)
    _ = try await store.save(first, replacing: 0)
    let rounds = tasks
    return try await withThrowingTaskGroup(of: String?.self) { group in
      for task in 0..<4 {
        group.addTask {
          var seen: UInt64 = 0
          for round in 1...rounds {
            let step = UInt64(round * 4 + task)
            try await Self.update(store) { $0.accept(step) }
            let last = try await store.load("race")?.state.lastStep ?? 0
            if last < max(seen, step) { return "fell below \(step)" }
            seen = last
          }
          return nil
        }
      }
      return try await group.reduce(nil) { $0 ?? $1 }
    }
  }

  private func restart(_ store: any AccountStore) async throws -> String? {
    guard let reopen else { return nil }
    let account = Account.sample("alice", version: 1)
    _ = try await store.save(account, replacing: 0)
    let again = try await reopen(store)
    guard try await again.load("alice") == account else {
      return "the account is gone or another"
    }
    return try await again.save(account, replacing: 0)
      ? "a second first save was accepted" : nil
  }
}

extension Account.State {
  fileprivate var lastStep: UInt64? { totp?.state.lastAcceptedStep }

  fileprivate mutating func accept(_ step: UInt64) {
    let last = max(step, lastStep ?? 0)
    totp?.state.lastAcceptedStep = last
  }
}

extension Account {
  /// An account with something in many of its members.
  static func sample(_ id: AccountID, version: UInt64) -> Account {
    var state = State(id: id, standing: .active, createdAt: 1_000)
    state.version = version
    state.mail = "person@example.org"
    state.identities = [.init(issuer: "https://idp.example", subject: "7")]
    let sealed = Sealed(
      keyID: "k1", nonce: Array(0..<12), ciphertext: Array(0..<36))
    state.totp = TOTPFactor(
      name: "0a", secret: sealed, parameters: TOTPParameters(),
      state: TOTPState(lastAcceptedStep: 1, drift: -1), activeSince: 1_030)
    state.throttles[.totp] = Throttle()
    state.throttles[.totp]?.fail(at: 1_100)
    state.outbox = [
      OutboxEntry(
        id: "0b", content: sealed, createdAt: 1_000, leasedUntil: 1_030,
        expiresAt: 87_400)
    ]
    return Account(state)
  }
}
