// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import Foundation
import OTPCore
import TestSupport
import Testing

@testable import TwoFactor

/// The binary form: one text for one value, and bounds.
@Suite struct RecordTests {
  private func record(_ value: some RecordValue) -> [UInt8] {
    var writer = RecordWriter(capacity: 16)
    value.write(to: &writer)
    return writer.bytes
  }

  /// Computed by hand from the description of LEB128 and of zigzag.
  @Test func numbersAreAsShortAsTheyCanBe() throws {
    #expect(record(UInt64(0)) == [0])
    #expect(record(UInt64(127)) == [0x7f])
    #expect(record(UInt64(128)) == [0x80, 1])
    #expect(record(UInt64(300)) == [0xac, 2])
    #expect(record(UInt64.max) == [UInt8](repeating: 0xff, count: 9) + [1])
    #expect(record(Int64(0)) == [0])
    #expect(record(Int64(-1)) == [1])
    #expect(record(Int64(1)) == [2])
    #expect(record(Int64(-64)) == [0x7f])
    for number in [0, 1, -1, 63, 64, -65, .min, .max] as [Int64] {
      var reader = RecordReader(record(number))
      #expect(try Int64(from: &reader) == number)
      #expect(reader.isAtEnd)
    }
  }

  @Test(
    arguments: [
      [], [0x80], [0x80, 0], [0xff, 0x80, 0],
      [UInt8](repeating: 0xff, count: 9) + [2],
      [UInt8](repeating: 0xff, count: 10) + [1],
    ] as [[UInt8]])
  func otherSpellingsOfNumbersAreRefused(_ bytes: [UInt8]) {
    var reader = RecordReader(bytes)
    #expect(throws: TwoFactorError.unreadableState) {
      try UInt64(from: &reader)
    }
  }

  @Test(
    arguments: [
      [1, 0xff], [2, 0xc3, 0x28], [5, 0x61], [3, 0xed, 0xa0, 0x80],
      [2, 0xc0, 0x80],
    ] as [[UInt8]])
  func textsThatAreNotUTF8AreRefused(_ bytes: [UInt8]) {
    var reader = RecordReader(bytes)
    #expect(throws: TwoFactorError.unreadableState) {
      try String(from: &reader)
    }
  }

  /// A length is believed only as far as there are bytes.
  @Test func lengthsAreBounded() {
    var reader = RecordReader(
      [1] + [UInt8](repeating: 0xff, count: 8) + [0x7f])
    #expect(throws: TwoFactorError.unreadableState) {
      let _: [UnixTime] = try reader.fields(1)
    }
  }

  /// Every stored property of every structure is written and read again: an
  /// account with a value in each of them comes back as it was.
  @Test func everyFieldComesBack() throws {
    let state = try Account.State.full()
    let empty = Self.emptyProperties(of: state, "state")
    #expect(empty.isEmpty, "give these a value in Account.State.full()")
    let bytes = try Account(state).encoded()
    #expect(try Account(decoding: bytes).state == state)
  }

  /// The properties that are `nil` or have no elements, at any depth.
  private static func emptyProperties(
    of value: Any, _ path: String
  ) -> [String] {
    let mirror = Mirror(reflecting: value)
    // Never stored.
    if path == "state.slot" { return [] }
    if mirror.displayStyle == .optional || mirror.displayStyle == .collection
      || mirror.displayStyle == .dictionary || mirror.displayStyle == .set,
      mirror.children.isEmpty
    {
      return [path]
    }
    return mirror.children.flatMap { child in
      emptyProperties(of: child.value, path + "." + (child.label ?? "-"))
    }
  }

  /// What the code counts up from, and what it counts down from.
  @Test func numbersThatCannotBeCountedOnAreRefused() throws {
    let changes: [(inout Account.State) -> Void] = [
      { $0.throttles[.totp]?.failures = .max },
      { $0.throttles[.totp]?.failures = -1 },
      { $0.challenges[0].attemptsLeft = .min },
      { $0.challenges[0].code?.attemptsLeft = .min },
      { $0.grants[0].assurance = .max },
      { $0.totp?.state.drift = .min },
      { $0.totp?.state.resynchronizedDrift = .max },
      { $0.totp?.parameters.digits = 0 },
      { $0.totp?.parameters.period = 0 },
      { $0.apps[1].name = $0.apps[0].name },
      { state in
        let app = state.apps[0]
        for place in 2..<11 {
          state.apps.append(app)
          state.apps[place].name = "\(place)"
        }
      },
    ]
    for (place, change) in changes.enumerated() {
      var state = try Account.State.full()
      change(&state)
      let bytes = try Account(state).encoded()
      #expect(throws: TwoFactorError.unreadableState, "change \(place)") {
        try Account(decoding: bytes)
      }
    }
    var state = try Account.State.full()
    state.version = .max
    #expect(throws: TwoFactorError.unreadableState) {
      try Account(state).encoded()
    }
  }

  /// The first stored form is read still.
  @Test(arguments: [
    "unknown", "enrolling-sms", "saving-codes", "enrolling-app", "signing-in",
    "changing-phone",
  ])
  func formatOneIsRead(_ name: String) throws {
    let text = try Repository.text(
      "Tests/TwoFactorTests/FormatOne/\(name).json")
    let account = try Account(decoding: Array(text.utf8))
    #expect(account.version > 0)
    let bytes = try account.encoded()
    #expect(bytes.count < text.utf8.count)
    #expect(try Account(decoding: bytes) == account)
    // What nobody knows is refused, at any depth.
    for place in text.indices where text[place] == "{" {
      var changed = text
      let next = text.index(after: place)
      let comma = text[next] == "}" ? "" : ","
      changed.insert(contentsOf: "\"zzz\":1\(comma)", at: next)
      #expect(throws: TwoFactorError.unreadableState) {
        try Account(decoding: Array(changed.utf8))
      }
    }
  }

  /// The second stored form is read still: bytes that its last version wrote.
  @Test(arguments: ["every-member", "enrolling", "enrolled", "signing-in"])
  func formatTwoIsRead(_ name: String) throws {
    let bytes = try Self.formatTwo(name)
    #expect(bytes.starts(with: Array("otp\u{2}".utf8)))
    let account = try Account(decoding: bytes)
    // What was not changed is stored as it was read.
    #expect(try account.encoded() == bytes)
    let again = try Account(account.state).encoded()
    #expect(again.starts(with: Array("otp\u{3}".utf8)))
    #expect(try Account(decoding: again) == account)
    if name == "every-member" {
      #expect(account.state.apps.count == 1)
      #expect(account.state.apps[0].burnt == BurntSteps(first: 1, last: 2))
    }
    // What nobody knew then is refused.
    for place in bytes.indices where bytes[place] == 0 {
      var changed = bytes
      changed.insert(contentsOf: [25, 1], at: place)
      if let other = try? Account(decoding: changed) {
        #expect(other != account, "byte \(place)")
      }
    }
  }

  /// Fields of format 3 in a record that says it has format 2, and the other
  /// way round.
  @Test func formatsDoNotMix() throws {
    var state = try Account.State.full()
    state.apps = []
    state.enrolment = nil
    var bytes = try Account(state).encoded()
    bytes[3] = 2
    #expect(try Account(decoding: bytes).state == state)
    var later = try Account(Account.State.full()).encoded()
    later[3] = 2
    #expect(throws: TwoFactorError.unreadableState) {
      try Account(decoding: later)
    }
    var earlier = try Self.formatTwo("every-member")
    earlier[3] = 3
    #expect(throws: TwoFactorError.unreadableState) {
      try Account(decoding: earlier)
    }
  }

  /// A sign-in that was half done when the servers were renewed.
  @Test func signingInGoesOnFromFormatTwo() async throws {
    let account = try Account(decoding: try Self.formatTwo("signing-in"))
    let world = try World()
    #expect(try await world.store.save(account, replacing: 0))
    world.advance(60)
    let app = try TOTP(secret: Secret(base32: Self.secretOfFormatTwo))
    let answer = try await world.service.verify(
      "alice", challenge: Self.challengeOfFormatTwo,
      proof: .totp(world.code(app)))
    let session = try #require(answer.session)
    let status = try await world.service.status("alice", grant: session.grant)
    #expect(status.apps.map(\.name) == [nil])
    #expect(status.backupCodesLeft == 10)
    let stored = try await world.account().encoded()
    #expect(stored.starts(with: Array("otp\u{3}".utf8)))
  }

  private static func formatTwo(_ name: String) throws -> [UInt8] {
    let text = try Repository.text("Tests/TwoFactorTests/FormatTwo/\(name).hex")
    return try #require(
      Hex.decode(text.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  /// Of the app in those records, and the token of the open sign-in.
  private static let secretOfFormatTwo = "UU6DNV3M5SM6A5MFE4JA7O7HQWUD27RV"
  private static let challengeOfFormatTwo =
    "qT5X68ePwh1W1VtSMrn2bYW5-MGQgEiu4g-3WJ3USFI"

  /// What ended the process: numbers that the next command counts up.
  @Test(arguments: [
    ("\"version\":1", "\"version\":18446744073709551615"),
    ("\"failures\":1", "\"failures\":9223372036854775807"),
  ])
  func formatOneIsBounded(_ old: String, _ new: String) throws {
    let text = try Repository.text(
      "Tests/TwoFactorTests/FormatOne/unknown.json")
    let changed = text.replacingOccurrences(of: old, with: new)
    #expect(changed != text)
    #expect(throws: TwoFactorError.unreadableState) {
      try Account(decoding: Array(changed.utf8))
    }
  }

  @Test func signingInGoesOnFromFormatOne() async throws {
    let text = try Repository.text(
      "Tests/TwoFactorTests/FormatOne/signing-in.json")
    let account = try Account(decoding: Array(text.utf8))
    let world = try World { $0.recordAuthentication = .accepted }
    _ = try await world.store.save(account, replacing: 0)
    world.advance(600)
    let offer = try await world.challenge()
    #expect(offer.factors == [.totp, .sms, .backup])
  }
}

