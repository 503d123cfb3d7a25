// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

// The factors of an account as records; see `Account+Record.swift`.

extension Throttle: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    failures = try record.field(1, in: 0...Account.Bounds.failures)
    lastFailure = try record.field(2)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, failures)
    record.field(2, lastFailure)
    record.end()
  }
}

extension SendLog: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    sent = try record.fields(1)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.fields(1, sent)
    record.end()
  }
}

extension StoredPassword: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    phc = try record.field(1)
    setAt = try record.field(2)
    validUntil = try record.find(3)
    mustChange = try record.field(4)
    let isFirst: Bool? = try record.find(5)
    // One way of writing each: what is not so is left out.
    guard isFirst != false else { throw .unreadableState }
    self.isFirst = isFirst ?? false
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, phc)
    record.field(2, setAt)
    record.field(3, ifAny: validUntil)
    record.field(4, mustChange)
    record.field(5, ifAny: isFirst ? true : nil)
    record.end()
  }
}

extension VerifiedPhone: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    number = try record.field(1)
    verifiedAt = try record.field(2)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, number)
    record.field(2, verifiedAt)
    record.end()
  }
}

extension PhoneChange: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    number = try record.field(1)
    code = try record.find(2)
    startedAt = try record.field(3)
    expiresAt = try record.field(4)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, number)
    record.field(2, ifAny: code)
    record.field(3, startedAt)
    record.field(4, expiresAt)
    record.end()
  }
}

extension TOTPFactor: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    name = try record.field(1)
    secret = try record.field(2)
    parameters = try record.field(3)
    state = try record.field(4)
    activeSince = try record.field(5)
    lastUsed = try record.find(6)
    burnt = try record.find(7)
    if record.format > 2 { label = try record.find(8) }
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, name)
    record.field(2, secret)
    record.field(3, parameters)
    record.field(4, state)
    record.field(5, activeSince)
    record.field(6, ifAny: lastUsed)
    record.field(7, ifAny: burnt)
    record.field(8, ifAny: label)
    record.end()
  }
}

extension BurntSteps: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    first = try record.field(1)
    last = try record.field(2)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, first)
    record.field(2, last)
    record.end()
  }
}

extension SMSFactor: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    activeSince = try record.field(1)
    lastUsed = try record.find(2)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, activeSince)
    record.field(2, ifAny: lastUsed)
    record.end()
  }
}

extension BackupFactor: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    set = try record.field(1)
    issuedAt = try record.field(2)
    lastUsed = try record.find(3)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, set)
    record.field(2, issuedAt)
    record.field(3, ifAny: lastUsed)
    record.end()
  }
}

extension TOTPParameters: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    algorithm = try record.field(1)
    digits = try record.field(2, in: Account.Bounds.digits)
    period = try record.field(3, in: Account.Bounds.period)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, algorithm)
    record.field(2, digits)
    record.field(3, period)
    record.end()
  }
}

extension TOTPState: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    self.init()
    lastAcceptedStep = try record.find(1)
    drift = try record.field(2, in: Account.Bounds.drift)
    resynchronizedDrift = try record.field(3, in: Account.Bounds.drift)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, ifAny: lastAcceptedStep)
    record.field(2, drift)
    record.field(3, resynchronizedDrift)
    record.end()
  }
}
