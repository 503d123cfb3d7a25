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
      "accounts-share-the-limits-of-messages",
      "Many new accounts send as many text messages as they like."
    ) { party in
      let server = try party.server { rules in
        rules.messageLimits.total = try MessageLimit(10, in: 3_600)
      }
      let sent = await count(of: 40) { task in
        do {
          let id = try AccountID("person-\(task)")
          let grant = try await party.register(id, at: server)
          _ = try await server.enrolSMS(
            id, grant: grant, number: "+6141234\(1_000 + task)")
          return true
        } catch { return false }
      }
      let codes = party.gateway.messages.count {
        if case .code = $0.content { true } else { false }
      }
      guard sent == 10, codes == 10 else {
        return "40 accounts were promised \(sent) messages and got \(codes)"
      }
      return nil
    },
    ServiceCheck(
      "names-without-account-leave-few-rows",
      "Each name that a stranger tries leaves a row."
    ) { party in
      let store = WatchedStore(party.store)
      let server = try party.server(on: store) { $0.unknownNameRows = 16 }
      _ = await count(of: 200) { task in
        guard let id = try? AccountID("stranger-\(task)") else { return false }
        return (try? await server.requestReset(id)) != nil
      }
      let rows = await store.saved.count
      return rows <= 16 ? nil : "200 names left \(rows) rows"
    },
  ]

  /// How many of so many tasks at once say yes.
  private static func count(
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
