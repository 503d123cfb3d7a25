// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import Foundation
import OTPCore
import TwoFactor

// Stored accounts: what is read is written again, and commands carry on with
// it, whatever it says.

extension FuzzTarget {
  static func account(_ bytes: [UInt8]) async throws(Violation) {
    guard let account = try? Account(decoding: bytes) else { return }
    let written = (try? account.encoded()) ?? []
    try require(
      (try? Account(decoding: written)) == account,
      "an account is read as another")
    for time in [account.version == 1 ? 1_700_000_100 : 0, .min, .max]
      as [Int64]
    {
      await use(account, at: UnixTime(time))
    }
  }

  /// Every command that needs no secret of the account's.
  private static func use(_ account: Account, at now: UnixTime) async {
    let store = MemoryAccountStore()
    _ = store.save(account, replacing: 0)
    guard let service = service(on: store, at: now) else { return }
    let id = account.id
    for _ in 1...2 {
      _ = try? await service.signIn(id, password: password)
      _ = try? await service.requestReset(id)
      _ = try? await service.confirmReset(id, token: "t")
      _ = try? await service.sweep(id)
      _ = try? await service.reseal(id)
      _ = try? await service.deliverMessages(id)
    }
    let answer = try? await service.signIn(id, password: password)
    if case .signedIn(let session)? = answer {
      _ = try? await service.status(id, grant: session.grant)
      _ = try? await service.enrolTOTP(id, grant: session.grant, label: "a")
      _ = try? await service.confirmEnrolment(
        id, grant: session.grant, code: "000000")
      _ = try? await service.enrolSMS(
        id, grant: session.grant, number: "+61412345678")
      _ = try? await service.confirmPhone(
        id, grant: session.grant, code: "000000")
      _ = try? await service.signOut(id, grant: session.grant, device: "d")
    }
    guard case .challenge(let offer)? = answer else { return }
    let token = offer.token
    for proof in [
      SecondFactorProof.totp("000000"), .sms("000000"), .backup("0"),
    ] {
      _ = try? await service.verify(id, challenge: token, proof: proof)
    }
    _ = try? await service.sendCode(id, challenge: token)
    _ = try? await service.startRecovery(
      id, challenge: token, lastFour: "5678")
    _ = try? await service.resynchronize(
      id, challenge: token, codes: ["000000", "111111"])
  }

  private static let password = "seven blue lanterns at sea"

  private static func service(
    on store: MemoryAccountStore, at now: UnixTime
  ) -> TwoFactorService? {
    let bytes = (0..<32).map { UInt8($0) }
    guard let cheap = try? KeyDerivation.pbkdf2SHA256(iterations: 1),
      let secret = try? Secret(bytes),
      let key = try? Keyring.Key(id: "k1", secret: secret),
      let keyring = try? Keyring(current: key)
    else { return nil }
    var rules = TwoFactorConfiguration(issuer: "ACME")
    rules.passwordDerivation = cheap
    rules.backupCodes = BackupCodeScheme(derivation: cheap)
    rules.recordAuthentication = .off
    rules.requiresBackupCodes = false
    return try? TwoFactorService(
      rules: rules, keyring: keyring, store: store, sender: Dropped(),
      audit: NoAudit(), clock: { now }, background: { await $0() })
  }

  private struct Dropped: MessageSender {
    func send(_ message: AccountMessage) async throws {
      throw CancellationError()
    }
  }
}

// MARK: - Seeds

extension FuzzTarget {
  /// Records of accounts that have a password, and an app.
  static let records: [[UInt8]] = {
    let found = Found()
    let done = DispatchSemaphore(value: 0)
    // On a thread of its own: this one is held up until it has ended, and in
    // a run of tests those of the pool are busy for minutes.
    Task.detached(executorPreference: DerivationThreads(count: 1)) {
      found.records = await madeRecords()
      done.signal()
    }
    done.wait()
    return found.records
  }()

  // Written before and read after a semaphore.
  private final class Found: @unchecked Sendable {
    var records: [[UInt8]] = []
  }

  private static func madeRecords() async -> [[UInt8]] {
    let (now, store): (UnixTime, _) = (1_700_000_010, MemoryAccountStore())
    guard let service = service(on: store, at: now) else { return [] }
    var records: [[UInt8]] = []
    func keep() { records += store.all.compactMap { try? $0.encoded() } }
    try? await service.register("ann", mail: "a@b", password: password)
    guard
      case .signedIn(let session)? = try? await service.signIn(
        "ann", password: password)
    else { return [] }
    keep()
    let enrolment = try? await service.enrolTOTP(
      "ann", grant: session.grant, label: "ann")
    keep()
    guard let secret = enrolment?.uri.secret,
      let code = try? TOTP(secret: secret).code(at: now)
    else { return records }
    _ = try? await service.confirmEnrolment(
      "ann", grant: session.grant, code: code.description)
    _ = try? await service.regenerateBackupCodes("ann", grant: session.grant)
    _ = try? await service.signIn("ann", password: password)
    keep()
    return records
  }
}
