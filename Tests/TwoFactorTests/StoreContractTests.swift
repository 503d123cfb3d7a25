// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import TwoFactor

@Suite struct StoreContractTests {
  @Test func theStoreInMemoryKeepsIt() async {
    let contract = StoreContract(reopen: { $0 }) { MemoryAccountStore() }
    #expect(await contract.violations() == [])
  }

  @Test(arguments: Broken.Fault.allCases)
  func aBrokenStoreIsFound(_ fault: Broken.Fault) async {
    let contract = StoreContract(
      tasks: 20,
      reopen: { store in
        fault == .forgets ? MemoryAccountStore() : store
      }
    ) { Broken(fault) }
    let found = await contract.violations().map(\.check)
    #expect(found.contains(fault.check), "\(fault): \(found)")
  }
}

/// A store with one fault.
actor Broken: AccountStore {
  enum Fault: CaseIterable {
    case invents, overwrites, mixesNames, forgets, keepsRefused, tears
    case checksThenSaves, loses

    /// A check that must find it.
    var check: String {
      switch self {
      case .invents: "an unknown account is nil"
      case .overwrites: "one of many saves over a version wins"
      case .mixesNames: "names are told apart"
      case .forgets: "a restart loses nothing"
      case .keepsRefused: "a stale save changes nothing"
      case .tears: "no load sees half an account"
      case .checksThenSaves: "no update is lost"
      case .loses: "what is saved is loaded"
      }
    }
  }

  private let fault: Fault
  private var accounts: [String: Account] = [:]

  init(_ fault: Fault) { self.fault = fault }

  func load(_ id: AccountID) async throws -> Account? {
    if fault == .invents && accounts.isEmpty {
      return Account.sample(id, version: 1)
    }
    var account = accounts[key(id)]
    if fault == .tears, let version = account?.version, version % 7 == 3 {
      account?.state.mail = "torn"
    }
    return account
  }

  func save(
    _ account: Account, replacing version: UInt64
  ) async throws -> Bool {
    let key = key(account.id)
    let isCurrent = accounts[key]?.version ?? 0 == version
    if fault == .checksThenSaves { await Task.yield() }
    if fault == .overwrites || fault == .keepsRefused && !isCurrent {
      accounts[key] = account
      return fault == .overwrites
    }
    guard isCurrent else { return false }
    if fault != .loses { accounts[key] = account }
    return true
  }

  private func key(_ id: AccountID) -> String {
    fault == .mixesNames ? id.text.lowercased() : id.text
  }
}
