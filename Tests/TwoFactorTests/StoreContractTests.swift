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
      case .keepsRefused: .staleSave
      case .tears: .tornLoads
      case .checksThenSaves, .neverMatches: .lostUpdates
      case .goesBack: .monotonicLoads
      }
    }
  }

  struct DiskFull: Error, CustomStringConvertible {
    let description = "disk full"
  }

  private let fault: Fault
  private var accounts: [String: Account] = [:]
  private var former: Account?

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

  func save(
    _ account: Account, replacing version: UInt64
  ) async throws -> Bool {
    if fault == .fails { throw DiskFull() }
    let key = key(account.id)
    let isCurrent = accounts[key]?.version ?? 0 == version
    if fault == .checksThenSaves { await Task.yield() }
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
