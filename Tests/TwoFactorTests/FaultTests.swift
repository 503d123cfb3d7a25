// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// Every store call of every flow fails once, before it does something and
/// after: the account is then in a state that it has without faults, too.
@Suite struct FaultTests {
  typealias Flow = @Sendable (World) async throws -> Void

  static let flows: [(name: String, run: Flow)] = [
    ("password", { world in _ = try await world.register() }),
    (
      "app",
      { world in
        let (app, _) = try await world.withApp()
        _ = try await world.signIn(app: app, remember: true, address: "::1")
      }
    ),
    ("backup codes", { try await Self.backupCodes($0) }),
    ("text messages", { try await Self.textMessages($0) }),
    ("recovery", { try await Self.recovery($0) }),
    ("removal", { try await Self.removal($0) }),
    ("reset", { try await Self.reset($0) }),
    ("administration", { try await Self.administration($0) }),
  ]

  @Test(arguments: flows.indices)
  func everyStoreCallMayFail(_ index: Int) async throws {
    let (name, flow) = Self.flows[index]
    let (history, calls) = try await Self.history(of: flow)
    for call in 1...calls {
      for mode in FaultyStore.Mode.allCases {
        let store = FaultyStore(failing: call, mode)
        let world = try World(store: store) { $0.requiresBackupCodes = true }
        var isThrown = false
        do { try await flow(world) } catch let error as TwoFactorError {
          #expect(error == .storeUnavailable)
          isThrown = true
        }
        let state = store.saved.current.normal
        #expect(
          isThrown ? history.contains(state) : state == history.last,
          "\(name), call \(call), \(mode)")
      }
    }
    print("\(name): \(calls) store calls, \(2 * calls) faults")
  }

  /// Every state of a run without faults.
  private static func history(
    of flow: Flow
  ) async throws -> (states: [Account?], calls: Int) {
    let store = FaultyStore(failing: 0, .before)
    let world = try World(store: store) { $0.requiresBackupCodes = true }
    try await flow(world)
    let states = await store.history.map(\.normal)
    return ([nil] + states, await store.calls)
  }

  // MARK: Flows

  private static func backupCodes(_ world: World) async throws {
    let (app, _) = try await world.withApp()
    let grant = try await world.signIn(app: app).grant
    let codes = try await world.service.regenerateBackupCodes(
      "alice", grant: grant)
    let offer = try await world.challenge()
    _ = try await world.service.verify(
      "alice", challenge: offer.token, proof: .backup(codes[0]))
  }

  private static func textMessages(_ world: World) async throws {
    let grant = try await world.register()
    _ = try await world.service.enrolSMS(
      "alice", grant: grant, number: "0412345678")
    _ = try await world.service.confirmEnrolment(
      "alice", grant: grant, code: #require(world.mailbox.code))
    try await world.service.confirmBackupCodesSaved("alice", grant: grant)
    world.advance(60)
    let offer = try await world.challenge()
    _ = try await world.service.sendCode("alice", challenge: offer.token)
    _ = try await world.service.verify(
      "alice", challenge: offer.token, proof: .sms("000000"))
    _ = try await world.service.verify(
      "alice", challenge: offer.token,
      proof: .sms(#require(world.mailbox.code)))
  }

  private static func recovery(_ world: World) async throws {
    let grant = try await world.register()
    _ = try await world.service.changePhone(
      "alice", grant: grant, number: "0412345678")
    _ = try await world.service.confirmPhone(
      "alice", grant: grant, code: #require(world.mailbox.code))
    _ = try await world.enrolApp("alice", grant)
    let offer = try await world.challenge()
    _ = try await world.service.startRecovery(
      "alice", challenge: offer.token, lastFour: "5678")
    let answer = try await world.service.finishRecovery(
      "alice", challenge: offer.token, code: #require(world.mailbox.code))
    _ = try await world.enrolApp("alice", #require(answer.session?.grant))
  }

  private static func removal(_ world: World) async throws {
    let (app, _) = try await world.withApp()
    let grant = try await world.signIn(app: app).grant
    _ = try await world.service.status("alice", grant: grant)
    try await world.service.remove(.totp, from: "alice", grant: grant)
    _ = try await world.service.changePassword(
      "alice", grant: grant, current: World.password,
      new: "another long password")
    try await world.service.signOut("alice", grant: grant)
  }

  private static func reset(_ world: World) async throws {
    _ = try await world.register()
    try await world.service.requestReset("alice")
    let token = try #require(world.mailbox.resetToken)
    _ = try await world.service.confirmReset("alice", token: token)
    _ = try await world.service.signIn(
      "alice", password: #require(world.mailbox.password))
  }

  private static func administration(_ world: World) async throws {
    _ = try await world.withApp()
    try await world.service.resetSecondFactors(
      "alice", by: .carol, reason: "test")
    try await world.service.deactivate("alice", by: .carol, reason: "test")
    _ = try await world.service.signIn("alice", password: "wrong")
    try await world.service.reactivate("alice", by: .carol, reason: "test")
  }
}

extension FaultTests {
  /// A crash between saving and sending loses nothing.
  @Test func messagesOutliveACrash() async throws {
    let world = try World()
    world.mailbox.fails.withLock { $0 = true }
    try await world.service.register("alice", mail: "alice@example.org")
    #expect(world.mailbox.messages.current == [])
    #expect(try await world.account().state.outbox.count == 1)
    world.mailbox.fails.withLock { $0 = false }
    // Whoever saved it still has the time to send it.
    try await world.service.deliverMessages("alice")
    #expect(world.mailbox.messages.current == [])
    world.advance(30)
    try await world.service.deliverMessages("alice")
    let password = try #require(world.mailbox.password)
    #expect(try await world.account().state.outbox == [])
    let answer = try await world.service.signIn("alice", password: password)
    #expect(answer.session?.limits == [.mustChangePassword])
  }

  @Test func aStoreThatIsDownMeansNo() async throws {
    let world = try World(store: FaultyStore(failing: 1, .before))
    await #expect(throws: TwoFactorError.storeUnavailable) {
      try await world.service.signIn("alice", password: World.password)
    }
  }
}

/// A store in memory whose nth call fails.
actor FaultyStore: AccountStore {
  enum Mode: CaseIterable {
    /// Nothing was done.
    case before
    /// It was done, and nobody was told.
    case after
  }

  struct Fault: Error {}

  private let failing: Int
  private let mode: Mode
  private(set) var calls = 0
  private(set) var history: [Account] = []
  nonisolated let saved = Locked<Account?>(nil)

  init(failing: Int, _ mode: Mode) {
    self.failing = failing
    self.mode = mode
  }

  func load(_ id: AccountID) throws -> Account? {
    calls += 1
    if calls == failing { throw Fault() }
    return saved.current?.id == id ? saved.current : nil
  }

  func save(_ account: Account, replacing version: UInt64) throws -> Bool {
    calls += 1
    if calls == failing && mode == .before { throw Fault() }
    guard saved.current?.version ?? 0 == version else { return false }
    saved.withLock { $0 = account }
    history.append(account)
    if calls == failing { throw Fault() }
    return true
  }
}

extension Account? {
  /// The account without what a lost note about a sent message changes.
  fileprivate var normal: Account? {
    var account = self
    account?.state.outbox = []
    account?.state.version = 0
    return account
  }
}

extension Account {
  fileprivate var normal: Account? { Optional(self).normal }
}
