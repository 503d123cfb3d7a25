// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import OTPCore
import TestSupport
import Testing
import TwoFactorTesting

@testable import TwoFactor

/// The code of the articles, compiled: every block stands here, line by line.
private struct Articles {
  let service: TwoFactorService
  let session: SignInSession
  let offer: ChallengeOffer
  let typed = "123456"
  let password = "seven blue lanterns at sea"
  let cookie: String? = nil
  let address = "192.0.2.1"
  let first = "123456"
  let next = "234567"
  let digits = "5678"
  let decided: UnixTime = 1_700_000_000

  func start(
    _ keyBytes: [UInt8], _ store: TableStore, _ gateway: Gateway
  ) async throws {
    let log = NoAudit()
    let key = try Keyring.Key(id: "2026-1", secret: Secret(keyBytes))
    let service = try TwoFactorService(
      rules: TwoFactorConfiguration(issuer: "ACME"),
      keyring: Keyring(current: key), store: store, sender: gateway,
      audit: log)
    try await service.register("alice", mail: "alice@example.org")
    #expect(try await service.export("alice")?.mail == "alice@example.org")
  }

  func turnItOn() async throws {
    let enrolment = try await service.enrolTOTP(
      "alice", grant: session.grant, label: "alice@example.org")
    showQRCode(enrolment.uri.text)
    showText(enrolment.secretText)
    switch try await service.confirmEnrolment(
      "alice", grant: session.grant, code: typed)
    {
    case .saveBackupCodes(let codes):
      showOnce(codes)
    case .active: break
    case .refused(let seconds): askAgain(after: seconds)
    }
  }

  func saveTheCodes() async throws {
    try await service.confirmBackupCodesSaved("alice", grant: session.grant)
  }

  func haveSeveralApps() async throws {
    let second = try await service.enrolTOTP(
      "alice", grant: session.grant, label: "alice@example.org",
      name: "tablet", replacing: .nothing)
    let status = try await service.status("alice", grant: session.grant)
    for app in status.apps where app.name == "tablet" {
      try await service.renameApp(
        app.id, of: "alice", grant: session.grant, to: "kitchen tablet")
      try await service.removeApp(app.id, from: "alice", grant: session.grant)
    }
    showQRCode(second.uri.text)
  }

  func signIn() async throws {
    let answer = try await service.signIn(
      "alice", password: password, device: cookie, address: address)
    switch answer {
    case .signedIn(let session): open(session)
    case .challenge(let offer): askForCode(offer.factors)
    case .refused(let seconds): askAgain(after: seconds)
    }
    let second = try await service.verify(
      "alice", challenge: offer.token, proof: .totp(typed),
      remember: true, address: address)
    let found = try await service.resynchronize(
      "alice", challenge: offer.token, codes: [first, next])
    use(second, found)
  }

  func loseTheDevice() async throws {
    let answer = try await service.verify(
      "alice", challenge: offer.token, proof: .backup(typed))
    _ = try await service.startRecovery(
      "alice", challenge: offer.token, lastFour: digits)
    showPage("If the digits are right, a code is on its way.")
    let recovered = try await service.finishRecovery(
      "alice", challenge: offer.token, code: typed)
    if case .signedIn(let session) = recovered {
      let enrolment = try await service.enrolTOTP(
        "alice", grant: session.grant, label: "alice@example.org")
      showQRCode(enrolment.uri.text)
    }
    try await service.resetSecondFactors(
      "alice", by: Administrator("carol"), reason: "lost the phone")
    use(answer, recovered)
  }

  func makeItMandatory() async throws {
    var rules = TwoFactorConfiguration(issuer: "ACME")
    rules.secondFactor = .required(since: decided, grace: 14 * 86_400)
    if session.limits.contains(.mustEnrol) {
      showPage("Set up two-factor authentication to go on.")
    } else if let end = session.enrolBefore {
      remind(until: end)
    }
    rules.providers = [
      try TrustedProvider(issuer: "https://login.example", methods: ["mfa"])
    ]
    #expect(rules.providers.count == 1)
  }

  func bringYourUsers(_ row: Row) async throws {
    var user = ImportedUser()
    user.mail = row.mail
    user.password = try ImportedPassword(hash: row.passwordHash)
    user.apps = [
      ImportedApp(
        secret: try Secret(base32: row.secret, policy: .permissive),
        lastAcceptedStep: row.lastStep)
    ]
    user.phone = try PhoneNumber(e164: row.phone)
    user.usesTextMessages = true
    try await service.importUser(
      AccountID(row.id), user,
      by: Administrator("migration", may: [.register]))
  }

  func acceptShortSecrets(_ rules: inout TwoFactorConfiguration) {
    rules.importedSecrets = .permissive
  }

  func changeAfterwards() async throws {
    let identity = ExternalIdentity(issuer: "https://i.example", subject: "7")
    try await service.changeMail(
      "alice", grant: session.grant, to: "alice@example.net")
    let confirmed = try await service.confirmMail(
      "alice", grant: session.grant, code: typed)
    try await service.link(identity, to: "alice", grant: session.grant)
    #expect(confirmed != .active)
  }

  /// A row of the system that people come from.
  struct Row {
    let id = "7"
    let mail = "bob@example.org"
    let passwordHash = ImportTests.hashes[0]
    let secret = "JBSWY3DPEHPK3PXP"
    let lastStep: UInt64? = nil
    let phone = "+61412345678"
  }

  func keepTheSession() async throws {
    let epoch = try await service.epoch(of: "alice")
    if epoch != session.epoch {
      let read = try? await service.session("alice", grant: session.grant)
      keep(epoch: read?.epoch)
    }
    let again = try await service.stepUp(
      "alice", grant: session.grant, password: password)
    switch again {
    case .signedIn(let session): open(session)
    case .challenge(let offer): askForCode(offer.factors)
    case .refused(let seconds): askAgain(after: seconds)
    }
  }

