// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

// The structures of an account in the first stored form.

extension Account.State: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    id = try members.take("id")
    version = try members.take("version", in: 0...Account.Bounds.version)
    standing = try members.take("standing")
    createdAt = try members.take("createdAt")
    mail = try members.find("mail")
    identities = try members.take("identities")
    password = try members.find("password")
    throttles = try Self.throttles(members.take("throttles"))
    phone = try members.find("phone")
    phoneChange = try members.find("phoneChange")
    if let app: TOTPFactor = try members.find("totp") { apps = [app] }
    sms = try members.find("sms")
    backup = try members.find("backup")
    enrolment = try members.find("enrolment")
    sending = try members.take("sending")
    challenges = try members.take("challenges")
    grants = try members.take("grants")
    devices = try members.take("devices")
    reset = try members.find("reset")
    outbox = try members.take("outbox")
  }

  private static func throttles(
    _ tree: JSONTree
  ) throws(TwoFactorError) -> [Guarded: Throttle] {
    var (members, throttles) = (try Members(tree), [Guarded: Throttle]())
    for (name, tree) in members.all() {
      guard let guarded = Guarded(rawValue: name) else {
        throw .unreadableState
      }
      throttles[guarded] = try Throttle(tree)
    }
    return throttles
  }
}

extension JSONTree: FormatOneValue {
  init(_ tree: JSONTree) { self = tree }
}

extension Enrolment.Method: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    if let tree: JSONTree = try members.find("totp") {
      var fields = try Members(tree)
      self = .totp(
        secret: try fields.take("secret"),
        parameters: try fields.take("parameters"))
      try fields.end()
    } else {
      var fields = try Members(try members.take("sms"))
      self = .sms(
        number: try fields.take("number"), code: try fields.find("code"))
      try fields.end()
    }
  }
}

extension Throttle: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    failures = try members.take("failures", in: 0...Account.Bounds.failures)
    lastFailure = try members.take("lastFailure")
  }
}

extension SendLog: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    if let sent: [UnixTime] = try members.find("sent") {
      self.sent = sent
      return
    }
    // A counter, with the time of the last message.
    let count: Int = try members.take("count")
    let _: UnixTime = try members.take("windowStart")
    let last: UnixTime? = try members.find("last")
    sent = last.map { Array(repeating: $0, count: min(max(count, 0), 5)) } ?? []
  }
}

extension StoredPassword: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    phc = try members.take("phc")
    setAt = try members.take("setAt")
    validUntil = try members.find("validUntil")
    mustChange = try members.take("mustChange")
  }
}

extension VerifiedPhone: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    number = try members.take("number")
    verifiedAt = try members.take("verifiedAt")
  }
}

extension PhoneChange: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    number = try members.take("number")
    code = try members.find("code")
    startedAt = try members.take("startedAt")
    expiresAt = try members.take("expiresAt")
  }
}

extension TOTPFactor: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    name = try members.take("name")
    secret = try members.take("secret")
    parameters = try members.take("parameters")
    state = try members.take("state")
    activeSince = try members.take("activeSince")
    lastUsed = try members.find("lastUsed")
    burnt = try members.find("burnt")
  }
}

extension BurntSteps: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    first = try members.take("first")
    last = try members.take("last")
  }
}

extension SMSFactor: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    activeSince = try members.take("activeSince")
    lastUsed = try members.find("lastUsed")
  }
}

extension BackupFactor: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    set = try members.take("set")
    issuedAt = try members.take("issuedAt")
    lastUsed = try members.find("lastUsed")
  }
}

extension TOTPParameters: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    algorithm = try members.take("algorithm")
    digits = try members.take("digits", in: Account.Bounds.digits)
    period = try members.take("period", in: Account.Bounds.period)
  }
}

extension TOTPState: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    self.init()
    lastAcceptedStep = try members.find("lastAcceptedStep")
    drift = try members.take("drift", in: Account.Bounds.drift)
    resynchronizedDrift = try members.take(
      "resynchronizedDrift", in: Account.Bounds.drift)
  }
}

extension Enrolment: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    name = try members.take("name")
    method = try members.take("method")
    startedAt = try members.take("startedAt")
    expiresAt = try members.take("expiresAt")
    proof = try members.find("proof")
    backup = try members.find("backup")
  }
}

extension Enrolment.Proof: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    at = try members.take("at")
    state = try members.find("state")
  }
}

extension SentCode: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    digest = try members.take("digest")
    sentAt = try members.take("sentAt")
    expiresAt = try members.take("expiresAt")
    attemptsLeft = try members.take("attemptsLeft", in: Account.Bounds.attempts)
  }
}

extension Challenge: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    token = try members.take("token")
    openedAt = try members.take("openedAt")
    expiresAt = try members.take("expiresAt")
    attemptsLeft = try members.take("attemptsLeft", in: Account.Bounds.attempts)
    firstFactor = try members.take("firstFactor")
    mustChangePassword = try members.take("mustChangePassword")
    code = try members.find("code")
    recovery = try members.find("recovery")
  }
}

extension Grant: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    token = try members.take("token")
    issuedAt = try members.take("issuedAt")
    expiresAt = try members.take("expiresAt")
    assurance = try members.take("assurance", in: Account.Bounds.assurance)
    methods = try members.take("methods")
    limits = Set(try members.take("limits") as [SessionLimit])
  }
}

extension RememberedDevice: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    name = try members.take("name")
    token = try members.take("token")
    trustedAt = try members.take("trustedAt")
    expiresAt = try members.take("expiresAt")
    address = try members.find("address")
    lastUsed = try members.find("lastUsed")
  }
}

extension ResetRecord: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    requestedAt = try members.take("requestedAt")
    token = try members.find("token")
    expiresAt = try members.take("expiresAt")
  }
}

extension OutboxEntry: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    id = try members.take("id")
    content = try members.take("content")
    createdAt = try members.take("createdAt")
    leasedUntil = try members.take("leasedUntil")
    expiresAt = try members.take("expiresAt")
    kind = try members.find("kind")
    failures = try members.find("failures")
  }
}

extension ExternalIdentity: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    issuer = try members.take("issuer")
    subject = try members.take("subject")
  }
}
