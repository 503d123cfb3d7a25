// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import Dispatch
import Foundation
import OTPCore
import Testing

@testable import TwoFactor

@Suite struct DerivationExecutorTests {
  @Test func noMoreRunAtOnceThanThreads() async {
    let threads = DerivationThreads(count: 2)
    let running = Locked((now: 0, most: 0))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<40 {
        group.addTask(executorPreference: threads) {
          running.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
          }
          var sum: UInt64 = 0
          for number in 0..<20_000 as Range<UInt64> { sum &+= number * number }
          running.withLock { $0.now -= sum == 1 ? 2 : 1 }
        }
      }
    }
    #expect(running.current.now == 0)
    #expect(1...2 ~= running.current.most)
  }

  /// Derivations wait for each other, one more than the machine has processors.
  ///
  /// They keep their threads meanwhile, so that all can arrive only on threads of
  /// their own: the tasks of the process share one thread per processor.
  @Test func derivationsHaveThreadsOfTheirOwn() async {
    let count = ProcessInfo.processInfo.activeProcessorCount + 1
    let threads = DerivationThreads(count: count)
    let gate = DispatchSemaphore(value: 0)
    let arrived = Locked(0)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<count {
        group.addTask(executorPreference: threads) {
          let isLast = arrived.withLock {
            $0 += 1
            return $0 == count
          }
          if isLast { for _ in 0..<count { gate.signal() } }
          return gate.waitInThread(seconds: 240)
        }
      }
      for await hasPassed in group { #expect(hasPassed) }
    }
  }

  @Test func beyondTheLimitItIsBusy() async throws {
    let executor = DerivationExecutor(nil, limit: 1)
    try await executor.run {
      #expect(executor.count == 1)
      await #expect(throws: TwoFactorError.busy) { try await executor.run {} }
    }
    #expect(executor.count == 0)
    try await executor.run {}
  }

  /// Eight clients sign in as fast as they can with scrypt at 2^17; a health
  /// check runs beside them.
  @Test(
    .enabled(if: runsSlowTests, "set OTPKIT_SLOW_TESTS: needs idle processors"),
    .timeLimit(.minutes(5)))
  func aHealthCheckStaysQuick() async throws {
    // Where hashing keeps every thread of the pool busy, a check waits for one
    // of them: a few are enough to see it.
    let inPlace = try await median(of: 5, .inPlace)
    let apart = try await median(
      of: 41, DerivationExecutor(DerivationThreads(count: 1), limit: 64))
    print(
      "health check beside 8 clients at scrypt 2^17: median \(apart) with",
      "threads of its own, \(inPlace) without")
    #expect(apart < .milliseconds(5))
    #expect(apart < inPlace)
  }

  private func median(
    of count: Int, _ derivations: DerivationExecutor
  ) async throws -> Duration {
    let service = try await busyService(derivations)
    let isOver = Locked(false)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      for client in 0..<8 {
        group.addTask {
          let id = try AccountID("client-\(client)")
          // The right password: after a wrong one nothing would be hashed until
          // the wait is over.
          while !isOver.current {
            _ = try await service.signIn(id, password: World.password)
            // The next request comes later: without this, a client whose store
            // never waits would keep its thread for good.
            await Task.yield()
          }
        }
      }
      var times: [Duration] = []
      for _ in 0..<count {
        try await Task.sleep(for: .milliseconds(25))
        let start = ContinuousClock.now
        await Task {}.value
        times.append(start.duration(to: .now))
      }
      isOver.withLock { $0 = true }
      try await group.waitForAll()
      return times.sorted()[times.count / 2]
    }
  }

  /// A service with eight accounts whose passwords are hashed at 2^17.
  private func busyService(
    _ derivations: DerivationExecutor
  ) async throws -> TwoFactorService {
    var rules = TwoFactorConfiguration(issuer: "ACME")
    rules.passwordDerivation = try .scrypt(ln: 17, r: 8, p: 1)
    rules.answerStep = .zero
    let service = try TwoFactorService(
      rules: rules, keyring: try Keyring(current: .test("k1")),
      store: MemoryAccountStore(), sender: Mailbox(), audit: NoAudit(),
      derivations: derivations)
    for client in 0..<8 {
      try await service.register(
        try AccountID("client-\(client)"), mail: nil,
        password: World.password)
    }
    return service
  }

  @Test func busyIsToldApartAndCountsNothing() async throws {
    let derivations = DerivationExecutor(nil, limit: 1)
    let world = try World(derivations: derivations)
    _ = try await world.register()
    try await derivations.run {
      _ = await #expect(throws: TwoFactorError.busy) {
        try await world.service.signIn("alice", password: "wrong")
      }
    }
    _ = try await world.signIn()
  }
}

/// What an observer is told.
@Suite struct ServiceObserverTests {
  private struct Observer: ServiceObserver {
    let seen = Locked<[String]>([])

    func observe(_ measurement: ServiceMeasurement) {
      let text =
        switch measurement {
        case .command(let name, let decisions, let error, _):
          "\(name) \(decisions) \(error?.description ?? "ok")"
        case .load(let failed, _): "load \(failed)"
        case .save(let failed, let lost, _): "save \(failed) \(lost)"
        case .message(let failed, _): "message \(failed)"
        }
      seen.withLock { $0.append(text) }
    }
  }

  @Test func commandsStoreCallsAndMessages() async throws {
    let observer = Observer()
    let world = try World(observer: observer)
    try await world.service.register("alice", mail: "alice@example.org")
    #expect(
      observer.seen.current == [
        "load false", "save false false", "message false", "save false false",
        "register(_:mail:password:identities:) 1 ok",
      ])
    observer.seen.withLock { $0 = [] }
    _ = try? await world.service.status("alice", grant: "made up")
    #expect(
      observer.seen.current == [
        "load false", "status(_:grant:) 1 sign in again to do this",
      ])
  }
}

extension DispatchSemaphore {
  /// Waits as a hash would, without giving the thread back.
  ///
  /// - Returns: Whether it was signalled in time.
  fileprivate func waitInThread(seconds: Int) -> Bool {
    wait(timeout: .now() + .seconds(seconds)) == .success
  }
}
