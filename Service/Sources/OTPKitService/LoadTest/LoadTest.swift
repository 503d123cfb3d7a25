// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import ArgumentParser
import BackupCodes
import Foundation
import Logging
import NumberingPlans
import OTPCore
import TwoFactor

/// The service under load, with people that a test knows the secrets of.
struct LoadTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load-test",
    abstract: "Serve people made up for a test, with cheap hashes.",
    discussion: """
      'prepare' fills a database that has no accounts and marks it; 'serve' \
      refuses a database without the mark, so that real accounts never meet \
      cheap hashes. Scripts/test-reliability and Scripts/bench-service use it.
      """,
    subcommands: [PrepareLoadTest.self, ServeLoadTest.self])

  /// The mark of a database that was made for tests.
  static let mark = (name: Array("prepared".utf8), room: "load-test")
}

/// What both commands take.
struct LoadTestOptions: ParsableArguments {
  @OptionGroup var options: StoreOptions

  @Flag(help: "Hash passwords and backup codes at the full cost.")
  var fullCost = false

  @Flag(help: "Keep the waits and limits of the service.")
  var limits = false

  /// The rules of the service with cheap hashes, and without waits and limits:
  /// a test repeats itself faster than any person.
  func rules() throws -> TwoFactorConfiguration {
    guard let plan = NumberingPlan(region: "AU") else {
      throw ValidationError("there is no numbering plan of Australia")
    }
    var rules = ServiceRules.rules(issuer: options.issuer, phones: plan)
    if !limits { try removeLimits(from: &rules) }
    guard !fullCost else { return rules }
    let cheap = try KeyDerivation.pbkdf2SHA256(iterations: 1)
    rules.passwordDerivation = cheap
    rules.backupCodes = BackupCodeScheme(derivation: cheap)
    return rules
  }

  private func removeLimits(from rules: inout TwoFactorConfiguration) throws {
    let delay = try DelayPolicy(free: 100_000, longest: 0)
    rules.passwordDelay = delay
    rules.factorDelay = delay
    rules.challengeAttempts = 100_000
    rules.sending = try SendPolicy(
      codeLifetime: 600, attempts: 10, cooldown: 0, limit: 100,
      resetCooldown: 0)
    rules.messageLimits = .none
  }
}

struct PrepareLoadTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare",
    abstract: "Make people; a line of JSON for each, with all secrets.")

  @OptionGroup var load: LoadTestOptions
  @Option(help: "People with an app.") var apps = 0
  @Option(help: "People with text messages.") var messages = 0
  @Option(help: "People with an app and ten backup codes.") var backups = 0
  @Option(help: "People with a password alone.") var plain = 0

  func run() async throws {
    let store = try await load.options.store()
    guard try await store.entries(limit: 1).isEmpty else {
      throw ValidationError("the database has accounts: take an empty one")
    }
    try await store.put([1], as: LoadTest.mark.name, in: LoadTest.mark.room)
    let people = try LoadTestPeople(
      rules: load.rules(), keys: load.options.keyFile(), store: store)
    for (kind, count) in [
      ("app", apps), ("message", messages), ("backup", backups),
      ("plain", plain),
    ] {
      for number in 0..<count {
        print(try await people.add(kind, number))
      }
    }
    await store.close()
  }
}

struct ServeLoadTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answer; messages are appended to a file as lines of JSON.")

  @OptionGroup var load: LoadTestOptions
  @Option(help: "The port on loopback.") var port: Int
  @Option(help: "The file that messages are appended to.") var messages: String
  @Option(help: "How many seconds this process's clock is ahead.")
  var ahead = 0
  @Option(help: "A file with the Unix time that the clock shows, if it stands.")
  var clock: String?

  func run() async throws {
    let keys = try load.options.keyFile()
    let standing = clock.map(StandingClock.init)
    let time = { @Sendable in standing?.time ?? .now }
    let store = try await load.options.store(clock: time)
    guard
      try await store.record(LoadTest.mark.name, in: LoadTest.mark.room) != nil
    else { throw ValidationError("'load-test prepare' did not make this") }
    let ahead = ahead
    let service = try TwoFactorService(
      rules: load.rules(), keyring: keys.keyring(), store: store,
      sender: MessageFile(path: messages), audit: store, counter: store,
      derivations: Site.derivations,
      clock: { standing?.time ?? UnixTime.now.advanced(by: ahead) })
    let site = Site(
      store: store, service: service, formKey: keys.formKey, demo: nil,
      isSecure: true, origin: "https://load-test.invalid",
      proxies: AddressList(), checkers: AddressList(), clock: time)
    var logger = Logger(label: "otpkit-service")
    // What breaks in a test is broken on purpose.
    logger.logLevel = .critical
    let server = Server(
      site: site, host: "127.0.0.1", port: port, logger: logger)
    try await server.run {
      print("ready")
      fflush(nil)
    }
    await store.close()
  }
}

/// A clock that shows what a file says, to all processes of a test.
struct StandingClock: Sendable {
  let path: String

  /// 1970 where the file is missing or has more than digits in it.
  var time: UnixTime {
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    return UnixTime(text.flatMap(Int64.init) ?? 0)
  }
}
