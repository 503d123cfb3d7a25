// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import ArgumentParser
import CoreMetrics
import Foundation
import Logging
import NumberingPlans
import OTPCore
import TwoFactor

/// The program.
@main
struct ServiceProgram: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "otpkit-service",
    abstract: "A sign-in service with a second step.",
    subcommands: [
      Serve.self, Keys.self, Admin.self, User.self, Reseal.self, Sweep.self,
      LoadTest.self,
    ],
    defaultSubcommand: Serve.self)
}

/// Where accounts are and what seals them.
struct StoreOptions: ParsableArguments {
  @Option(help: "A file for SQLite, or a postgresql:// address.")
  var database = "otpkit-service.sqlite"

  @Option(help: "The file with the keys, as 'otpkit-service keys' makes it.")
  var keys: String?

  @Option(help: "The service's name, shown in authenticator apps.")
  var issuer = "otpkit"

  func store(
    clock: @escaping @Sendable () -> UnixTime = { .now }
  ) async throws -> DatabaseStore {
    if isServer {
      return try await PostgresAccountStore.open(database, clock: clock)
    }
    return try await SQLiteAccountStore.open(path: database, clock: clock)
  }

  /// Whether the database is a server's, and no file.
  private var isServer: Bool {
    database.hasPrefix("postgresql://") || database.hasPrefix("postgres://")
  }

  /// The store, for commands on what is there: a mistyped file is not taken for
  /// a database without accounts.
  func existingStore() async throws -> DatabaseStore {
    guard isServer || FileManager.default.fileExists(atPath: database) else {
      throw ValidationError("there is no database at \(database)")
    }
    return try await store()
  }

  /// The store with the keys, which are those that have sealed its accounts.
  ///
  /// - Parameter mustExist: Whether it is ``existingStore()``.
  func accounts(
    mustExist: Bool = false
  ) async throws -> (store: DatabaseStore, keys: KeyFile) {
    let keys = try keyFile()
    let store = try await mustExist ? existingStore() : store()
    try await keys.check(against: store)
    return (store, keys)
  }

  func keyFile() throws -> KeyFile {
    guard let keys else {
      if let text = ProcessInfo.processInfo.environment["OTPKIT_KEYS"] {
        return try KeyFile(text: text)
      }
      throw ValidationError(
        "--keys or OTPKIT_KEYS is needed; 'otpkit-service keys' makes a file")
    }
    return try KeyFile(reading: keys)
  }
}

/// How long the audit goes back.
struct AuditOptions: ParsableArguments {
  @Option(
    help: "Days to keep audit events for; without it, they are kept for good.")
  var keepAudit: Int?

  func validate() throws {
    guard 1...36_500 ~= keepAudit ?? 1 else {
      throw ValidationError("--keep-audit is 1 to 36500 days")
    }
  }
}

