// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import TwoFactor

extension ServiceCheck {
  /// Many calls at once.
  static let races = [
    ServiceCheck(
      "one-code-opens-one-session",
      "Of many uses of one code at once, several sign in."
    ) { party in
      let server = try party.server()
      let grant = try await party.register("alice", at: server)
      let app = try await party.app(of: "alice", grant: grant, at: server)
      var tokens: [String] = []
      for _ in 0..<8 {
        tokens.append(try await party.challenge("alice", at: server))
      }
      let code = try party.code(app)
      let opened = await count(of: 24) { [tokens] task in
        // Who loses too many races is told so, and may come again.
        for _ in 0..<20 {
          do throws(TwoFactorError) {
            return try await server.verify(
              "alice", challenge: tokens[task % 8], proof: .totp(code)
            ).isSignedIn
          } catch {
            guard error == .contention else { return false }
          }
        }
        return false
      }
      return opened == 1 ? nil : "\(opened) of 24 signed in"
    },
    ServiceCheck(
      "one-message-is-sent-once",
      "Each of those who empty an outbox at once sends what is in it."
    ) { party in
      party.gateway.set(isOut: true)
      let server = try party.server()
      try await server.register("alice", mail: "alice@example.org")
      party.gateway.set(isOut: false)
      party.advance(7_200)
      _ = await count(of: 20) { _ in
        (try? await server.deliverMessages("alice")) != nil
      }
      let count = party.gateway.messages.count
      return count == 1 ? nil : "one message was sent \(count) times"
    },
    ServiceCheck(
      "guesses-at-once-are-all-counted",
      "Wrong codes that come at once count as fewer than they are."
    ) { party in
      let guesses = 50
      let server = try party.server { rules in
        rules.factorDelay = try DelayPolicy(free: guesses - 1, longest: 60)
        rules.challengeAttempts = 100
        rules.attempts = 10_000
      }
      let grant = try await party.register("alice", at: server)
      let app = try await party.app(of: "alice", grant: grant, at: server)
      let token = try await party.challenge("alice", at: server)
      let right = try (-1...1).map {
        try app.code(at: party.now.advanced(by: 30 * $0)).description
      }
      let wrong = ["000000", "000001", "000002", "000003"]
        .first { !right.contains($0) }
      _ = await count(of: guesses) { _ in
        let answer = try? await server.verify(
          "alice", challenge: token, proof: .totp(wrong ?? ""))
        return answer?.isSignedIn == true
      }
      let answer = try await server.verify(
        "alice", challenge: token, proof: .totp(party.code(app)))
      guard case .refused(_?) = answer else {
        return "after \(guesses) wrong codes at once the next had no wait"
      }
      return nil
    },
  ]

  /// How many of so many tasks at once say yes.
  static func count(
    of tasks: Int, _ body: @escaping @Sendable (Int) async -> Bool
  ) async -> Int {
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<tasks { group.addTask { await body(task) } }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
  }
}

/// A store that remembers which rows were saved, and can answer with another.
actor WatchedStore: AccountStore {
  private let store: any AccountStore
  private(set) var saved: Set<String> = []
  private var detours: [AccountID: AccountID] = [:]

  init(_ store: any AccountStore) { self.store = store }

  func answer(_ id: AccountID, with other: AccountID) { detours[id] = other }

  func load(_ id: AccountID) async throws -> Account? {
    try await store.load(detours[id] ?? id)
  }

  func save(
    _ account: Account, replacing version: UInt64
  ) async throws -> Bool {
    saved.insert(account.id.text)
    return try await store.save(account, replacing: version)
  }
}
