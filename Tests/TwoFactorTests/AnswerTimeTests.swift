// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import Foundation
import OTPCore
import Testing

@testable import TwoFactor

/// Time does not tell who has an account, measured on rows that are decoded
/// and encoded like those of a database.
@Suite(.serialized) struct AnswerTimeTests {
  /// Sign-ins during a wait and reset requests within their pause, which hash
  /// nothing: with the rhythm the best threshold tells no better than a coin.
  @Test(
    .enabled(if: runsSlowTests, "set OTPKIT_SLOW_TESTS: measures time"))
  func aHeldAnswerTellsNothing() async throws {
    let open = try await accuracy(step: .zero, rounds: 400)
    let held = try await accuracy(step: .milliseconds(10), rounds: 200)
    print(
      "one request tells known from unknown: \(open) without a rhythm,",
      "\(held) with steps of 10 ms (0.5 is chance)")
    // The test can tell: without the rhythm it does.
    #expect(open > 0.9)
    // 400 answers: chance alone stays below 0.62 in all but 1 of 10,000 runs.
    #expect(held < 0.62)
  }

  /// How often the best threshold on half of the times is right on the others.
  private func accuracy(step: Duration, rounds: Int) async throws -> Double {
    let world = try World(store: TimedRowStore()) { $0.answerStep = .zero }
    let (app, _) = try await world.withApp()
    for _ in 0..<6 { _ = try await world.signIn(app: app, remember: true) }
    for id in ["alice", "nobody"] as [AccountID] {
      for _ in 0..<12 {
        _ = try await world.service.signIn(id, password: "wrong")
        world.advance(60)
      }
      _ = try await world.service.signIn(id, password: "wrong")
    }
    var service = world.service
    var rules = service.rules
    rules.answerStep = step
    try service.apply(rules)
    var times: [(isKnown: Bool, time: Double)] = []
    for round in 0..<2 * rounds {
      let isKnown = round.isMultiple(of: 2)
      let start = ContinuousClock.now
      _ = try await service.signIn(
        isKnown ? "alice" : "nobody", password: "wrong")
      times.append((isKnown, start.duration(to: .now) / .milliseconds(1)))
    }
    let (learned, tested) = (times.prefix(rounds), times.suffix(rounds))
    var best = (threshold: 0.0, right: 0)
    for (_, threshold) in learned {
      let right = learned.count { ($0.time > threshold) == $0.isKnown }
      if right > best.right { best = (threshold, right) }
    }
    let right = tested.count { ($0.time > best.threshold) == $0.isKnown }
    return Double(right) / Double(rounds)
  }

  @Test func everyAnswerEndsAStep() async throws {
    let world = try World { $0.answerStep = .milliseconds(50) }
    for _ in 0..<3 {
      let start = ContinuousClock.now
      _ = try await world.service.signIn("nobody", password: "wrong")
      #expect(start.duration(to: .now) >= .milliseconds(50))
    }
    let start = ContinuousClock.now
    _ = try? await world.service.status("nobody", grant: "made up")
    #expect(start.duration(to: .now) >= .milliseconds(50))
  }

  /// While the cost is being raised, each check runs both derivations, for the
  /// old hash, the new one, and a name without account.
  @Test func oldHashesCostAsMuchAsNew() async throws {
    var world = try World()
    _ = try await world.register("old")
    var rules = world.service.rules
    let cheap = rules.passwordDerivation
    let dear = try KeyDerivation.pbkdf2SHA256(iterations: 200_000)
    rules.passwordDerivation = dear
    rules.previousPasswordDerivations = [cheap]
    try world.service.apply(rules)
    _ = try await world.register("new")
    var times: [AccountID: Double] = [:]
    for id in ["old", "new", "nobody"] as [AccountID] {
      let account = try await world.store.load(id)?.state
      let turn = Turn(
        account: account ?? .unknown(id, at: World.start), now: World.start,
        setup: world.service.setup, random: world.service.random)
      var best = Double.infinity
      for _ in 0..<5 {
        let start = processorTime()
        let isRight = try turn.checkPassword("wrong")
        best = min(best, processorTime() - start)
        #expect(!isRight)
      }
      times[id] = best
    }
    print(
      "ms of a wrong password against an old hash, a new one, none: \(times)")
    let most = try #require(times.values.max())
    let least = try #require(times.values.min())
    // A check that ran one of the two only would be 200,000 times cheaper for
    // the old hash; what a shared processor adds is less than this.
    #expect(most < least * 2)
    // The right password is hashed anew.
    _ = try await world.signIn("old")
    let phc = try await world.account("old").state.password?.phc
    #expect(phc?.contains("200000") == true)
  }
}

/// The milliseconds of processor that this thread has taken, whatever else the
/// machine does.
private func processorTime() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}

/// Keeps what a database would: bytes, read and written on each call.
private final class TimedRowStore: AccountStore {
  private let rows = Locked<[AccountID: (version: UInt64, bytes: [UInt8])]>([:])

  func load(_ id: AccountID) throws -> Account? {
    try rows.current[id].map { try Account(decoding: $0.bytes) }
  }

  func save(_ account: Account, replacing version: UInt64) throws -> Bool {
    let bytes = try account.encoded()
    return rows.withLock { rows in
      guard rows[account.id]?.version ?? 0 == version else { return false }
      rows[account.id] = (account.version, bytes)
      return true
    }
  }
}
