// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import BackupCodes
import Foundation
import OTPCore
import Testing
import TwoFactor

/// Whether the time of an answer tells who has an account, with real rows in
/// real databases.
@Suite(.serialized) struct AnswerTimeTests {
  private static let isSlow =
    ProcessInfo.processInfo.environment["OTPKIT_SLOW_TESTS"] != nil

  /// Requests that hash nothing: sign-ins during a wait.
  ///
  /// The best threshold on one half of the times is tried on the other half.
  @Test(
    .enabled(if: isSlow, "set OTPKIT_SLOW_TESTS: measures time"),
    .timeLimit(.minutes(5)), arguments: Database.all)
  func aHeldAnswerTellsNothing(_ database: Database) async throws {
    let held = try await accuracy(database, step: .milliseconds(20), 200)
    // The power of the test: what it sees of a fifth of a step, added for
    // known names alone, where nothing is held back.
    let open = try await accuracy(
      database, step: .zero, 200, delay: .milliseconds(4))
    print(
      "\(database.testDescription): one request tells known from unknown:",
      "\(held) with steps of 20 ms, \(open) where 4 ms more are not held back",
      "(0.5 is chance, 200 answers)")
    #expect(open > 0.8)
    // Chance alone stays below it in all but 1 of 10,000 runs.
    #expect(held < 0.64)
  }

  private func accuracy(
    _ database: Database, step: Duration, _ rounds: Int,
    delay: Duration = .zero
  ) async throws -> Double {
    let store = try await database.open(try await database.place())
    let service = try await waiting(store, step: step)
    var times: [(isKnown: Bool, time: Double)] = []
    for _ in 0..<2 * rounds {
      let isKnown = Bool.random()
      let start = ContinuousClock.now
      _ = try await service.signIn(
        isKnown ? "alice" : "nobody", password: "wrong")
      if isKnown, delay > .zero { try await Task.sleep(for: delay) }
      times.append((isKnown, start.duration(to: .now) / .milliseconds(1)))
    }
    await store.close()
    let (learned, tested) = (times.prefix(rounds), times.suffix(rounds))
    var best = (threshold: 0.0, right: 0)
    for (_, threshold) in learned {
      let right = learned.count { ($0.time > threshold) == $0.isKnown }
      if right > best.right { best = (threshold, right) }
    }
    let right = tested.count { ($0.time > best.threshold) == $0.isKnown }
    return Double(right) / Double(rounds)
  }

  /// A service at which both names have to wait.
  private func waiting(
    _ store: DatabaseStore, step: Duration
  ) async throws -> TwoFactorService {
    var rules = TwoFactorConfiguration(issuer: "ACME")
    rules.passwordDerivation = try .pbkdf2SHA256(iterations: 1)
    rules.passwordDelay = try DelayPolicy(free: 0, first: 60, longest: 3_600)
    rules.answerStep = step
    let secret = try Secret([UInt8](repeating: 7, count: 32))
    let now: UnixTime = 1_700_000_000
    let service = try TwoFactorService(
      rules: rules,
      keyring: try Keyring(current: .init(id: "test", secret: secret)),
      store: store, sender: Nobody(), audit: NoAudit(), clock: { now },
      background: { await $0() })
    try await service.register(
      "alice", mail: "alice@example.org",
      password: "seven grey herons at dusk")
    for id in ["alice", "nobody"] as [AccountID] {
      _ = try await service.signIn(id, password: "wrong")
    }
    return service
  }

  private struct Nobody: MessageSender {
    func send(_ message: AccountMessage) async throws {}
  }
}