  func runTheService() async throws {
    let derivations = DerivationExecutor(
      DerivationThreads(count: 2), limit: 64)
    let report = try await service.deliverMessages("alice")
    callAgain(at: report.nextAttempt)
    #expect(derivations.count == 0)
  }

  // What the server's pages do.
  func keep(epoch: UInt64?) {}
  func callAgain(at time: UnixTime?) {}
  func showQRCode(_ text: String) {}
  func showText(_ text: String) {}
  func showOnce(_ codes: [String]) {}
  func showPage(_ text: String) {}
  func askAgain(after seconds: Int?) {}
  func askForCode(_ factors: [FactorKind]) {}
  func open(_ session: SignInSession) {}
  func remind(until end: UnixTime) {}
  func use(_ answers: SignInAnswer...) {}
}

struct TableStore: AccountStore {
  let table: Table

  func load(_ id: AccountID) async throws -> Account? {
    try await table.first(
      "SELECT body FROM accounts WHERE id = $1", id.text
    ).map { try Account(decoding: $0) }
  }

  func save(
    _ account: Account, replacing version: UInt64
  ) async throws -> Bool {
    let body = try account.encoded()
    let changed =
      version == 0
      ? try await table.run(
        "INSERT INTO accounts (id, version, body) VALUES ($1, $2, $3)"
          + " ON CONFLICT DO NOTHING", account.id.text, account.version, body)
      : try await table.run(
        "UPDATE accounts SET version = $1, body = $2"
          + " WHERE id = $3 AND version = $4",
        account.version, body, account.id.text, version)
    return changed == 1
  }
}

/// A table of accounts, which knows the statements of the article.
actor Table {
  private var rows: [String: (version: UInt64, body: [UInt8])] = [:]

  func first(_ query: String, _ id: String) throws -> [UInt8]? {
    rows[id]?.body
  }

  func run(
    _ statement: String, _ id: String, _ version: UInt64, _ body: [UInt8]
  ) throws -> Int {
    guard rows[id] == nil else { return 0 }
    rows[id] = (version, body)
    return 1
  }

  func run(
    _ statement: String, _ version: UInt64, _ body: [UInt8], _ id: String,
    _ old: UInt64
  ) throws -> Int {
    guard rows[id]?.version == old else { return 0 }
    rows[id] = (version, body)
    return 1
  }
}

struct Gateway: MessageSender {
  func send(_ message: AccountMessage) async throws {
    switch (message.destination, message.content) {
    case (.sms(let number), .code(let code, _, _)):
      try await post("Your code is \(code)", to: number.e164)
    case (.mail(let address), .temporaryPassword(let password, _)):
      try await mail("Your first password is \(password)", to: address)
    default:
      try await tell(message)
    }
  }
}

extension Gateway {
  func post(_ text: String, to number: String) async throws {}
  func mail(_ text: String, to address: String) async throws {}
  func tell(_ message: AccountMessage) async throws {}
}

@Suite struct DocumentationTests {
  private func lines(_ path: String) throws -> [String] {
    try Repository.text(path)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  @Test(arguments: [
    ("Start", 4), ("TurnItOn", 5), ("SignIn", 3), ("LoseTheDevice", 4),
    ("MakeItMandatory", 3), ("BringYourUsers", 3),
    ("KeepTheSession", 2), ("RunTheService", 2),
  ])
  func theCodeOfEachArticleIsCompiledHere(
    _ article: String, _ count: Int
  ) throws {
    let here = try lines("/Tests/TwoFactorTests/DocumentationTests.swift")
    let text = try lines("/Sources/TwoFactor/TwoFactor.docc/\(article).md")
    let blocks = text.split(separator: "```swift").dropFirst()
      .map { Array($0.prefix { $0 != "```" }) }
    #expect(blocks.count == count)
    for block in blocks {
      let isHere = here.indices.contains {
        here[$0...].starts(with: block)
      }
      #expect(isHere, "\(block)")
    }
  }

  /// The first article's store keeps the contract, and its service begins.
  @Test func whatTheFirstArticleBeginsWithWorks() async throws {
    let contract = StoreContract(tasks: 20) { TableStore(table: Table()) }
    #expect(await contract.violations() == [])
    let world = try World()
    _ = try await world.register()
    let offer = ChallengeOffer(token: "", factors: [], expiresAt: 0)
    let articles = Articles(
      service: world.service, session: try await world.signIn(), offer: offer)
    try await articles.start(
      Array(repeating: 7, count: 32), TableStore(table: Table()), Gateway())
  }

  /// The articles are run as well, as far as a made-up code gets.
  @Test func theCodeOfTheArticlesRuns() async throws {
    let world = try World()
    let grant = try await world.register()
    let session = try await world.signIn()
    #expect(session.grant != grant)
    let offer = ChallengeOffer(
      token: "invented", factors: [.totp], expiresAt: 0)
    var rules = world.service.rules
    var articles = Articles(
      service: world.service, session: session, offer: offer)
    try await articles.changeAfterwards()
    articles.acceptShortSecrets(&rules)
    var service = world.service
    try service.apply(rules)
    articles = Articles(service: service, session: session, offer: offer)
    try await articles.bringYourUsers(Articles.Row())
    try await articles.runTheService()
    try await articles.turnItOn()
    try await articles.signIn()
    try await articles.loseTheDevice()
    try await articles.makeItMandatory()
    #expect(world.audit.kinds.contains(.administratorReset))
    let after = Articles(
      service: world.service, session: try await world.signIn(), offer: offer)
    try await after.keepTheSession()
  }
}
