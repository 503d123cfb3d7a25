// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// What is tried on names without an account is counted, or the growing wait
// would tell who has one. A row for each name would let anybody fill the store,
// so such names share a fixed number of rows. Which row a name belongs to
// depends on a key, so nobody can choose names that meet.

/// What was tried on one name that has no account.
struct Stranger: Sendable, Equatable {
  static let digestByteCount = 16

  /// Stands for the name.
  let digest: [UInt8]
  var lastSeen: UnixTime
  var throttles: [Guarded: Throttle]
  var reset: ResetRecord?
}

/// The row that a name without an account belongs to.
struct StrangerSlot: Sendable, Equatable {
  /// The row as it was loaded, of version 0 if there was none.
  let row: Account
  let digest: [UInt8]

  /// How many names a row keeps; the one seen longest ago gives way.
  static let capacity = 16
}

extension Keyring {
  /// The row of a name among so many, and what stands for the name there.
  func slot(
    of id: AccountID, among count: Int
  ) -> (id: AccountID, digest: [UInt8]) {
    let code = current.record.authenticationCode(
      for: Array("unknown|\(id.text)".utf8))
    let number = code.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    let digest = code.dropFirst(4).prefix(Stranger.digestByteCount)
    return (AccountID(slot: number % max(1, count)), Array(digest))
  }
}

extension AccountID {
  /// The name of a row that names without an account share.
  init(slot number: Int) {
    let digits = String(number, radix: 16)
    let zeros = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
    self.init(unchecked: Self.reservedPrefix + "unknown:" + zeros + digits)
  }
}

extension TwoFactorService {
  /// The account, or what was tried on a name that has none.
  ///
  /// Both rows are loaded whether there is an account or not, so that a
  /// stranger's request costs the same.
  func loadForStranger(
    _ id: AccountID
  ) async throws(TwoFactorError) -> Account? {
    let slot = setup.keyring.slot(of: id, among: setup.rules.unknownNameRows)
    let found = try await load([id, slot.id])
    let (account, row) = (found[0], found[1])
    if let account { return account }
    let now = clock()
    var state = Account.State.unknown(id, at: now)
    state.slot = StrangerSlot(
      row: row ?? Account(.unknown(slot.id, at: now)), digest: slot.digest)
    if let found = row?.state.strangers.first(where: {
      ConstantTime.equal($0.digest, slot.digest)
    }) {
      state.throttles = found.throttles
      state.reset = found.reset
    }
    return Account(state)
  }

  /// Saves what was tried on a name into the row that it shares.
  func save(
    _ next: Account.State, in slot: StrangerSlot,
    recording events: [AuditEvent]
  ) async throws(TwoFactorError) -> Bool {
    let now = clock()
    var row = slot.row.state
    row.strangers.removeAll { $0.digest == slot.digest }
    row.strangers.append(
      Stranger(
        digest: slot.digest, lastSeen: now, throttles: next.throttles,
        reset: next.reset),
      keeping: StrangerSlot.capacity)
    row.version += 1
    return try await save(
      Account(row, origin: .made(by: setup)), recording: events)
  }
}

// MARK: - Stored form

extension Stranger: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    digest = Array(try record.raw(Self.digestByteCount))
    lastSeen = try record.field(1)
    throttles = try .init(sorted: record.fields(2))
    reset = try record.find(3)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.raw(digest)
    record.field(1, lastSeen)
    record.fields(2, throttles.sortedEntries)
    record.field(3, ifAny: reset)
    record.end()
  }
}
