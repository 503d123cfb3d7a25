// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import BackupCodes

@Suite struct BackupCodeSetTests {
  @Test func revisionChangesWithEveryState() throws {
    let scheme = BackupCodeScheme(derivation: try cheap())
    var (codes, set) = try scheme.issue()
    var revisions: Set<String> = [try scheme.issue().set.revision]
    revisions.insert(set.revision)
    for code in codes {
      set = try set.check(code.revealedText, with: scheme).next
      revisions.insert(set.revision)
    }
    #expect(revisions.count == 12)
    codes = []
  }

  @Test func descriptionShowsNoHash() throws {
    let (_, set) = try BackupCodeScheme(derivation: cheap()).issue()
    var dumped = ""
    dump(set, to: &dumped)
    for text in ["\(set)", String(reflecting: set), dumped] {
      #expect(text.contains("10 of 10 left, pbkdf2-sha256 i=2"))
      #expect(!text.contains("hash"))
    }
  }
}

// MARK: - Concurrency

/// The least that a store has to do.
private actor Store {
  private(set) var set: BackupCodeSet

  init(_ set: BackupCodeSet) { self.set = set }

  /// Compare-and-set.
  func replace(_ old: BackupCodeSet, with new: BackupCodeSet) -> Bool {
    guard set == old else { return false }
    set = new
    return true
  }
}

extension Store {
  /// What a sign-in does: load, check, replace, and again if it lost.
  nonisolated func signIn(
    _ code: String, _ scheme: BackupCodeScheme
  ) async throws -> Verdict<BackupCodeSet.Match> {
    while true {
      let old = await set
      let (verdict, next) = try old.check(code, with: scheme)
      guard case .accepted = verdict else { return verdict }
      await Task.yield()
      if await replace(old, with: next) { return verdict }
    }
  }
}

extension BackupCodeSetTests {
  private func signIns(
    _ codes: [String], _ store: Store, _ scheme: BackupCodeScheme
  ) async throws -> [Verdict<BackupCodeSet.Match>] {
    try await withThrowingTaskGroup { group in
      for code in codes {
        group.addTask { try await store.signIn(code, scheme) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test func oneCodeFiftyTimesAtOnce() async throws {
    let scheme = BackupCodeScheme(derivation: try cheap())
    let (codes, set) = try scheme.issue()
    let store = Store(set)
    let code = codes[4].revealedText
    let verdicts = try await signIns(
      Array(repeating: code, count: 50), store, scheme)
    let losers = verdicts.filter { $0 == .rejected(.replayed) }
    #expect(verdicts.count == 50 && losers.count == 49)
    #expect(await store.set.spent == [4])
  }

  @Test func allCodesFiveTimesAtOnce() async throws {
    let scheme = BackupCodeScheme(derivation: try cheap())
    let (codes, set) = try scheme.issue()
    let store = Store(set)
    let texts = codes.map(\.revealedText)
    let verdicts = try await signIns(
      (0..<50).map { texts[$0 % 10] }, store, scheme)
    let winners = verdicts.compactMap { verdict -> Int? in
      guard case .accepted(let match) = verdict else { return nil }
      return match.index
    }
    #expect(winners.sorted() == Array(0..<10))
    #expect(await store.set.remaining == 0)
  }

  /// A set issued meanwhile is not overwritten by a check of the old one.
  @Test func newSetSurvivesALateCheck() async throws {
    let scheme = BackupCodeScheme(derivation: try cheap())
    let (codes, old) = try scheme.issue()
    let (_, new) = try scheme.issue()
    let store = Store(old)
    let (_, next) = try old.check(codes[0].revealedText, with: scheme)
    #expect(await store.replace(old, with: new))
    #expect(await store.replace(old, with: next) == false)
    #expect(await store.set == new)
  }
}
