// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// A short code as it is stored: HMAC-SHA-256 under a key of the server.
///
/// Six digits have a million values, so a plain hash would be undone in a
/// second. The key is not in the database; the account and what the code is
/// for are part of the message, so a digest fits nowhere else.
struct CodeDigest: Equatable, Sendable {
  static let byteCount = 32

  let keyID: String
  private let mac: [UInt8]

  /// The digest of a code under the current key.
  init(of code: OneTimeCode, for purpose: String, _ keyring: Keyring) {
    self.init(code, purpose, keyring.current)
  }

  private init(_ code: OneTimeCode, _ purpose: String, _ key: Keyring.Key) {
    keyID = key.id
    let message = Array("\(code.digits)|\(code)|\(purpose)".utf8)
    mac = key.digest.authenticationCode(for: message)
  }

  /// Whether a code has this digest.
  ///
  /// Time depends on: nothing in the code.
  func matches(
    _ code: OneTimeCode, for purpose: String, _ keyring: Keyring
  ) throws(TwoFactorError) -> Bool {
    let other = Self(code, purpose, try keyring.key(keyID))
    return ConstantTime.equal(mac, other.mac)
  }

  /// A stored digest; `nil` if it is malformed.
  init?(storedKeyID keyID: String, mac: [UInt8]) {
    guard mac.count == Self.byteCount else { return nil }
    self.keyID = keyID
    self.mac = mac
  }
}

extension CodeDigest: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    keyID = try String(from: &record)
    mac = Array(try record.raw(Self.byteCount))
  }

  func write(to record: inout RecordWriter) {
    keyID.write(to: &record)
    record.raw(mac)
  }
}
