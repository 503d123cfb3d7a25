// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// Somebody who knows a name and never stops trying must not keep its owner
/// out, nor get more guesses by it.
@Suite struct HostileStrangerTests {
  private static let week: Int64 = 7 * 86_400

  /// A week in which a stranger tries a password as soon as one is looked at.
  ///
  /// Each hour the owner signs in once in each of three ways.
  @Test func theWeekOfAHostileStranger() async throws {
    let world = try World { $0.devices.binding = .off }
    let (app, _) = try await world.withApp()
    let device = try #require(
      try await world.signIn(app: app, remember: true, address: "192.0.2.1")
        .device)
    var tally = Tally()
    let end = world.now.current.advanced(by: Int(Self.week))
    var nextVisit = world.now.current.advanced(by: 3_600)
    while world.now.current < end {
      let answer = try await world.service.signIn(
        "alice", password: "guess \(tally.guesses)", address: "203.0.113.9")
      guard case .refused(let wait?) = answer else {
        Issue.record("a stranger did not have to wait")
        return
      }
      tally.guesses += 1
      world.advance(Int64(wait) - 1)
      if world.now.current >= nextVisit {
        try await visit(world, device, &tally)
        nextVisit = nextVisit.advanced(by: 3_600)
      }
      world.advance(1)
    }
    print(
      "a week: \(tally.guesses) guesses of a stranger looked at;",
      "the owner tried \(tally.visits) times each:",
      "\(tally.device) in by a remembered device,",
      "\(tally.address) from an address of last week,",
      "\(tally.elsewhere) from elsewhere")
    #expect(tally.device == tally.visits)
    #expect(tally.address == tally.visits)
    // The stranger's bound is that of one wait: a minute at the longest.
    #expect(tally.guesses <= 7 * 24 * 60 + 6)
    #expect(tally.guesses >= 7 * 24 * 60)
    // The simulation sees it where nobody is told apart.
    #expect(tally.elsewhere == 0)
  }

  private struct Tally {
    var guesses = 0
    var visits = 0
    var device = 0
    var address = 0
    var elsewhere = 0
  }

  /// The owner, a second before the stranger may try again.
  private func visit(
    _ world: World, _ device: String, _ tally: inout Tally
  ) async throws {
    tally.visits += 1
    let byDevice = try await world.service.signIn(
      "alice", password: World.password, device: device)
    if !byDevice.isRefused { tally.device += 1 }
    let byAddress = try await world.service.signIn(
      "alice", password: World.password, address: "192.0.2.1")
    if !byAddress.isRefused { tally.address += 1 }
    let elsewhere = try await world.service.signIn(
      "alice", password: World.password, address: "198.51.100.7")
    if !elsewhere.isRefused { tally.elsewhere += 1 }
  }

  /// Somebody who has stolen every token and sits at every address gets one
  /// wait for each, and no more.
  @Test func theBoundForAllLanes() async throws {
    let world = try World { $0.devices.binding = .off }
    let (app, _) = try await world.withApp()
    var lanes: [(device: String?, address: String)] = [(nil, "203.0.113.9")]
    for place in 1...6 {
      let address = "192.0.2.\(place)"
      let device = try await world.signIn(
        app: app, remember: true, address: address
      ).device
      lanes += [(device, "203.0.113.9"), (nil, address)]
    }
    world.audit.events.withLock { $0 = [] }
    var free = Array(repeating: world.now.current, count: lanes.count)
    let end = world.now.current.advanced(by: 3_600)
    while world.now.current < end {
      for place in lanes.indices where free[place] <= world.now.current {
        let answer = try await world.service.signIn(
          "alice", password: "a guess", device: lanes[place].device,
          address: lanes[place].address)
        guard case .refused(let wait?) = answer else { continue }
        free[place] = world.now.current.advanced(by: wait)
      }
      world.advance(1)
    }
    // Those that came too early were not looked at.
    let guesses = world.audit.kinds.count { $0 == .passwordRejected }
    let account = try await world.account().state
    let count = 1 + account.devices.count + account.familiar.count
    print("an hour on \(count) lanes: \(guesses) guesses looked at")
    #expect(account.devices.count == 6)
    #expect(account.familiar.count == 4)
    // The two oldest addresses have given way and are strangers'.
    #expect(guesses <= count * 66)
    #expect(guesses > count * 60)
  }

  @Test func anAddressCountsForItsTime() async throws {
    let world = try World()
    _ = try await world.register()
    _ = try await world.service.signIn(
      "alice", password: World.password, address: "2001:db8:1:2::1")
    #expect(try await world.account().state.familiar.count == 1)
    for _ in 0..<12 {
      _ = try await world.service.signIn("alice", password: "guess")
      world.advance(60)
    }
    _ = try await world.service.signIn("alice", password: "guess")
    // The same network of 64 bits.
    let near = try await world.service.signIn(
      "alice", password: World.password, address: "2001:db8:1:2::ffff")
    #expect(!near.isRefused)
    let far = try await world.service.signIn(
      "alice", password: World.password, address: "2001:db8:1:3::1")
    #expect(far.isRefused)
    world.advance(30 * 86_400)
    _ = try await world.service.signIn("alice", password: "guess")
    let late = try await world.service.signIn(
      "alice", password: World.password, address: "2001:db8:1:2::1")
    #expect(late.isRefused)
  }

  /// Nothing but a completed sign-in makes an address familiar.
  @Test func aPasswordAloneMakesNoAddressFamiliar() async throws {
    let world = try World()
    _ = try await world.withApp()
    let answer = try await world.service.signIn(
      "alice", password: World.password, address: "203.0.113.9")
    guard case .challenge = answer else {
      Issue.record("no challenge")
      return
    }
    #expect(try await world.account().state.familiar == [])
  }

  /// NIST SP 800-63B-4 section 3.2.2: at 100 failures in a row, wherever they
  /// come from, the password is disabled.
  @Test func aHundredFailuresCountForAllLanes() async throws {
    let world = try World {
      $0.passwordDelay = try DelayPolicy(
        free: 200, longest: 60, disableAfter: 100)
    }
    _ = try await world.register()
    _ = try await world.service.signIn(
      "alice", password: World.password, address: "192.0.2.1")
    for place in 0..<100 {
      _ = try await world.service.signIn(
        "alice", password: "guess",
        address: place.isMultiple(of: 2) ? "192.0.2.1" : nil)
    }
    let answer = try await world.service.signIn(
      "alice", password: World.password, address: "192.0.2.1")
    #expect(answer == .refused(retryAfter: 60))
  }

  /// A session that changes the password does not wait for strangers.
  @Test func aStrangerKeepsNobodyFromChangingThePassword() async throws {
    let world = try World()
    let grant = try await world.register()
    _ = try await world.service.signIn("alice", password: "guess")
    let answer = try await world.service.changePassword(
      "alice", grant: grant, current: World.password,
      new: "another long password")
    #expect(answer == .changed)
  }
}
