// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import TwoFactor

// The checks that one task makes.

extension StoreContract {
  func roundTrip(_ store: CheckedStore) async throws -> String? {
    let account = Account.sample("alice", mark: "a\u{0}b\u{e9}\u{1F511}")
    guard try await store.save(account, replacing: 0) else {
      return "the first save was refused"
    }
    guard let loaded = try await store.load("alice") else {
      return "loaded nothing"
    }
    guard loaded == account, try loaded.encoded() == account.encoded() else {
      return "loaded another account than was saved"
    }
    return nil
  }

  func largeAccounts(_ store: CheckedStore) async throws -> String? {
    for power in [12, 16, 20] {
      let id = try AccountID("large-\(power)")
      let mark = String(repeating: "m", count: 1 << power)
      let account = Account.sample(id, mark: mark)
      guard try await store.save(account, replacing: 0) else {
        return "an account of \(1 << power) bytes was refused"
      }
      guard try await store.load(id) == account else {
        return "an account of \(1 << power) bytes was cut off"
      }
    }
    return nil
  }

  /// Names that engines take for the same: by case, accents, width, spaces,
  /// wildcards, escapes, paths, or as numbers.
  static let similarNames = [
    "a", "A", "a/b", "a%2Fb", "../a", "a b", "a  b", "\u{e4}", "\u{c4}",
    "\u{df}", "ss", "'", "''", "\"", "\\", "%", "_", "1", "01", "1.0", "1e0",
    "\u{ff11}", "\u{131}", "i", "I", "null", "NULL", "\u{1F511}",
    "\u{1F512}",
  ]

  /// Names as long as they can be, which differ at the end alone.
  static let longNames =
    ["a", "b"].map { String(repeating: "n", count: 254) + $0 }
    + ["\u{e9}", "\u{e8}"].map { String(repeating: "\u{e9}", count: 126) + $0 }

  func names(
    _ names: [String], _ store: CheckedStore
  ) async throws -> String? {
    for (place, name) in names.enumerated() {
      let account = Account.sample(try AccountID(name), mark: String(place))
      guard try await store.save(account, replacing: 0) else {
        return "\"\(name)\" is taken for another name"
      }
    }
    for (place, name) in names.enumerated() {
      let account = try await store.load(AccountID(name))
      guard account?.mark == String(place) else {
        return "\"\(name)\" was overwritten or is gone"
      }
    }
    return nil
  }

  func loadsInOrder(_ store: CheckedStore) async throws -> String? {
    let names: [AccountID] = ["b", "a", "c"]
    for name in names where !(try await store.save(.sample(name), replacing: 0))
    {
      return "a first save was refused"
    }
    let asked: [AccountID] = ["c", "nobody", "a", "b", "a"]
    let found = try await store.load(asked).map { $0?.id }
    guard found == ["c", nil, "a", "b", "a"] else {
      return "asked for \(asked.map(\.text)), it answered with"
        + " \(found.map { $0?.text ?? "nil" })"
    }
    return try await store.load([]).isEmpty ? nil : "answered nothing with more"
  }

  func staleSave(_ store: CheckedStore) async throws -> String? {
    let absent = Account.sample("bob", version: 6)
    if try await store.save(absent, replacing: 5) {
      return "saved over a version that never was"
    }
    guard try await store.load("bob") == nil else {
      return "a refused save left something"
    }
    let first = Account.sample("bob")
    let second = first.next(mark: 2)
    guard try await store.save(first, replacing: 0),
      try await store.save(second, replacing: 1)
    else { return "a save over the stored version was refused" }
    if try await store.save(first, replacing: 0) { return "saved over 2 as 0" }
    if try await store.save(first, replacing: 1) { return "saved over 2 as 1" }
    guard try await store.load("bob") == second else {
      return "a refused save changed something"
    }
    return try await shortVersions(store)
  }

  /// Versions that are the same in 8, 16 or 32 bits are told apart.
  private func shortVersions(_ store: CheckedStore) async throws -> String? {
    var last = Account.sample("carol")
    guard try await store.save(last, replacing: 0) else {
      return "the first save was refused"
    }
    for bits in [8, 16, 32] {
      let next = Account.sample("carol", version: last.version + 1 << bits)
      guard try await store.save(next, replacing: last.version) else {
        return "a save over the stored version was refused"
      }
      let stale = Account.sample("carol", version: last.version + 1)
      if try await store.save(stale, replacing: last.version) {
        return "saved over \(next.version) as \(last.version)"
      }
      last = next
    }
    return nil
  }

  func restart(_ store: CheckedStore) async throws -> String? {
    guard let reopening else { return nil }
    let account = Account.sample("alice")
    guard try await store.save(account, replacing: 0) else {
      return "the first save was refused"
    }
    let again = CheckedStore(try await reopening(store.base))
    guard try await again.load("alice") == account else {
      return "the account is gone or another"
    }
    if try await again.save(account, replacing: 0) {
      return "a second first save was accepted"
    }
    return try await again.save(account.next(mark: 2), replacing: 1)
      ? nil : "a save over the stored version was refused"
  }
}