extension DatabaseStore {
  /// Drops the audit events that are older than so many days; none without a
  /// number.
  func dropEvents(olderThan days: Int?, at now: UnixTime) async throws -> Int {
    guard let days else { return 0 }
    return try await dropEvents(before: now.advanced(by: -86_400 * days))
  }
}

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer browsers.",
    discussion: """
      TLS is the business of a proxy in front; cookies are for TLS only. \
      --demo needs none: it listens on loopback, keeps its accounts in a \
      temporary file, and shows messages on a page.
      """)

  @OptionGroup var options: StoreOptions
  @OptionGroup(title: "Messages") var delivery: DeliveryOptions

  @Flag(help: "Try it out: nothing is kept, nothing is sent.")
  var demo = false

  @Option(help: "The address to listen on.") var host = "127.0.0.1"
  @Option(help: "The port to listen on.") var port = 8_080

  @Option(help: "The address that people use, such as https://id.example.org.")
  var origin: String?

  @Option(
    help: "The country of phone numbers without a plus sign, such as AU.")
  var region: String?

  @Option(
    name: .customLong("trusted-proxy"),
    help: "An address or range whose X-Forwarded-For is believed; repeatable.")
  var trustedProxies: [String] = []

  @Option(
    name: .customLong("check-from"),
    help: "An address or range that may ask /validate/check; repeatable.")
  var checkers: [String] = []

  @Option(
    name: .customLong("oidc-provider"),
    help: """
      A file that describes an OpenID Connect provider whose people may sign \
      in; repeatable.
      """)
  var providers: [String] = []

  @Option(help: "Serve /metrics on this port of --host.")
  var metricsPort: Int?

  @OptionGroup var audit: AuditOptions

  @Option(help: "The most connections at once.") var connections = 4_096

  @Option(
    help: "Seconds for a request to come whole, and for its answer to be taken."
  )
  var requestTime = 30

  func validate() throws {
    guard AddressList(trustedProxies) != nil, AddressList(checkers) != nil
    else {
      throw ValidationError(
        "--trusted-proxy and --check-from take an address or a range")
    }
    guard connections > 0, 1...3_600 ~= requestTime else {
      throw ValidationError(
        "--connections must be positive, and --request-time 1 to 3600")
    }
    _ = try plan()
    _ = try IdentityProvider.read(providers)
    if demo {
      guard ["127.0.0.1", "::1", "localhost"].contains(host) else {
        throw ValidationError(
          "--demo shows everybody's messages: it listens on loopback only")
      }
      return
    }
    guard origin?.hasPrefix("https://") == true else {
      throw ValidationError("--origin is needed and begins with https://")
    }
    _ = try delivery.messageSender(
      Wording(issuer: options.issuer, origin: origin ?? ""))
  }

  func run() async throws {
    LoggingSystem.bootstrap { JSONLog(label: $0) }
    let metrics = PrometheusMetrics()
    MetricsSystem.bootstrap(metrics)
    let logger = Logger(label: "otpkit-service")
    let accounts = DemoAccounts()
    defer { if demo { accounts.remove() } }
    let site = try await demo ? demoSite(accounts) : site()
    if demo { try await DemoPeople(site: site).add() }
    try await site.reloadPolicy()
    let (origin, isDemo) = (site.origin, demo)
    var server = Server(site: site, host: host, port: port, logger: logger)
    server.connections = try connectionsAllowed()
    server.requestTime = requestTime
    server.metrics = metricsPort.map {
      MetricsServer(metrics: metrics, host: host, port: $0, logger: logger)
    }
    try await server.run {
      guard isDemo else { return }
      print(DemoPeople.greeting(origin))
      // A pipe would keep the greeting back until the end.
      fflush(nil)
    }
    await site.store.close()
  }

  /// The connections, if the system allows as many files, with those of the
  /// store and of senders beside them.
  private func connectionsAllowed() throws -> Int {
    let files = connections + 200
    guard OpenFiles.allow(files) >= files else {
      throw ValidationError(
        "--connections \(connections) needs a limit of \(files) open files")
    }
    return connections
  }

  /// How phone numbers are read: an operator's choice, Australia's in the demo.
  private func plan() throws -> NumberingPlan {
    guard let region = region ?? (demo ? "AU" : nil) else {
      throw ValidationError(
        "--region is needed: the country of national phone numbers")
    }
    guard let plan = NumberingPlan(region: region) else {
      throw ValidationError(
        "--region is a country's two letters of ISO 3166, such as AU")
    }
    return plan
  }

  /// The rules, with the providers that are trusted for several factors.
  private func rules(
    _ providers: [IdentityProvider]
  ) throws -> TwoFactorConfiguration {
    var rules = ServiceRules.rules(
      issuer: options.issuer, phones: try plan())
    rules.providers = providers.compactMap(\.trust)
    return rules
  }

  private func site() async throws -> Site {
    let origin = origin ?? ""
    let wording = Wording(issuer: options.issuer, origin: origin)
    let (store, file) = try await options.accounts()
    let providers = try IdentityProvider.read(providers)
    let service = try TwoFactorService(
      rules: try rules(providers), keyring: try file.keyring(), store: store,
      sender: try delivery.messageSender(wording),
      audit: store, counter: store, derivations: Site.derivations,
      observer: ServiceMetrics())
    return Site(
      store: store, service: service, formKey: file.formKey, demo: nil,
      isSecure: true, origin: origin,
      proxies: AddressList(trustedProxies) ?? AddressList(),
      checkers: AddressList(checkers) ?? AddressList(),
      signOns: providers.map { SignOn($0, origin: origin) },
      auditDays: audit.keepAudit)
  }

  private func demoSite(_ accounts: DemoAccounts) async throws -> Site {
    let origin = "http://\(host):\(port)"
    let store = try await SQLiteAccountStore.open(path: accounts.path)
    let outbox = DemoOutbox(
      wording: Wording(issuer: options.issuer, origin: origin))
    let file = KeyFile.random()
    let providers = try IdentityProvider.read(providers)
    let service = try TwoFactorService(
      rules: try rules(providers), keyring: try file.keyring(), store: store,
      sender: outbox, audit: store, counter: store,
      derivations: Site.derivations,
      observer: ServiceMetrics())
    return Site(
      store: store, service: service, formKey: file.formKey, demo: outbox,
      isSecure: false, origin: origin,
      proxies: AddressList(trustedProxies) ?? AddressList(),
      checkers: AddressList(checkers) ?? AddressList(),
      signOns: providers.map { SignOn($0, origin: origin) })
  }
}

/// The file of the demo's accounts, which ends with it.
struct DemoAccounts {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "otpkit-demo-\(UUID().uuidString).sqlite").path

  func remove() {
    for end in ["", "-wal", "-shm", "-turn"] {
      try? FileManager.default.removeItem(atPath: path + end)
    }
  }
}

/// Who is there in the demo.
struct DemoPeople {
  let site: Site

  /// Makes an administrator and a person; their passwords are in the outbox.
  func add() async throws {
    for name in ["admin", "alice"] {
      try await site.service.register(
        try AccountID(name), mail: "\(name)@example.org")
    }
    try await site.store.makeAdministrator("admin", by: "demo")
  }

  static func greeting(_ origin: String) -> String {
    """
    A demo: accounts are kept until it ends, messages go to a page.

      Messages, with everybody's first password:  \(origin)/outbox
      Sign in as the administrator:               \(origin)/sign-in?name=admin
      Sign in as a person:                        \(origin)/sign-in?name=alice

    Ctrl-C ends it.
    """
  }
}
