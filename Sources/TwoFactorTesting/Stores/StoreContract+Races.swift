// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TwoFactor

// The checks in which tasks race, on one server or on two.

extension StoreContract {
  static let id: AccountID = "race"

  func firstSave(_ stores: [CheckedStore]) async throws -> String? {
    try await winners(stores, over: nil)
  }

  func saveOverVersion(_ stores: [CheckedStore]) async throws -> String? {
    // Several rounds, because one race may end well by chance.
    var last = Account.sample(Self.id)
    guard try await stores[0].save(last, replacing: 0) else {
      return "the first save was refused"
    }
    for _ in 1...8 {
      if let found = try await winners(stores, over: last) { return found }
      guard let next = try await stores[0].load(Self.id) else {
        return "the account is gone"
      }
      last = next
    }
    return nil
  }

  /// Lets every task save over one version; one must be told that it did, and
  /// it must be the one that is loaded afterwards.
  private func winners(
    _ stores: [CheckedStore], over last: Account?
  ) async throws -> String? {
    let first = Account.sample(Self.id, mark: "0")
    let winners = try await withThrowingTaskGroup(of: String?.self) { group in
      for task in 1...tasks {
        let store = stores[task % stores.count]
        group.addTask {
          let next =
            last?.next(mark: UInt64(task))
            ?? Account.sample(first.id, mark: String(task))
          return try await store.save(next, replacing: last?.version ?? 0)
            ? next.mark : nil
        }
      }
      return try await group.reduce(into: [String]()) { winners, mark in
        if let mark { winners.append(mark) }
      }
    }
    guard winners.count == 1 else { return "\(winners.count) of \(tasks) won" }
    for store in stores {
      guard try await store.load(Self.id)?.mark == winners.first else {
        return "another save than the winner's is loaded"
      }
    }
    return nil
  }

  /// Each task saves an account of its own: none of them is in another's way.
  func otherAccounts(_ store: CheckedStore) async throws -> String? {
    let tasks = tasks
    let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 1...tasks {
        group.addTask {
          let first = Account.sample(try AccountID("own-\(task)"))
          guard try await store.save(first, replacing: 0) else { return true }
          let second = first.next(mark: 2)
          return try await !store.save(second, replacing: first.version)
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    return refused == 0
      ? nil : "\(refused) of \(tasks) were refused beside other accounts"
  }

  func lostUpdates(_ stores: [CheckedStore]) async throws -> String? {
    let first = Account.sample(Self.id)
    guard try await stores[0].save(first, replacing: 0) else {
      return "the first save was refused"
    }
    let limit = 4 * tasks
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 1...tasks {
        let store = stores[task % stores.count]
        group.addTask {
          try await Self.update(store, attempts: limit) {
            $0.next(adding: String(task))
          }
        }
      }
      try await group.waitForAll()
    }
    for store in stores {
      let added = Set(try await store.load(Self.id)?.additions ?? [])
      let lost = (1...tasks).filter { !added.contains(String($0)) }.count
      if lost > 0 { return "\(lost) of \(tasks) are lost" }
    }
    return nil
  }

  /// Changes the account until the change is saved.
  ///
  /// A save is refused only where another one was accepted in between, so there
  /// are fewer refusals than saves.
  ///
  /// - Returns: The version that was saved.
  @discardableResult
  private static func update(
    _ store: CheckedStore, attempts: Int, _ change: (Account) -> Account
  ) async throws -> UInt64 {
    for _ in 0..<attempts {
      guard let account = try await store.load(id) else {
        throw StoreFinding(description: "the account is gone")
      }
      let next = change(account)
      let isSaved = try await store.save(next, replacing: account.version)
      if isSaved { return next.version }
      await Task.yield()
    }
    throw StoreFinding(
      description: "\(attempts) saves over the loaded version were refused")
  }

  func tornLoads(_ stores: [CheckedStore]) async throws -> String? {
    let (store, rounds) = (stores[0], tasks)
    let first = Account.sample(Self.id).next(mark: 1)
    guard try await store.save(first, replacing: 0) else {
      return "the first save was refused"
    }
    return try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask {
        for round in 2...rounds + 1 {
          try await Self.update(store, attempts: 8) {
            $0.next(mark: UInt64(round))
          }
          if try await store.load(Self.id)?.isTorn != false {
            return "saw parts of two saves"
          }
        }
        return nil
      }
      group.addTask {
        for _ in 1...rounds where try await store.load(Self.id)?.isTorn != false
        {
          return "saw parts of two saves"
        }
        return nil
      }
      return try await group.reduce(nil) { $0 ?? $1 }
    }
  }

  func monotonicLoads(_ stores: [CheckedStore]) async throws -> String? {
    let (store, rounds) = (stores[0], tasks)
    guard try await store.save(Account.sample(Self.id), replacing: 0) else {
      return "the first save was refused"
    }
    return try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for round in 1...rounds {
            let saved = try await Self.update(store, attempts: 8 * rounds) {
              $0.next(mark: UInt64(round))
            }
            let version = try await store.load(Self.id)?.version ?? 0
            guard version >= saved else { return "fell behind \(saved)" }
          }
          return nil
        }
      }
      return try await group.reduce(nil) { $0 ?? $1 }
    }
  }

  func otherServerSees(_ store: CheckedStore) async throws -> String? {
    let stores = try await servers(store)
    guard stores.count == 2 else { return nil }
    var last = Account.sample(Self.id)
    guard try await stores[0].save(last, replacing: 0) else {
      return "the first save was refused"
    }
    for round in 1...8 {
      let (here, there) = (stores[round % 2], stores[(round + 1) % 2])
      guard try await here.load(Self.id) == last else {
        return "loaded an earlier version than another server has saved"
      }
      let next = last.next(mark: UInt64(round))
      guard try await there.save(next, replacing: last.version) else {
        return "a save over the stored version was refused"
      }
      last = next
    }
    return nil
  }
}
