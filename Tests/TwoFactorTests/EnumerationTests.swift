// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// Nobody can tell who has an account: same answers, same waits, same work.
@Suite struct EnumerationTests {
  /// A known account, an unknown and a deactivated one, tried alike.
  @Test func answersAndWaitsAreTheSame() async throws {
    let world = try World()
    _ = try await world.register("alice")
    _ = try await world.register("dora")
    try await world.service.deactivate("dora", by: .carol, reason: "test")
    for round in 0..<8 {
      var answers: [SignInAnswer] = []
      for id in ["alice", "dora", "nobody"] as [AccountID] {
        answers.append(
          try await world.service.signIn(id, password: "wrong \(round)"))
        answers.append(
          try await world.service.signIn(id, password: "again \(round)"))
        try await world.service.requestReset(id)
        #expect(try await !world.service.confirmReset(id, token: "x"))
      }
      #expect(Set(answers.map { "\($0)" }).count == 1, "round \(round)")
      guard case .refused(let wait) = answers[0] else { return }
      world.advance(Int64(wait ?? 0))
    }
  }

  /// The store is asked as often, too.
  @Test func theStoreDoesTheSameWork() async throws {
    var calls: [[Int]] = []
    for id in ["alice", "nobody"] as [AccountID] {
      let store = CountingStore()
      // What happens after the answer is nobody's to see.
      let world = try World(store: store, delivers: false)
      _ = try await world.register("alice")
      await store.reset()
      _ = try await world.service.signIn(id, password: "wrong password")
      world.advance(1)
      _ = try await world.service.signIn(id, password: "wrong password")
      try await world.service.requestReset(id)
      calls.append(await store.counts)
    }
    #expect(calls[0] == calls[1])
  }

  /// One key derivation whoever asks, with what, and however long it is.
  @Test func everyPasswordCostsOneDerivation() async throws {
    let world = try World()
    _ = try await world.register()
    let texts = ["", "x", "nul\0", String(repeating: "x", count: 5_000)]
    for text in texts {
      for id in ["alice", "nobody"] as [AccountID] {
        let answer = try await world.service.signIn(id, password: text)
        #expect(answer.isRefused)
      }
      world.advance(60)
    }
  }

  @Test func theFourDigitsSayNothing() async throws {
    var answers: [[SendAnswer]] = []
    for lastFour in ["5678", "0000", "", "five"] {
      let world = try World()
      let grant = try await world.register()
      _ = try await world.service.changePhone(
        "alice", grant: grant, number: "0412345678")
      _ = try await world.service.confirmPhone(
        "alice", grant: grant, code: #require(world.mailbox.code))
      _ = try await world.enrolApp("alice", grant)
      let offer = try await world.challenge()
      var row: [SendAnswer] = []
      for _ in 0..<7 {
        row.append(
          try await world.service.startRecovery(
            "alice", challenge: offer.token, lastFour: lastFour))
        world.advance(31)
      }
      answers.append(row)
    }
    for row in answers { #expect(row == answers[0]) }
  }

  /// An account that comes into being takes over nothing of what was tried.
  @Test func anAccountMayTakeANameThatWasTried() async throws {
    let world = try World()
    for _ in 0..<4 {
      _ = try await world.service.signIn("alice", password: "guess")
      world.advance(60)
    }
    #expect(try await world.store.load("alice") == nil)
    _ = try await world.register()
    #expect(try await !world.account().isUnknown)
    await #expect(throws: TwoFactorError.alreadyExists) {
      try await world.service.register("alice", mail: nil)
    }
  }

  /// Commands that guess nothing leave no record of a name.
  @Test func noOtherCallLeavesARecord() async throws {
    let world = try World()
    _ = try await world.service.verify(
      "nobody", challenge: "x", proof: .totp("000000"))
    _ = try await world.service.confirmReset("nobody", token: "x")
    try await world.service.signOut("nobody", grant: "x")
    #expect(try await world.store.load("nobody") == nil)
  }
}

/// Counts its calls.
actor CountingStore: AccountStore {
  private let store = MemoryAccountStore()
  private(set) var counts = [0, 0]

  func reset() { counts = [0, 0] }

  func load(_ id: AccountID) async -> Account? {
    counts[0] += 1
    return store.load(id)
  }

  func save(_ account: Account, replacing version: UInt64) async -> Bool {
    counts[1] += 1
    return store.save(account, replacing: version)
  }
}
