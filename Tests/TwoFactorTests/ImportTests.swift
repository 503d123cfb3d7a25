// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@testable import TwoFactor

/// People whom another system knew sign in with the password and the app that
/// they have.
@Suite struct ImportTests {
  /// One password's hashes, made by bcrypt 5, passlib 1.7 and Django 5.2 for
  /// Python.
  static let hashes = [
    "$2b$05$abcdefghijklmnopqrstuuYPXDq2bwFwDGbi15FnZc2OPBCEcWjxO",
    "$2a$04$IYtjEco7CYH12SB/1B2yvebPJCBsLtpBV5wGL0Wd39IxZHLZ/37Da",
    "bcrypt$$2b$04$HIRW5uM5r7K6cV5nDDCijetMbWeduncSUixwX5tsWm.VDOMvqHrba",
    "bcrypt_sha256$"
      + "$2b$04$mhO9UCpFrKUIuS/XdwBmBepAjFrjmbXdIzl77rDkAScM0QiGwOJ3W",
    "pbkdf2_sha256$1000$tLaqQ2zj5Qv8RaOzExZIZy$"
      + "JxLobgcP8i8n8uI9M1gboaQjHu2vSsQKDKqIbI3K2JI=",
    "pbkdf2_sha1$1000$gFgHmruXAxLsJhrAmQKonn$fAOKmwTplc0l/SytHKa+AYx1cfw=",
    "scrypt$16384$dJjRDWnfp62MKeyHIyGDIc$8$5$"
      + "USkwNuqGWiE0ynjAlqdk26yqugy3oxebBE02gPO4kVo3IpqnF5SOSefdNG51hWA7"
      + "Z/OAUMruoJMv78N/qH0I6w==",
    "$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg$"
      + "gl7xNiIGtNBazF6.vNrD7KImb6zjjk1JF4es54FrOmU",
  ]

  /// The same password's, by argon2-cffi.
  static let argon2 =
    "$argon2id$v=19$m=1024,t=2,p=1$ssQzrZO7/PAsRtoE6mK4MQ"
    + "$A/Z0S/jrmikshOY/BSef7BAcFSHS9edZEwjb5YGIJfs"

  @Test(arguments: hashes)
  func aHashIsCheckedOnceAndMadeAnew(_ text: String) async throws {
    let world = try World()
    var user = ImportedUser()
    user.mail = "alice@example.org"
    user.password = try ImportedPassword(hash: text)
    try await world.service.importUser("alice", user, by: .migration)
    #expect(try await world.account().state.password?.phc == text)
    for wrong in ["", "x", World.password + " ", World.password + "\u{0}"] {
      let answer = try await world.service.signIn("alice", password: wrong)
      #expect(answer.isRefused, "\(wrong)")
      world.advance(120)
    }
    #expect(try await world.account().state.password?.phc == text)
    #expect(try await world.signIn().assurance == 1)
    let phc = try await world.account().state.password?.phc
    #expect(phc?.hasPrefix("$pbkdf2-sha256$i=1$") == true)
    #expect(try await world.signIn().assurance == 1)
  }

