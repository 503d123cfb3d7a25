// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

// An account and its parts as records.
//
// To add a field: give it the next number of its structure that was never
// used, write it at the end of `write(to:)`, and read it at the end of
// `init(from:)`, in the same order. Records that were stored before do not
// have it: read it with `find` and say what stands for it. A field of a
// sub-structure works the same way. `RecordTests` then shows a field that is
// written and not read, or read and not written. Where an older version must
// not act on a record with the new field, it does not: it refuses the number.
// Raise `Account.format` with the first such field after a release, so that
// the older version can say why.

extension Account {
  /// The bounds of what is stored, within which commands can count without an
  /// overflow.
  enum Bounds {
    /// Databases count to 2^63 - 1.
    static let version: UInt64 = 1 << 62
    static let failures = 1 << 31
    static let attempts = 0...1 << 31
    static let drift = -1 << 31...1 << 31
    static let assurance = 0...3
    static let digits = 6...9
    static let period = 1...120
    /// How many apps an account can have.
    static let apps = 1...10
  }
}

extension Account.State: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    let id: AccountID = try record.field(1)
    version = try record.field(2, in: 0...Account.Bounds.version)
    (self.id, standing) = (id, try record.field(3))
    (createdAt, mail) = (try record.field(4), try record.find(5))
    identities = try record.fields(6)
    password = try record.find(7)
    throttles = try .init(sorted: record.fields(8))
    (phone, phoneChange) = (try record.find(9), try record.find(10))
    // Format 2 had one app.
    if record.format == 2, let app: TOTPFactor = try record.find(11) {
      apps = [app]
    }
    (sms, backup) = (try record.find(12), try record.find(13))
    (enrolment, sending) = (try record.find(14), try record.field(15))
    (challenges, grants) = (try record.fields(16), try record.fields(17))
    (devices, reset) = (try record.fields(18), try record.find(19))
    outbox = try record.fields(20)
    strangers = try record.fields(21)
    mailChange = try record.find(22)
    epoch = try record.find(23) ?? 0
    familiar = try record.fields(24)
    if record.format > 2 {
      apps = try record.fields(25)
      let names = Set(apps.map(\.name))
      guard apps.count <= Account.Bounds.apps.upperBound,
        names.count == apps.count
      else { throw .unreadableState }
    }
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, id)
    record.field(2, version)
    record.field(3, standing)
    record.field(4, createdAt)
    record.field(5, ifAny: mail)
    record.fields(6, identities)
    record.field(7, ifAny: password)
    record.fields(8, throttles.sortedEntries)
    record.field(9, ifAny: phone)
    record.field(10, ifAny: phoneChange)
    record.field(12, ifAny: sms)
    record.field(13, ifAny: backup)
    record.field(14, ifAny: enrolment)
    record.field(15, sending)
    record.fields(16, challenges)
    record.fields(17, grants)
    record.fields(18, devices)
    record.field(19, ifAny: reset)
    record.fields(20, outbox)
    record.fields(21, strangers)
    record.field(22, ifAny: mailChange)
    record.field(23, ifAny: epoch > 0 ? epoch : nil)
    record.fields(24, familiar)
    record.fields(25, apps)
    record.end()
  }
}

extension [Guarded: Throttle] {
  /// The throttles in the order of their names.
  var sortedEntries: [ThrottleEntry] {
    map { ThrottleEntry(guarded: $0.key, throttle: $0.value) }
      .sorted { $0.guarded.rawValue < $1.guarded.rawValue }
  }

  /// The throttles of entries that are in the order of their names, each once.
  init(sorted entries: [ThrottleEntry]) throws(TwoFactorError) {
    self = [:]
    for (place, entry) in entries.enumerated() {
      let isSorted =
        place == 0
        || entries[place - 1].guarded.rawValue < entry.guarded.rawValue
      guard isSorted else { throw .unreadableState }
      self[entry.guarded] = entry.throttle
    }
  }
}

/// One throttle with what it is for.
struct ThrottleEntry: RecordValue {
  let guarded: Guarded
  let throttle: Throttle

  init(guarded: Guarded, throttle: Throttle) {
    self.guarded = guarded
    self.throttle = throttle
  }

  init(from record: inout RecordReader) throws(TwoFactorError) {
    guarded = try Guarded(from: &record)
    throttle = try Throttle(from: &record)
  }

  func write(to record: inout RecordWriter) {
    guarded.write(to: &record)
    throttle.write(to: &record)
  }
}
