// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// Bytes encrypted with AES-256-GCM under a key of a ``Keyring``.
///
/// The tag is at the ciphertext's end.
struct Sealed: Equatable, Sendable {
  /// Which key it was sealed with.
  let keyID: String
  let nonce: [UInt8]
  let ciphertext: [UInt8]

  /// What a secret belongs to; it opens nowhere else.
  struct Purpose {
    /// The parts, each after its length, so that no two purposes meet.
    let associatedData: [UInt8]

    /// The TOTP secret of an account, one for each enrolment.
    static func totp(_ account: AccountID, enrolment: String) -> Self {
      Self("totp", account.text, enrolment)
    }

    /// A message in the outbox of an account.
    static func message(_ account: AccountID, id: String) -> Self {
      Self("message", account.text, id)
    }

    /// Audit events in the outbox of an account.
    static func audit(_ account: AccountID, id: String) -> Self {
      Self("audit", account.text, id)
    }

    private init(_ kind: String, _ account: String, _ name: String) {
      let parts = kind.utf8.count + account.utf8.count + name.utf8.count
      var bytes: [UInt8] = []
      bytes.reserveCapacity(Self.prefix.count + parts + 3 * 4)
      bytes += Self.prefix
      Self.append(kind, to: &bytes)
      Self.append(account, to: &bytes)
      Self.append(name, to: &bytes)
      associatedData = bytes
    }

    private static let prefix = Array("otpkit.twofactor.1".utf8)

    private static func append(_ part: String, to bytes: inout [UInt8]) {
      var part = part
      let length = UInt32(truncatingIfNeeded: part.utf8.count).bigEndian
      unsafe withUnsafeBytes(of: length) {
        unsafe bytes.append(contentsOf: $0)
      }
      part.withUTF8 { unsafe bytes.append(contentsOf: $0) }
    }
  }

  init(keyID: String, nonce: [UInt8], ciphertext: [UInt8]) {
    self.keyID = keyID
    self.nonce = nonce
    self.ciphertext = ciphertext
  }

  /// Stored bytes; `nil` if no sealed secret can have these lengths.
  init?(storedKeyID keyID: String, nonce: [UInt8], ciphertext: [UInt8]) {
    guard nonce.count == AESGCM.nonceByteCount,
      ciphertext.count > AESGCM.tagByteCount
    else { return nil }
    self.init(keyID: keyID, nonce: nonce, ciphertext: ciphertext)
  }
}