  /// Where libcrypto has no argon2id, the import says so at once.
  @Test func argon2idIsTakenWhereItIsThere() async throws {
    guard ForeignDerivation.hasArgon2 else {
      #expect(throws: TwoFactorError.unsupportedHash) {
        try ImportedPassword(hash: Self.argon2)
      }
      return
    }
    let hash = try #require(StoredHash(parsing: Self.argon2))
    #expect(hash.matches(Array(World.password.utf8)) == true)
    #expect(hash.matches(Array("x".utf8)) == false)
    let django = try #require(StoredHash(parsing: "argon2" + Self.argon2))
    #expect(django.matches(Array(World.password.utf8)) == true)
  }

  /// Unknown forms, and costs that would keep a server busy.
  @Test(arguments: [
    "", "x", "5f4dcc3b5aa765d61d8327deb882cf99", "$1$abc$def",
    "$2b$31$abcdefghijklmnopqrstuuYPXDq2bwFwDGbi15FnZc2OPBCEcWjxO",
    "$2b$5$abcdefghijklmnopqrstuuYPXDq2bwFwDGbi15FnZc2OPBCEcWjxOO",
    "$2b$05$abcdefghijklmnopqrstuuYPXDq2bwFwDGbi15FnZc2OPBCEcWjx",
    "pbkdf2_sha256$100000001$tLaqQ2zj5Qv8RaOzExZIZy$JxLobgcP8i8n8uI9M1gboaQj",
    "pbkdf2_sha256$-1$tLaqQ2zj5Qv8RaOzExZIZy$JxLobgcP8i8n8uI9M1gboaQj",
    "pbkdf2_sha256$1000$$JxLobgcP8i8n8uI9M1gboaQj",
    "scrypt$16385$dJjRDWnfp62MKeyHIyGDIc$8$5$USkwNuqGWiE0ynjAlqdk",
    "scrypt$1073741824$dJjRDWnfp62MKeyHIyGDIc$8$5$USkwNuqGWiE0ynjAlqdk",
    "$argon2id$v=19$m=99999999,t=2,p=1$ssQzrZO7/PAsRtoE6mK4MQ$A/Z0S/jrmiks",
    "$argon2i$v=19$m=1024,t=2,p=1$ssQzrZO7/PAsRtoE6mK4MQ$A/Z0S/jrmiks",
    "$scrypt$ln=1,r=8,p=1,keyid=a$AAECAwQFBgcICQoLDA0ODw"
      + "$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
  ])
  func otherHashesAreRefused(_ text: String) {
    #expect(throws: TwoFactorError.unsupportedHash) {
      try ImportedPassword(hash: text)
    }
  }

  @Test func anAppGoesOn() async throws {
    let world = try World()
    let secret = try Secret(base32: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    let app = try TOTP(secret: secret)
    var user = ImportedUser()
    user.password = try ImportedPassword(hash: Self.hashes[4])
    let step = try #require(
      try world.now.current.step(period: 30, t0: 0) as UInt64?)
    user.apps = [ImportedApp(secret: secret, lastAcceptedStep: step)]
    user.phone = try PhoneNumber(e164: "+4915123456789")
    user.usesTextMessages = true
    try await world.service.importUser("alice", user, by: .migration)
    let offer = try await world.challenge()
    #expect(offer.factors == [.totp, .sms])
    // The code that was used there is used up here.
    let used = try await world.service.verify(
      "alice", challenge: offer.token, proof: .totp(world.code(app)))
    #expect(used.isRefused)
    world.advance(60)
    #expect(try await world.signIn(app: app).assurance == 2)
    #expect(world.audit.kinds.first == .accountImported)
    #expect(world.audit.events.current.first?.actor == "migration")
    await #expect(throws: TwoFactorError.alreadyExists) {
      try await world.service.importUser("alice", user, by: .migration)
    }
  }

  /// 80 bits, as many systems have made them.
  @Test func shortSecretsAreAPolicy() async throws {
    var user = ImportedUser()
    user.apps = [
      ImportedApp(
        secret: try Secret(base32: "JBSWY3DPEHPK3PXP", policy: .permissive))
    ]
    let strict = try World()
    await #expect(throws: TwoFactorError.shortSecret) {
      try await strict.service.importUser("alice", user, by: .migration)
    }
    #expect(try await strict.store.load("alice") == nil)
    let world = try World { $0.importedSecrets = .permissive }
    user.password = try ImportedPassword(hash: Self.hashes[4])
    try await world.service.importUser("alice", user, by: .migration)
    let app = try TOTP(secret: #require(user.apps.first?.secret))
    #expect(try await world.signIn(app: app).assurance == 2)
  }

  /// Each with its name and its last step, and no more than are allowed.
  @Test func severalAppsGoOn() async throws {
    let world = try World { $0.appLimit = 2 }
    var user = ImportedUser()
    user.password = try ImportedPassword(hash: Self.hashes[4])
    var random = seeded(4)
    user.apps = (1...2).map { number in
      ImportedApp(
        secret: .generate(for: .sha1, using: &random), name: "app \(number)")
    }
    try await world.service.importUser("alice", user, by: .migration)
    for app in user.apps {
      _ = try await world.signIn(app: TOTP(secret: app.secret))
    }
    let apps = try await world.account().state.apps
    #expect(apps.map(\.label?.text) == ["app 1", "app 2"])
    user.apps.append(user.apps[0])
    await #expect(throws: TwoFactorError.tooManyApps) {
      try await world.service.importUser("bob", user, by: .migration)
    }
    user.apps = [ImportedApp(secret: user.apps[0].secret, name: "a\u{7}")]
    await #expect(throws: TwoFactorError.invalidAppName) {
      try await world.service.importUser("bob", user, by: .migration)
    }
    #expect(try await world.store.load("bob") == nil)
  }

  @Test func importingNeedsTheRight() async throws {
    let world = try World()
    await #expect(throws: TwoFactorError.notAuthorized) {
      try await world.service.importUser(
        "alice", ImportedUser(), by: Administrator("eve", may: [.readStatus]))
    }
    #expect(try await world.store.load("alice") == nil)
    #expect(world.audit.kinds == [.notAuthorized])
    #expect(world.audit.events.current.first?.actor == "eve")
  }

  @Test func halfAUserIsNotImported() async throws {
    let world = try World()
    var user = ImportedUser()
    user.usesTextMessages = true
    await #expect(throws: TwoFactorError.notEnrolled) {
      try await world.service.importUser("alice", user, by: .migration)
    }
    user = ImportedUser()
    user.mail = "nobody"
    await #expect(throws: TwoFactorError.invalidMail) {
      try await world.service.importUser("alice", user, by: .migration)
    }
    #expect(try await world.store.load("alice") == nil)
  }
}
