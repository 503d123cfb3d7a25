// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

@testable import AccountStores
import Foundation
import Testing
import OTPCore
import TwoFactor

/// The databases that the tests run on.
enum Database: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case sqlite, postgreSQL

  static let all = allCases

  var testDescription: String { rawValue }

  /// A place for a new store: a file, or a schema of the test's server.
  func place() async throws -> String {
    let name = "t" + UUID().uuidString.lowercased().prefix(8)
    switch self {
    case .sqlite:
      return FileManager.default.temporaryDirectory
        .appending(path: "otpkit-\(name).sqlite").path
    case .postgreSQL:
      return try await PostgresServer.shared.schema(name)
    }
  }

  func open(
    _ place: String, clock: @escaping @Sendable () -> UnixTime = { .now }
  ) async throws -> DatabaseStore {
    switch self {
    case .sqlite:
      try await SQLiteAccountStore.open(path: place, clock: clock)
    case .postgreSQL:
      try await PostgresAccountStore.open(place, connections: 4, clock: clock)
    }
  }

  /// A place without the tables of this version.
  func engine(_ place: String) throws -> any SQLEngine {
    switch self {
    case .sqlite: try SQLiteEngine(path: place)
    case .postgreSQL: try PostgresEngine(conninfo: place, connections: 1)
    }
  }
}

extension DatabaseStore {
  /// A service over the store and its audit, at a fixed time, whose messages
  /// nobody takes.
  func service(at now: UnixTime = 1_700_000_000) throws -> TwoFactorService {
    let secret = try Secret([UInt8](repeating: 7, count: 32))
    let keyring = try Keyring(current: .init(id: "test", secret: secret))
    return try TwoFactorService(
      rules: TwoFactorConfiguration(issuer: "ACME"), keyring: keyring,
      store: self, sender: NoSender(), audit: self, clock: { now },
      background: { await $0() })
  }
}

private struct NoSender: MessageSender {
  func send(_ message: AccountMessage) async throws {
    throw DatabaseFailed("no gateway")
  }
}

struct DatabaseFailed: Error {
  let description: String

  init(_ description: String) { self.description = description }
}

/// A PostgreSQL server of the tests' own, in a temporary folder on loopback.
///
/// initdb refuses the superuser, so that one becomes `postgres` first.
actor PostgresServer {
  static let shared = PostgresServer(number: 0)

  /// One that a test may restart while others use the shared one.
  static let restarted = PostgresServer(number: 1)

  private let port: Int
  private let folder: String
  private var isRunning = false

  private init(number: Int) {
    port = 20_000 + 2 * (Int(getpid()) % 10_000) + number
    folder = Self.folder(number)
  }

  private static func folder(_ number: Int) -> String {
    FileManager.default.temporaryDirectory
      .appending(path: "otpkit-pg-\(getpid())-\(number)").path
  }

  /// Makes a schema; the answer is how to connect to it.
  func schema(_ name: String) async throws -> String {
    try startOnce()
    let place = "host=127.0.0.1 port=\(port) user=otpkit dbname=postgres"
    let engine = try PostgresEngine(conninfo: place, connections: 1)
    try await engine.write("CREATE SCHEMA \(name)")
    await engine.close()
    return place + " options='-c search_path=\(name)'"
  }

  func restart() throws { try control("restart", "-m", "immediate") }

  private func startOnce() throws {
    guard !isRunning else { return }
    isRunning = true
    try Self.run("rm", "-rf", folder)
    try Self.run("mkdir", "-p", folder)
    if getuid() == 0 { try Self.run("chown", "postgres", folder) }
    try Self.run(
      as: "postgres", Self.program("initdb"), "-D", folder + "/data", "-A",
      "trust", "-U", "otpkit", "--no-sync", "--encoding=UTF8")
    try control("start")
    atexit { PostgresServer.stopAtExit() }
  }

  private func control(_ arguments: String...) throws {
    // -F: what these tests end is the server and never the machine.
    let options = "-F -p \(port) -h 127.0.0.1 -k \(folder)"
    try Self.run(
      as: "postgres",
      [Self.program("pg_ctl"), "-D", folder + "/data", "-w", "-o", options]
        + ["-l", folder + "/log"] + arguments)
  }

  private static func stopAtExit() {
    for folder in [folder(0), folder(1)] {
      try? run(
        as: "postgres",
        [program("pg_ctl"), "-D", folder + "/data", "-m", "immediate", "stop"])
      try? FileManager.default.removeItem(atPath: folder)
    }
  }

  private static func program(_ name: String) -> String {
    let root = "/usr/lib/postgresql"
    let versions = try? FileManager.default.contentsOfDirectory(atPath: root)
    guard let newest = versions?.sorted().last else { return name }
    return "\(root)/\(newest)/bin/\(name)"
  }

  private static func run(as user: String, _ words: String...) throws {
    try run(as: user, words)
  }

  private static func run(as user: String, _ words: [String]) throws {
    try run(getuid() == 0 ? ["runuser", "-u", user, "--"] + words : words)
  }

  private static func run(_ words: String...) throws { try run(words) }

  /// Waits for the program itself: a server that it leaves behind inherits
  /// what Foundation's `Process` would wait for.
  private static func run(_ words: [String]) throws {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [Int32(1), 2] {
      unsafe posix_spawn_file_actions_addopen(
        &actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var process = pid_t()
    var status: Int32 = 0
    guard
      unsafe posix_spawnp(&process, words[0], &actions, nil, arguments, nil)
        == 0,
      unsafe waitpid(process, &status, 0) == process, status == 0
    else { throw DatabaseFailed("\(words.first ?? "") failed") }
  }
}
