// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing
import TwoFactor
import TwoFactorTesting

@Suite struct ServiceCheckTests {
  @Test(arguments: ServiceCheck.all)
  func theServiceWithstands(_ check: ServiceCheck) async throws {
    #expect(try await check.finding(on: MemoryAccountStore()) == nil)
    #expect(try await check.finding(on: ByteStore()) == nil)
  }

  @Test func namesAreUnique() {
    #expect(Set(ServiceCheck.all.map(\.name)).count == ServiceCheck.all.count)
    #expect(ServiceCheck.all.count >= 16)
  }

  /// A store that takes every save, whatever the version, lets one code open
  /// several sessions: the check sees it.
  @Test func aRaceThatAStoreLosesIsSeen() async throws {
    let check = try #require(
      ServiceCheck.all.first { $0.name == "one-code-opens-one-session" })
    #expect(try await check.finding(on: CarelessStore()) != nil)
  }
}

/// Saves without looking at the version, some time after it was asked to.
private actor CarelessStore: AccountStore {
  private var rows: [AccountID: Account] = [:]

  func load(_ id: AccountID) async throws -> Account? {
    let found = rows[id]
    await Task.yield()
    return found
  }

  func save(_ account: Account, replacing version: UInt64) -> Bool {
    rows[account.id] = account
    return true
  }
}
