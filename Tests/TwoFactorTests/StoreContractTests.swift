// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NaiveStores
import Testing
import TwoFactor
import TwoFactorTesting

/// The contract passes on right stores, and finds each naive one.
@Suite struct StoreContractTests {
  /// The whole test run keeps each processor busy for minutes.
  private static let patience: Duration = .seconds(3_600)

  @Test(arguments: StoreContract.Check.allCases)
  func theStoreInMemoryKeepsIt(_ check: StoreContract.Check) async {
    let contract = StoreContract(
      patience: Self.patience, sharing: { $0 }, reopening: { $0 }
    ) {
      MemoryAccountStore()
    }
    #expect(await contract.violation(of: check) == nil)
  }

  @Test(arguments: StoreContract.Check.allCases)
  func aStoreOfFilesKeepsIt(_ check: StoreContract.Check) async throws {
    #expect(await Self.files(.none).violation(of: check) == nil)
  }

  @Test(arguments: Broken.Fault.allCases)
  func aBrokenStoreIsFound(_ fault: Broken.Fault) async {
    let contract = StoreContract(
      tasks: 20, patience: .seconds(2),
      reopening: { fault == .forgets ? MemoryAccountStore() : $0 }
    ) { Broken(fault) }
    let found = await contract.violation(of: fault.check)
    #expect(found != nil, "\(fault)")
    if fault == .fails {
      #expect(found?.detail.contains("disk full") == true)
    }
  }

  /// What saves accounts together with events is held to the contract, too.
  @Test(arguments: [nil] + BrokenLedger.Fault.allCases)
  func aBrokenLedgerIsFound(_ fault: BrokenLedger.Fault?) async {
    let contract = StoreContract(
      tasks: 20, patience: Self.patience,
      recorded: { store, id in
        await (store as? BrokenLedger)?.events.filter { $0.account == id } ?? []
      }
    ) { BrokenLedger(fault) }
    let found = await contract.violations().map(\.check)
    #expect(found == fault.map(\.checks) ?? [])
  }

  @Test(arguments: [
    (FileStore.Fault.locksInOneProcess, StoreContract.Check.otherServerRaces),
    (.locksInOneProcess, .otherServerUpdates),
    (.caches, .otherServerSees),
  ])
  func aStoreOfFilesIsFound(
    _ fault: FileStore.Fault, _ check: StoreContract.Check
  ) async {
    #expect(await Self.files(fault).violation(of: check) != nil)
  }

  /// The same folder, opened by two stores.
  private static func files(_ fault: FileStore.Fault) -> StoreContract {
    let root = temporaryFolder()
    let folders = Locked([ObjectIdentifier: String]())
    @Sendable func open(_ folder: String) throws -> any AccountStore {
      let store = try FileStore(folder, fault)
      folders.withLock { $0[ObjectIdentifier(store)] = folder }
      return store
    }
    @Sendable func again(_ store: any AccountStore) throws -> any AccountStore {
      let id = (store as? FileStore).map { ObjectIdentifier($0) }
      let folder = folders.withLock { folders in id.flatMap { folders[$0] } }
      return try open(folder ?? root)
    }
    return StoreContract(
      tasks: 20, patience: patience, sharing: { try again($0) },
      reopening: { try again($0) }
    ) { try open(root + "/" + UUID().uuidString) }
  }
}

/// A process that saves is killed at any moment.
@Suite struct DurabilityCheckTests {
  @Test(
    arguments: [
      (FileStore.Fault.none, nil), (.locksInOneProcess, nil),
      (.writesBehind, "was saved and"),
    ] as [(FileStore.Fault, String?)])
  func whatIsSavedOutlivesTheProcess(
    _ fault: FileStore.Fault, _ expected: String?
  ) async throws {
    let folder = temporaryFolder()
    let check = DurabilityCheck(
      command: [try Self.child(), folder, fault.rawValue])
    let found = try await check.finding { try FileStore(folder) }
    #expect((found == nil) == (expected == nil), "\(found ?? "nothing")")
    if let expected { #expect(found?.contains(expected) == true) }
  }

  @Test func aChildThatSavesNothingIsReported() async throws {
    let check = DurabilityCheck(command: ["/bin/true"])
    #expect(
      try await check.finding { MemoryAccountStore() }
        == "the child has saved nothing")
  }

