// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore
import Testing

@testable import TwoFactor

/// A thousand tasks with one code: exactly one gets in.
///
/// The tasks are spread over eight sign-ins, so that it is the code that is
/// used up and not only the challenge; the store lets others run between a
/// load and a save.
@Suite struct ConcurrencyTests {
  static let tasks = 1_000

  /// How a race ended.
  struct Tally: Sendable {
    var accepted = 0
    var refused = 0
    var busy = 0

    func report(_ what: String) {
      print(
        "\(what): \(ConcurrencyTests.tasks) tasks, \(accepted) accepted,",
        "\(refused) refused, \(busy) gave way")
    }
  }

  /// Runs a use of one code in many tasks at the same time.
  static func race(
    _ use: @escaping @Sendable (Int) async throws -> Bool
  ) async throws -> Tally {
    try await withThrowingTaskGroup(of: Bool?.self) { group in
      for task in 0..<tasks {
        group.addTask {
          do { return try await use(task) } catch let error as TwoFactorError {
            guard error == .contention else { throw error }
            return nil
          }
        }
      }
      return try await group.reduce(into: Tally()) { tally, isAccepted in
        switch isAccepted {
        case true?: tally.accepted += 1
        case false?: tally.refused += 1
        case nil: tally.busy += 1
        }
      }
    }
  }

  private func challenges(_ world: World) async throws -> [String] {
    var tokens: [String] = []
    for _ in 0..<8 { tokens.append(try await world.challenge().token) }
    return tokens
  }

  private func race(
    _ world: World, _ tokens: [String], _ proof: SecondFactorProof
  ) async throws -> Tally {
    try await Self.race { task in
      let answer = try await world.service.verify(
        "alice", challenge: tokens[task % tokens.count], proof: proof)
      return answer.session != nil
    }
  }

  @Test func aCodeOfTheAppIsAcceptedOnce() async throws {
    let world = try World(store: YieldingStore(MemoryAccountStore()))
    let (app, _) = try await world.withApp()
    let tokens = try await challenges(world)
    let tally = try await race(world, tokens, .totp(world.code(app)))
    tally.report("app code")
    #expect(tally.accepted == 1)
  }

  @Test func aCodeByTextMessageIsAcceptedOnce() async throws {
    let world = try World(store: YieldingStore(MemoryAccountStore()))
    let grant = try await world.register()
    _ = try await world.service.enrolSMS(
      "alice", grant: grant, number: "0412345678")
    _ = try await world.service.confirmEnrolment(
      "alice", grant: grant, code: #require(world.mailbox.code))
    world.advance(60)
    let token = try await world.challenge().token
    _ = try await world.service.sendCode("alice", challenge: token)
    let code = try #require(world.mailbox.code)
    let tally = try await race(world, [token], .sms(code))
    tally.report("text-message code")
    #expect(tally.accepted == 1)
  }

  @Test func aBackupCodeIsAcceptedOnce() async throws {
    let world = try World(store: YieldingStore(MemoryAccountStore()))
    let (app, _) = try await world.withApp()
    let grant = try await world.signIn(app: app).grant
    let codes = try await world.service.regenerateBackupCodes(
      "alice", grant: grant)
    let tokens = try await challenges(world)
    let tally = try await race(world, tokens, .backup(codes[3]))
    tally.report("backup code")
    #expect(tally.accepted == 1)
    #expect(try await world.account().state.backup?.set.remaining == 9)
  }

  @Test func aResetTokenIsAcceptedOnce() async throws {
    let world = try World(store: YieldingStore(MemoryAccountStore()))
    _ = try await world.register()
    try await world.service.requestReset("alice")
    let token = try #require(world.mailbox.resetToken)
    let tally = try await Self.race { _ in
      try await world.service.confirmReset("alice", token: token)
    }
    tally.report("reset token")
    #expect(tally.accepted == 1)
    let mails = world.mailbox.messages.current.filter { message in
      if case .temporaryPassword = message.content { true } else { false }
    }
    #expect(mails.count == 1)
  }

  /// The test can fail: without compare-and-set more than one gets in.
  @Test func withoutCompareAndSetMoreThanOneGetsIn() async throws {
    let world = try World(store: YieldingStore(Broken(.overwrites)))
    let (app, _) = try await world.withApp()
    let tokens = try await challenges(world)
    let tally = try await race(world, tokens, .totp(world.code(app)))
    #expect(tally.accepted > 1)
  }

  /// Guesses in parallel count as many as they are (RFC 4226 section 7.3).
  @Test func parallelGuessesAreAllCounted() async throws {
    let world = try World(store: YieldingStore(MemoryAccountStore())) {
      $0.factorDelay = try DelayPolicy(free: 10_000, longest: 1)
      $0.challengeAttempts = 10_000
      $0.attempts = 10_000
    }
    _ = try await world.withApp()
    let tokens = try await challenges(world)
    let tally = try await Self.race { task in
      guard task < 50 else { return false }
      let answer = try await world.service.verify(
        "alice", challenge: tokens[task % 8], proof: .totp("000000"))
      return answer.session != nil
    }
    #expect(tally.accepted == 0)
    #expect(try await world.account().state.throttles[.totp]?.failures == 50)
  }
}

/// Lets other tasks run between a load and a save.
struct YieldingStore: AccountStore {
  let store: any AccountStore

  init(_ store: any AccountStore) { self.store = store }

  func load(_ id: AccountID) async throws -> Account? {
    let account = try await store.load(id)
    await Task.yield()
    return account
  }

  func save(
    _ account: Account, replacing version: UInt64
  ) async throws -> Bool {
    await Task.yield()
    return try await store.save(account, replacing: version)
  }
}
