// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import Testing

@testable import TwoFactor

/// The mail address, identities at providers, a copy of what is stored, and the
/// end of an account.
@Suite struct IdentityTests {
  private let identity = ExternalIdentity(
    issuer: "https://idp.example", subject: "7")

  @Test func aNewAddressCountsOnceItsCodeIsEntered() async throws {
    let world = try World()
    let grant = try await world.register()
    try await world.service.changeMail(
      "alice", grant: grant, to: "new@example.org")
    #expect(try await world.account().mail == "alice@example.org")
    let wrong = try await world.service.confirmMail(
      "alice", grant: grant, code: "abcdef")
    #expect(wrong != .active)
    world.advance(60)
    let code = try #require(world.mailbox.code)
    let answer = try await world.service.confirmMail(
      "alice", grant: grant, code: code)
    #expect(answer == .active)
    #expect(try await world.account().mail == "new@example.org")
    let told = world.mailbox.messages.current.filter {
      $0.content == .notice(.mailChanged)
    }.map(\.destination)
    #expect(
      told == [.mail("alice@example.org"), .mail("new@example.org")])
    await #expect(throws: TwoFactorError.nothingPending) {
      try await world.service.confirmMail("alice", grant: grant, code: code)
    }
  }

  @Test func aChangeOfAddressEnds() async throws {
    let world = try World()
    let grant = try await world.register()
    try await world.service.changeMail(
      "alice", grant: grant, to: "new@example.org")
    await #expect(throws: TwoFactorError.tooManyMessages) {
      try await world.service.changeMail(
        "alice", grant: grant, to: "other@example.org")
    }
    world.advance(599)
    let session = try await world.signIn()
    world.advance(1)
    await #expect(throws: TwoFactorError.nothingPending) {
      try await world.service.confirmMail(
        "alice", grant: session.grant, code: world.mailbox.code ?? "")
    }
    for text in ["", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b\n"] {
      await #expect(throws: TwoFactorError.invalidMail, "\(text)") {
        try await world.service.changeMail(
          "alice", grant: session.grant, to: text)
      }
    }
  }

  /// Few codes go to new addresses: whoever has an account cannot fill the
  /// mailbox of somebody else, or guess the code for their address.
  @Test func codesForAddressesAreFew() async throws {
    let world = try World()
    let grant = try await world.register()
    var guesses = 0
    for number in 0..<8 {
      do throws(TwoFactorError) {
        try await world.service.changeMail(
          "alice", grant: grant, to: "other@example.org")
        guesses += 1
      } catch {
        #expect(error == .tooManyMessages, "\(number)")
      }
      world.advance(60)
    }
    #expect(guesses == 5)
    world.advance(3_600 - 8 * 60)
    let session = try await world.signIn()
    try await world.service.changeMail(
      "alice", grant: session.grant, to: "other@example.org")
  }

  /// The token of a reset that was mailed to the old address is void.
  @Test func aResetToTheOldAddressIsVoid() async throws {
    let world = try World()
    let grant = try await world.register()
    try await world.service.requestReset("alice")
    let token = try #require(world.mailbox.resetToken)
    try await world.service.changeMail(
      "alice", grant: grant, to: "new@example.org")
    _ = try await world.service.confirmMail(
      "alice", grant: grant, code: #require(world.mailbox.code))
    #expect(try await !world.service.confirmReset("alice", token: token))
  }

  @Test func identitiesAreLinkedAndUnlinked() async throws {
    let world = try World()
    let grant = try await world.register()
    let assertion = ExternalAssertion(
      identity: identity, methods: [], authenticatedAt: World.start)
    #expect(
      try await world.service.signIn("alice", assertion: assertion).isRefused)
    try await world.service.link(identity, to: "alice", grant: grant)
    let answer = try await world.service.signIn("alice", assertion: assertion)
    #expect(answer.session?.methods == [.provider])
    try await world.service.unlink(identity, from: "alice", grant: grant)
    #expect(
      try await world.service.signIn("alice", assertion: assertion).isRefused)
    #expect(world.audit.kinds.contains(.identityLinked))
    #expect(
      world.mailbox.notices == [
        .identityLinked(issuer: identity.issuer),
        .identityUnlinked(issuer: identity.issuer),
      ])
    await #expect(throws: TwoFactorError.notEnrolled) {
      try await world.service.unlink(identity, from: "alice", grant: grant)
    }
  }

  @Test func theLastWayInStays() async throws {
    let world = try World()
    let grant = try await registerWithoutPassword(world)
    await #expect(throws: TwoFactorError.lastWayIn) {
      try await world.service.unlink(identity, from: "alice", grant: grant)
    }
  }

  @Test func withoutAPasswordARecentSignInConfirms() async throws {
    let world = try World()
    let grant = try await registerWithoutPassword(world)
    let status = try await world.service.status("alice", grant: grant)
    #expect(!status.hasPassword)
    let answer = try await world.service.confirm(
      "alice", grant: grant, password: "")
    #expect(answer == .confirmed)
    world.advance(600)
    await #expect(throws: TwoFactorError.notAuthorized) {
      try await world.service.confirm("alice", grant: grant, password: "")
    }
  }

  /// An account whose person signs in at a provider alone, and their grant.
  private func registerWithoutPassword(
    _ world: World
  ) async throws -> String {
    try await world.service.register(
      "alice", mail: nil, identities: [identity])
    let answer = try await world.service.signIn(
      "alice",
      assertion: ExternalAssertion(
        identity: identity, methods: [], authenticatedAt: World.start))
    return try #require(answer.session?.grant)
  }

  @Test func aCopyHasWhatIsStoredAndNoSecret() async throws {
    let world = try World()
    let (app, _) = try await world.withApp()
    _ = try await world.signIn(app: app, remember: true, address: "192.0.2.1")
    let export = try #require(try await world.service.export("alice"))
    #expect(export.mail == "alice@example.org")
    #expect(export.factors.map(\.kind) == [.totp])
    #expect(export.devices.map(\.address) == ["192.0.2.1"])
    let json = String(
      decoding: try JSONEncoder().encode(export), as: UTF8.self)
    let account = try await world.account()
    let phc = try #require(account.state.password?.phc)
    #expect(!json.contains(phc) && !json.contains("secret"))
    #expect(try await world.service.export("nobody") == nil)
  }

  @Test func anErasedAccountIsGoneAndItsIdStaysTaken() async throws {
    let world = try World()
    let (_, grant) = try await world.withApp()
    try await world.service.erase("alice", by: .carol, reason: "test")
    let account = try await world.account()
    #expect(account.isErased && !account.isListed)
    let bytes = String(decoding: try account.encoded(), as: UTF8.self)
    #expect(!bytes.contains("example.org") && !bytes.contains("pbkdf2"))
    #expect(
      try await world.service.signIn("alice", password: World.password)
        .isRefused)
    await #expect(throws: TwoFactorError.notAuthorized) {
      try await world.service.status("alice", grant: grant)
    }
    await #expect(throws: TwoFactorError.alreadyExists) {
      try await world.service.register("alice", mail: nil)
    }
    for action in [world.service.reactivate, world.service.erase] {
      await #expect(throws: TwoFactorError.notAuthorized) {
        try await action("alice", .carol, "test")
      }
    }
  }

  @Test func accountsAreFoundByWhatTheyHave() async throws {
    let store = MemoryAccountStore()
    let world = try World(store: store)
    for name in ["carol", "alice", "Bob", "dave"] {
      let id = try AccountID(name)
      try await world.service.register(
        id, mail: "\(name)@Example.org", password: World.password,
        identities: [.init(issuer: "i", subject: name)])
    }
    _ = try await world.service.signIn("nobody", password: "x")
    try await world.service.erase("dave", by: .carol, reason: "test")
    func list(_ text: String, after last: AccountID? = nil, _ limit: Int = 9)
      -> [String]
    {
      store.accounts(containing: text, after: last, limit: limit).map(\.id.text)
    }
    #expect(list("") == ["Bob", "alice", "carol"])
    #expect(list("", 2) == ["Bob", "alice"])
    #expect(list("", after: "alice") == ["carol"])
    #expect(list("BOB@example") == ["Bob"])
    #expect(list("dave") == [])
    #expect(store.accounts(mail: "ALICE@example.ORG") == ["alice"])
    #expect(
      store.account(identity: .init(issuer: "i", subject: "carol")) == "carol")
    #expect(store.account(identity: .init(issuer: "i", subject: "x")) == nil)
  }
}

