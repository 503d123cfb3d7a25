// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// Text messages cost money: somebody who is paid for each must not get more
/// than the limits say, however many accounts they open.
@Suite struct MessageBudgetTests {
  /// 200 new accounts ask for a message each, every half minute for an hour.
  @Test func twoHundredAccountsPumpMessages() async throws {
    let world = try World()
    var grants: [(AccountID, String)] = []
    for number in 0..<200 {
      let id = try AccountID("pump-\(number)")
      grants.append((id, try await world.register(id)))
    }
    var (asked, refused) = (0, 0)
    for round in 0..<19 {
      for (place, (id, grant)) in grants.enumerated() {
        asked += 1
        let number = "04" + String(12_000_000 + place)
        do {
          _ = try await world.service.enrolSMS(
            id, grant: grant, number: number)
        } catch {
          #expect(error == .tooManyMessages)
          refused += 1
        }
      }
      if round < 18 { world.advance(30) }
    }
    let sent = world.mailbox.codes.count
    print(
      "200 accounts pumped for nine minutes: \(asked) messages asked for,",
      "\(sent) sent, \(refused) refused (limit for the country: 100)")
    #expect(sent == 100)
    #expect(sent + refused == asked)
  }

  /// Without the limits across accounts each account has its own five.
  @Test func withoutLimitsEachHasItsOwn() async throws {
    let world = try World { $0.messageLimits = .none }
    for number in 0..<40 {
      let id = try AccountID("pump-\(number)")
      let grant = try await world.register(id)
      _ = try await world.service.enrolSMS(
        id, grant: grant, number: "0412345678")
    }
    #expect(world.mailbox.codes.count == 40)
  }

  /// One number gets ten an hour, whichever accounts ask.
  @Test func oneNumberIsNotFlooded() async throws {
    let world = try World()
    var refused = 0
    for number in 0..<15 {
      let id = try AccountID("pump-\(number)")
      let grant = try await world.register(id)
      do {
        _ = try await world.service.enrolSMS(
          id, grant: grant, number: "0412345678")
      } catch { refused += 1 }
      // Nothing was saved by a refusal: no code waits to be guessed.
      let enrolment = try await world.account(id).state.enrolment
      #expect((enrolment == nil) == (number >= 10))
    }
    #expect(world.mailbox.codes.count == 10)
    #expect(refused == 5)
    world.advance(3_600)
    let grant = try await world.signIn("pump-14").grant
    _ = try await world.service.enrolSMS(
      "pump-14", grant: grant, number: "0412345678")
    #expect(world.mailbox.codes.count == 11)
  }

  /// Limits across accounts do not tell right digits from wrong ones.
  @Test func theFourDigitsStaySecret() async throws {
    var answers: [[SendAnswer]] = []
    for lastFour in ["5678", "0000"] {
      let world = try World {
        $0.messageLimits.number = try MessageLimit(3, in: 3_600)
      }
      let grant = try await world.withPhone()
      _ = try await world.enrolApp("alice", grant)
      let offer = try await world.challenge()
      var row: [SendAnswer] = []
      for _ in 0..<5 {
        row.append(
          try await world.service.startRecovery(
            "alice", challenge: offer.token, lastFour: lastFour))
        world.advance(60)
      }
      answers.append(row)
    }
    #expect(answers[0] == answers[1])
    guard case .refused = answers[0].last else {
      Issue.record("the limit of the number was not reached")
      return
    }
  }

  /// A counter that is down sends nothing.
  @Test func aCounterThatFailsMeansNo() async throws {
    struct Broken: MessageCounter {
      struct Fault: Error {}
      func take(
        _ charges: [MessageCharge], at now: UnixTime
      ) async throws -> Int? { throw Fault() }
    }
    let world = try World(counter: Broken())
    let grant = try await world.register()
    await #expect(throws: TwoFactorError.storeUnavailable) {
      try await world.service.enrolSMS(
        "alice", grant: grant, number: "0412345678")
    }
    #expect(world.mailbox.codes == [])
  }

  @Test func aCounterTakesAllOrNone() {
    let counter = MemoryMessageCounter()
    let one = MessageCharge(key: "a", limit: 1, window: 60)
    let two = MessageCharge(key: "b", limit: 2, window: 3_600)
    #expect(counter.take([one, two], at: 1_000) == nil)
    #expect(counter.take([one, two], at: 1_010) == 50)
    // The refused one was not counted under the other key.
    #expect(counter.take([two], at: 1_010) == nil)
    #expect(counter.take([two], at: 1_010) == 3_590)
    #expect(counter.take([one], at: 1_060) == nil)
    // A clock that was ahead keeps nobody out for longer than a window.
    #expect(counter.take([two], at: -1_000) == 3_600)
  }

  @Test func theCounterCountsUnderALock() async {
    let counter = MemoryMessageCounter()
    let charge = MessageCharge(key: "a", limit: 100, window: 60)
    let taken = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<1_000 {
        group.addTask { counter.take([charge], at: 5) == nil }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(taken == 100)
  }

  @Test(arguments: [
    ("+61412345678", "61"), ("+12025550123", "1"), ("+79161234567", "7"),
    ("+4915112345678", "49"), ("+358401234567", "358"),
    ("+8801712345678", "880"), ("+380501234567", "380"),
  ])
  func callingCodes(_ number: String, _ code: String) throws {
    #expect(try #require(PhoneNumber(stored: number)).callingCode == code)
  }
}

extension Mailbox {
  /// Every code that was sent.
  var codes: [String] {
    messages.current.compactMap { message in
      if case .code(let text, _, _) = message.content { text } else { nil }
    }
  }
}