  /// The program is built beside the tests.
  private static func child() throws -> String {
    let folder = Bundle.main.bundleURL
    let places = [folder, folder.deletingLastPathComponent()]
    let found = places.map { $0.appending(path: "DurabilityChild").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    return try #require(found)
  }
}

/// Accounts and events in memory, with one fault where both are saved.
actor BrokenLedger: AuditingAccountStore {
  enum Fault: CaseIterable {
    case overwrites, recordsRefused, recordsOne, forgets, recordsTwice

    /// The checks that find it.
    var checks: [StoreContract.Check] {
      self == .overwrites ? [.recordedSaves, .events] : [.events]
    }
  }

  private let fault: Fault?
  private let accounts = MemoryAccountStore()
  private(set) var events: [AuditEvent] = []

  init(_ fault: Fault?) { self.fault = fault }

  func load(_ id: AccountID) -> Account? { accounts.load(id) }

  func save(_ account: Account, replacing version: UInt64) -> Bool {
    accounts.save(account, replacing: version)
  }

  func save(
    _ account: Account, replacing version: UInt64,
    recording new: [AuditEvent]
  ) -> Bool {
    let stored = accounts.load(account.id)?.version ?? 0
    let old = fault == .overwrites ? stored : version
    if fault == .recordsRefused { events += new }
    guard accounts.save(account, replacing: old) else { return false }
    switch fault {
    case .recordsOne: events += new.prefix(1)
    case .forgets, .recordsRefused: break
    case .recordsTwice: events += new + new
    default: events += new
    }
    return true
  }

  func record(_ new: [AuditEvent]) { events += new }
}

/// A folder that is not there yet.
private func temporaryFolder() -> String {
  NSTemporaryDirectory() + "otpkit-stores-" + UUID().uuidString
}

/// A store with one fault.
actor Broken: AccountStore {
  enum Fault: CaseIterable {
    case invents, overwrites, foldsCase, foldsAccents, readsNumbers, cutsNames
    case cutsAtNUL, cutsLarge, answersAnother, forgets, keepsRefused, tears
    case checksThenSaves, goesBack, neverMatches, hangs, fails, loses
    case cutsVersions, sharesOneVersion, sorts, leavesOut

    /// A check that must find it.
    var check: StoreContract.Check {
      switch self {
      case .invents: .unknownAccountIsNil
      case .overwrites: .saveOverVersion
      case .foldsCase, .foldsAccents, .readsNumbers: .names
      case .cutsNames: .longNames
      case .cutsAtNUL, .loses, .hangs, .fails, .answersAnother: .roundTrip
      case .cutsLarge: .largeAccounts
      case .forgets: .restart
      case .keepsRefused, .cutsVersions: .staleSave
      case .sharesOneVersion: .otherAccounts
      case .tears: .tornLoads
      case .checksThenSaves, .neverMatches: .lostUpdates
      case .goesBack: .monotonicLoads
      case .sorts, .leavesOut: .loadsInOrder
      }
    }
  }

  struct DiskFull: Error, CustomStringConvertible {
    let description = "disk full"
  }

  private let fault: Fault
  private var accounts: [String: Account] = [:]
  private var former: Account?
  /// How many saves there were, of any account.
  private var saves = 0

  init(_ fault: Fault) { self.fault = fault }

  func load(_ id: AccountID) async throws -> Account? {
    if fault == .hangs { await Self.never() }
    if fault == .invents && accounts.isEmpty { return sample(id, "1") }
    if fault == .answersAnother, !accounts.isEmpty { return sample("eve", "1") }
    guard let account = accounts[key(id)] else { return nil }
    if fault == .tears, account.version % 7 == 3 {
      return Account.sample(id, version: account.version, mark: "torn")
    }
    if fault == .goesBack, account.version % 5 == 0, let former {
      self.former = nil
      return former
    }
    let limit = fault == .cutsLarge ? 65_536 : .max
    let mark = (account.mark ?? "").prefix(limit)
    let whole = fault == .cutsAtNUL ? mark.prefix { $0 != "\u{0}" } : mark
    guard whole.count < (account.mark ?? "").count else { return account }
    return sample(id, String(whole))
  }

  func load(_ ids: [AccountID]) async throws -> [Account?] {
    var found: [Account?] = []
    for id in ids { found.append(try await load(id)) }
    switch fault {
    case .sorts:
      return found.sorted { ($0?.id.text ?? "") < ($1?.id.text ?? "") }
    case .leavesOut: return found.filter { $0 != nil }
    default: return found
    }
  }

  func save(
    _ account: Account, replacing version: UInt64
  ) async throws -> Bool {
    if fault == .fails { throw DiskFull() }
    let key = key(account.id)
    let stored = accounts[key]?.version ?? 0
    let isCurrent =
      fault == .cutsVersions
      ? UInt16(truncatingIfNeeded: stored)
        == UInt16(truncatingIfNeeded: version) : stored == version
    let seen = saves
    if [.checksThenSaves, .sharesOneVersion].contains(fault) {
      await Task.yield()
    }
    if fault == .sharesOneVersion, saves != seen { return false }
    saves += 1
    if fault == .neverMatches, version > 0 { return false }
    if fault == .overwrites || fault == .keepsRefused && !isCurrent {
      accounts[key] = account
      return fault == .overwrites
    }
    guard isCurrent else { return false }
    former = accounts[key]
    if fault != .loses { accounts[key] = account }
    return true
  }

  private func sample(_ id: AccountID, _ mark: String) -> Account {
    Account.sample(id, mark: mark)
  }

  private func key(_ id: AccountID) -> String {
    switch fault {
    case .foldsCase: id.text.lowercased()
    case .foldsAccents:
      id.text.folding(options: .diacriticInsensitive, locale: nil)
    case .readsNumbers: Double(id.text).map { "\($0)" } ?? id.text
    case .cutsNames: String(id.text.prefix(191))
    default: id.text
    }
  }

  private static func never() async {
    try? await Task.sleep(for: .seconds(3_600))
  }
}