/// What programs and translators read of an error.
@Suite struct ErrorCodeTests {
  @Test func codesAreStable() throws {
    let errors: [(TwoFactorError, String, TwoFactorError.Side)] = [
      (.storeUnavailable, "store-unavailable", .service),
      (.contention, "contention", .service),
      (.alteredState, "altered-state", .service),
      (.unknownKey(id: "k9"), "unknown-key", .service),
      (.notAuthorized, "not-authorized", .request),
      (.alreadyExists, "already-exists", .request),
      (.tooManyMessages, "too-many-messages", .request),
      (.phone(.characters), "phone", .request),
      (.password([.common]), "password", .request),
    ]
    for (error, code, side) in errors {
      #expect(error.code == code)
      #expect(error.side == side)
    }
    #expect(TwoFactorError.unknownKey(id: "k9").parameters == ["key": "k9"])
    let password = TwoFactorError.password([.tooShort(minimum: 8), .common])
    #expect(password.parameters == ["rules": "too-short common"])
    #expect(password.passwordViolations.count == 2)
    let phone = TwoFactorError.phone(.length(region: .australia, found: 11))
    #expect(phone.parameters["phone"] == "length")
    #expect(phone.parameters["found"] == "11")
    #expect(phone.phoneNumberError?.code == "length")
  }

  /// Without a choice there is no country.
  @Test func theRegionIsAChoice() throws {
    let rules = TwoFactorConfiguration(issuer: "ACME")
    #expect(throws: PhoneNumberError.international) {
      try rules.phones.number("0412345678")
    }
    let number = try rules.phones.number("+46 (70) 123-45 67")
    #expect(number.e164 == "+46701234567")
    #expect(
      try PhoneRegion.australia.number("+46701234567").e164 == "+46701234567")
    #expect(throws: PhoneNumberError.self) {
      try PhoneRegion.australia.number("+61212345678")
    }
    for text in ["+0461234567", "+1234567", "+1234567890123456", "46701234567"]
    {
      #expect(throws: PhoneNumberError.international, "\(text)") {
        try PhoneNumber(e164: text)
      }
    }
  }
}
