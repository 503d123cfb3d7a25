// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import ArgumentParser
import Foundation
import OTPCore
import TwoFactor

struct User: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Add people, look them up, and act on their accounts.",
    discussion: """
      Messages stay in the database: a running service sends them within ten \
      seconds.
      """,
    subcommands: [
      Add.self, List.self, Show.self, Invite.self, Reset.self,
      EndSessions.self, Deactivate.self, Reactivate.self, Promote.self,
      Demote.self,
    ])
}

/// What every command on people needs.
struct PeopleOptions: ParsableArguments {
  @OptionGroup var options: StoreOptions

  /// The accounts, and the layer over them; whoever opens them closes the store.
  func open() async throws -> (store: DatabaseStore, service: TwoFactorService)
  {
    let (store, keys) = try await options.accounts(mustExist: true)
    let service = try TwoFactorService(
      rules: ServiceRules.rules(issuer: options.issuer),
      keyring: try keys.keyring(), store: store,
      sender: NobodySends(), audit: store, counter: store,
      background: { _ in })
    return (store, service)
  }
}

// MARK: - Looking

extension User {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List people in the order of their names, one a line.")

    @OptionGroup var people: PeopleOptions
    @Option(help: "What the name or the mail address has in it.")
    var search: String?
    @Flag(help: "Only those who have not chosen a password yet.")
    var invited = false
    @Flag(help: "Only administrators.") var administrators = false
    @Flag(help: "JSON instead of a table.") var json = false

    func run() async throws {
      let store = try await people.open().store
      let chosen = administrators ? try await store.administrators() : nil
      let found = try await store.all(matching: search)
        .filter { !invited || $0.invitedUntil != nil }
        .filter { chosen?.contains($0.id.text) ?? true }
      print(
        json
          ? JSON.list(found.map(\.json)).encoded
          : found.map(\.line).joined(separator: "\n"))
      await store.close()
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a person's account, without a secret.")

    @OptionGroup var people: PeopleOptions
    @Flag(help: "JSON instead of lines.") var json = false
    @Argument(help: "The person's name.") var name: String

    func run() async throws {
      let store = try await people.open().store
      let entry = try await store.entry(named: name)
      print(json ? entry.json.encoded : entry.text)
      await store.close()
    }
  }
}

extension DatabaseStore {
  /// Every account that a search finds.
  fileprivate func all(matching text: String?) async throws -> [DirectoryEntry]
  {
    var all: [DirectoryEntry] = []
    while true {
      let page = try await entries(
        matching: text, after: all.last?.id, limit: 200)
      if page.isEmpty { return all }
      all += page
    }
  }

  /// The account of a name.
  ///
  /// - Throws: `ValidationError` if there is none.
  fileprivate func entry(named name: String) async throws -> DirectoryEntry {
    guard let id = try? AccountID(name.typedName),
      let entry = try await load(id)?.directoryEntry,
      entry.standing == .active || entry.standing == .deactivated
    else { throw ValidationError("there is no account of this name") }
    return entry
  }
}

extension DirectoryEntry {
  /// A member a line.
  fileprivate var text: String {
    members.compactMap { name, value in
      value.map { "\(name): \($0.plain)" }
    }.joined(separator: "\n")
  }

  /// Name, mail address, standing and factors, with tabs between them.
  fileprivate var line: String {
    let standing = invitedUntil != nil ? "invited" : standing.rawValue
    let factors = factors.map(\.rawValue).joined(separator: ",")
    return [id.text, mail ?? "-", standing, factors.isEmpty ? "-" : factors]
      .joined(separator: "\t")
  }
}

extension JSON {
  /// The value without quotes and brackets.
  fileprivate var plain: String {
    switch self {
    case .text(let text): text
    case .list(let values): values.map(\.plain).joined(separator: ", ")
    default: encoded
    }
  }
}

// MARK: - Acting

extension User {
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a person; the first password goes out by mail.")

    @OptionGroup var people: PeopleOptions
    @Argument(help: "The person's name.") var name: String
    @Argument(help: "Where mail goes.") var mail: String

    func run() async throws {
      let (store, service) = try await people.open()
      try await service.register(try AccountID(name.typedName), mail: mail)
      await store.close()
    }
  }

  /// What is done to an account that exists.
  struct Act: ParsableArguments {
    @OptionGroup var people: PeopleOptions
    @Option(help: "Why, for the audit.") var reason = "command line"
    @Argument(help: "The person's name.") var name: String

    func open() async throws -> (DatabaseStore, TwoFactorService, AccountID) {
      let (store, service) = try await people.open()
      return (store, service, try await store.entry(named: name).id)
    }
  }

  struct Invite: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Send another first password to a person who has none of theirs."
    )

    @OptionGroup var act: Act

    func run() async throws {
      let (store, service, id) = try await act.open()
      try await service.invite(id, by: .commandLine, reason: act.reason)
      await store.close()
    }
  }

  struct Reset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove every second factor of a person who has lost them.")

    @OptionGroup var act: Act

    func run() async throws {
      let (store, service, id) = try await act.open()
      try await service.resetSecondFactors(
        id, by: .commandLine, reason: act.reason)
      await store.close()
    }
  }

  struct EndSessions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign a person out everywhere; no device is remembered.")

    @OptionGroup var act: Act

    func run() async throws {
      let (store, service, id) = try await act.open()
      try await service.endSessions(id, by: .commandLine, reason: act.reason)
      await store.close()
    }
  }

  struct Deactivate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an account answer nothing from now on.")

    @OptionGroup var act: Act

    func run() async throws {
      let (store, service, id) = try await act.open()
      try await service.deactivate(id, by: .commandLine, reason: act.reason)
      await store.close()
    }
  }

  struct Reactivate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an account answer again.")

    @OptionGroup var act: Act

    func run() async throws {
      let (store, service, id) = try await act.open()
      try await service.reactivate(id, by: .commandLine, reason: act.reason)
      await store.close()
    }
  }
}

// MARK: - Administrators

extension User {
  struct Promote: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a person an administrator, at once.")

    @OptionGroup var act: Act

    func run() async throws {
      let (store, _, id) = try await act.open()
      try await store.makeAdministrator(
        id, by: Administrator.commandLine.actor, reason: act.reason)
      await store.close()
    }
  }

  struct Demote: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take an administrator's rights back at once.")

    @OptionGroup var act: Act

    func run() async throws {
      let (store, _, id) = try await act.open()
      let wasOne = try await store.dismissAdministrator(
        id, by: Administrator.commandLine.actor, reason: act.reason)
      guard wasOne else {
        throw ValidationError("this person is no administrator")
      }
      await store.close()
    }
  }
}

extension Administrator {
  /// The name that the audit has for what these commands do.
  fileprivate static let commandLine = Administrator("otpkit-service user")
}
