// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import OTPCore

/// Whether stored accounts carry a proof that this service wrote them.
///
/// Without it, whoever can write to the store can change what is not sealed:
/// the phone number, the last accepted step, a limit. The proof is an HMAC over
/// the whole record, the account's id and version included, under a key of the
/// ``Keyring``. So nothing can be changed, and no record can be put in the place
/// of another account's.
///
/// It cannot see an **older record** of the same account that is put back: a
/// used code counts as unused then, and a removed phone is on file again. Only a
/// store that cannot be turned back shows that: keep the versions of accounts
/// where the one who writes accounts cannot, and compare.
public enum RecordAuthentication: Hashable, Sendable {
  /// Every record is written with a proof, and needs one to be used.
  case required
  /// Every record is written with a proof; one without a proof is used as well.
  ///
  /// For the time of a migration only: whoever can write a record can leave the
  /// proof out.
  case accepted
  /// None is written or looked at.
  case off
}

/// The proof at the end of a stored account.
struct RecordTag: Sendable {
  static let byteCount = 32

  let keyID: String
  /// Where the authenticated bytes end.
  let end: Int
  let code: [UInt8]

  /// Reads the rest of a record, if it has more.
  static func find(
    _ record: inout RecordReader
  ) throws(TwoFactorError) -> RecordTag? {
    if record.isAtEnd { return nil }
    let keyID = try String(from: &record)
    let end = record.position
    let code = Array(try record.raw(byteCount))
    return RecordTag(keyID: keyID, end: end, code: code)
  }
}

/// The bytes that an account was read from.
final class StoredRecord: Sendable {
  let bytes: [UInt8]
  let tag: RecordTag?

  init(bytes: [UInt8], tag: RecordTag?) {
    self.bytes = bytes
    self.tag = tag
  }
}

extension Setup {
  /// Ends a record with the proof, as the rules say.
  func authenticate(_ record: inout RecordWriter) {
    guard rules.recordAuthentication != .off else { return }
    keyring.current.id.write(to: &record)
    record.raw(keyring.current.record.authenticationCode(for: record.bytes))
  }

  /// Refuses an account that the store got from somebody else.
  ///
  /// What a command of this process has made needs no proof: it never was in
  /// other hands.
  ///
  /// - Throws: ``TwoFactorError/alteredState``,
  ///   ``TwoFactorError/unknownKey(id:)``.
  func check(_ account: Account) throws(TwoFactorError) {
    guard rules.recordAuthentication != .off else { return }
    switch account.origin {
    case .made: return
    case .read(let record):
      guard let tag = record.tag else { break }
      let code = try keyring.key(tag.keyID).record.authenticationCode(
        for: record.bytes[..<tag.end])
      guard ConstantTime.equal(code, tag.code) else { throw .alteredState }
      return
    case .unsigned: break
    }
    guard rules.recordAuthentication == .accepted else {
      throw .alteredState
    }
  }
}
