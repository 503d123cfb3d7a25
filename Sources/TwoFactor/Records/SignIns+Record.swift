// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// What comes and goes with sign-ins as records; see `Account+Record.swift`.

extension Enrolment: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    name = try record.field(1)
    method = try record.field(2)
    startedAt = try record.field(3)
    expiresAt = try record.field(4)
    proof = try record.find(5)
    backup = try record.find(6)
    if record.format > 2 {
      label = try record.find(7)
      replaced = try record.find(8) ?? .all
    }
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, name)
    record.field(2, method)
    record.field(3, startedAt)
    record.field(4, expiresAt)
    record.field(5, ifAny: proof)
    record.field(6, ifAny: backup)
    record.field(7, ifAny: label)
    record.field(8, ifAny: replaced == .all ? nil : replaced)
    record.end()
  }
}

/// All apps are not written: that is what earlier formats meant.
extension ReplacedApps: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    switch try record.byte() {
    case 1: self = .nothing
    case 2: self = .one(try String(from: &record))
    default: throw .unreadableState
    }
  }

  func write(to record: inout RecordWriter) {
    switch self {
    case .all: record.raw([0])
    case .nothing: record.raw([1])
    case .one(let app):
      record.raw([2])
      app.write(to: &record)
    }
  }
}

extension Enrolment.Proof: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    at = try record.field(1)
    state = try record.find(2)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, at)
    record.field(2, ifAny: state)
    record.end()
  }
}

extension MailChange: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    mail = try record.field(1)
    code = try record.find(2)
    startedAt = try record.field(3)
    expiresAt = try record.field(4)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, mail)
    record.field(2, ifAny: code)
    record.field(3, startedAt)
    record.field(4, expiresAt)
    record.end()
  }
}

extension SentCode: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    digest = try record.field(1)
    sentAt = try record.field(2)
    expiresAt = try record.field(3)
    attemptsLeft = try record.field(4, in: Account.Bounds.attempts)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, digest)
    record.field(2, sentAt)
    record.field(3, expiresAt)
    record.field(4, attemptsLeft)
    record.end()
  }
}

extension Challenge: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    token = try record.field(1)
    openedAt = try record.field(2)
    expiresAt = try record.field(3)
    attemptsLeft = try record.field(4, in: Account.Bounds.attempts)
    firstFactor = try record.field(5)
    mustChangePassword = try record.field(6)
    code = try record.find(7)
    recovery = try record.find(8)
    grant = try record.find(9)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, token)
    record.field(2, openedAt)
    record.field(3, expiresAt)
    record.field(4, attemptsLeft)
    record.field(5, firstFactor)
    record.field(6, mustChangePassword)
    record.field(7, ifAny: code)
    record.field(8, ifAny: recovery)
    record.field(9, ifAny: grant)
    record.end()
  }
}

extension Grant: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    token = try record.field(1)
    issuedAt = try record.field(2)
    expiresAt = try record.field(3)
    assurance = try record.field(4, in: Account.Bounds.assurance)
    methods = try record.fields(5)
    limits = try .init(sorted: record.fields(6))
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, token)
    record.field(2, issuedAt)
    record.field(3, expiresAt)
    record.field(4, assurance)
    record.fields(5, methods)
    record.fields(6, limits.sorted { $0.rawValue < $1.rawValue })
    record.end()
  }
}

extension RememberedDevice: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    name = try record.field(1)
    token = try record.field(2)
    trustedAt = try record.field(3)
    expiresAt = try record.field(4)
    address = try record.find(5)
    lastUsed = try record.find(6)
    throttle = try record.find(7)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, name)
    record.field(2, token)
    record.field(3, trustedAt)
    record.field(4, expiresAt)
    record.field(5, ifAny: address)
    record.field(6, ifAny: lastUsed)
    record.field(7, ifAny: throttle)
    record.end()
  }
}

extension FamiliarAddress: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    address = try record.field(1)
    lastSignIn = try record.field(2)
    throttle = try record.find(3)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, address)
    record.field(2, lastSignIn)
    record.field(3, ifAny: throttle)
    record.end()
  }
}

extension ResetRecord: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    requestedAt = try record.field(1)
    token = try record.find(2)
    expiresAt = try record.field(3)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, requestedAt)
    record.field(2, ifAny: token)
    record.field(3, expiresAt)
    record.end()
  }
}

extension OutboxEntry: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    id = try record.field(1)
    content = try record.field(2)
    createdAt = try record.field(3)
    leasedUntil = try record.field(4)
    expiresAt = try record.field(5)
    kind = try record.find(6)
    failures = try record.find(7, in: 0...Account.Bounds.failures)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, id)
    record.field(2, content)
    record.field(3, createdAt)
    record.field(4, leasedUntil)
    record.field(5, expiresAt)
    record.field(6, ifAny: kind)
    record.field(7, ifAny: failures)
    record.end()
  }
}

extension ExternalIdentity: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    issuer = try record.field(1)
    subject = try record.field(2)
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    record.field(1, issuer)
    record.field(2, subject)
    record.end()
  }
}

extension Enrolment.Method: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    switch try record.byte() {
    case 1:
      self = .totp(secret: try record.field(1), parameters: try record.field(2))
    case 2:
      self = .sms(number: try record.field(1), code: try record.find(2))
    default: throw .unreadableState
    }
    try record.end()
  }

  func write(to record: inout RecordWriter) {
    switch self {
    case .totp(let secret, let parameters):
      record.raw([1])
      record.field(1, secret)
      record.field(2, parameters)
    case .sms(let number, let code):
      record.raw([2])
      record.field(1, number)
      record.field(2, ifAny: code)
    }
    record.end()
  }
}

extension Set<SessionLimit> {
  /// The set of values that are in the order of their names, each once.
  fileprivate init(sorted values: [SessionLimit]) throws(TwoFactorError) {
    for (a, b) in zip(values, values.dropFirst()) {
      guard a.rawValue < b.rawValue else { throw .unreadableState }
    }
    self.init(values)
  }
}