extension Account.State {
  /// An account with a value in every member.
  static func full() throws -> Account.State {
    var random = seeded(3)
    let keyring = try Keyring(current: .test("k1"))
    let sealed = Sealed(
      keyID: "k1", nonce: Array(0..<12), ciphertext: Array(0..<36))
    let parameters = TOTPParameters(algorithm: .sha256, digits: 8, period: 60)
    let number = try PhoneNumber("0412345678", region: .australia)
    let code = SentCode(
      digest: CodeDigest(
        of: OneTimeCode(value: 7, digits: 6), for: "x", keyring),
      sentAt: 5, expiresAt: 6, attemptsLeft: 3)
    let scheme = BackupCodeScheme(
      derivation: try .pbkdf2SHA256(iterations: 1))
    let set = try scheme.issue(count: 3, using: &random).1
    let spent = try BackupCodeSet(hashes: set.hashes, spent: [1])
    let token = TokenHash(of: "t")
    var state = Account.State(id: "alice", standing: .active, createdAt: -1)
    state.version = 300
    state.mail = "alice@example.org"
    state.identities = [.init(issuer: "i", subject: "s")]
    state.password = StoredPassword(
      phc: "$x", setAt: 1, validUntil: 2, mustChange: true)
    state.throttles = [
      .totp: Throttle(failures: 2, lastFailure: 3),
      .password: Throttle(failures: 1, lastFailure: .init(.max)),
    ]
    state.phone = VerifiedPhone(number: number, verifiedAt: 4)
    state.phoneChange = PhoneChange(
      number: number, code: code, startedAt: 1, expiresAt: .init(.min))
    state.mailChange = MailChange(
      mail: "new@example.org", code: code, startedAt: 1, expiresAt: 2)
    state.totp = TOTPFactor(
      name: "n", label: AppName(stored: "work phone"), secret: sealed,
      parameters: parameters,
      state: TOTPState(
        lastAcceptedStep: .max, drift: -3, resynchronizedDrift: 9),
      activeSince: 7,
      lastUsed: 8, burnt: BurntSteps(first: 1, last: 2))
    state.apps += state.apps
    state.apps[1].name = "o"
    state.sms = SMSFactor(activeSince: 1, lastUsed: 2)
    state.backup = BackupFactor(set: spent, issuedAt: 1, lastUsed: 2)
    state.enrolment = Enrolment(
      name: "m", method: .sms(number: number, code: code), startedAt: 1,
      expiresAt: 2, proof: .init(at: 3, state: TOTPState(lastAcceptedStep: 1)),
      backup: set, label: AppName(stored: "tablet"), replaced: .one("n"))
    state.sending = SendLog(sent: [5, 6])
    state.challenges = [
      Challenge(
        token: token, openedAt: 1, expiresAt: 2, attemptsLeft: 5,
        firstFactor: .provider, mustChangePassword: true, code: code,
        recovery: code, grant: token)
    ]
    state.grants = [
      Grant(
        token: token, issuedAt: 1, expiresAt: 2, assurance: 2,
        methods: [.password, .totp], limits: [.recovering, .mustEnrol])
    ]
    state.devices = [
      RememberedDevice(
        name: "d", token: token, trustedAt: 1, expiresAt: 2,
        address: "192.0.2.1", lastUsed: 3, throttle: Throttle())
    ]
    state.reset = ResetRecord(requestedAt: 1, token: token, expiresAt: 2)
    state.outbox = [
      OutboxEntry(
        id: "o", content: sealed, createdAt: 1, leasedUntil: 2,
        expiresAt: 3, kind: "k", failures: 2)
    ]
    state.epoch = 7
    state.familiar = [
      FamiliarAddress(
        address: "192.0.2.1", lastSignIn: 1, throttle: Throttle())
    ]
    state.strangers = [
      Stranger(
        digest: Array(0..<16), lastSeen: 5, throttles: state.throttles,
        reset: state.reset)
    ]
    return state
  }
}
