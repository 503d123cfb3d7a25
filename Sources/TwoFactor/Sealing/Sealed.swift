// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// Bytes encrypted with AES-256-GCM under a key of a ``Keyring``.
///
/// Stored as one text, `KEYID.NONCE.CIPHERTEXT`, the last two in hexadecimal
/// digits and the tag at the ciphertext's end.
struct Sealed: Equatable, Sendable, Codable {
  /// Which key it was sealed with.
  let keyID: String
  let nonce: [UInt8]
  let ciphertext: [UInt8]

  /// What a secret belongs to; it opens nowhere else.
  struct Purpose {
    private let parts: [String]

    /// The TOTP secret of an account, one for each enrolment.
    static func totp(_ account: AccountID, enrolment: String) -> Self {
      Self(parts: ["totp", account.text, enrolment])
    }

    /// A message in the outbox of an account.
    static func message(_ account: AccountID, id: String) -> Self {
      Self(parts: ["message", account.text, id])
    }

    /// The parts, each after its length, so that no two purposes meet.
    var associatedData: [UInt8] {
      var bytes = Array("otpkit.twofactor.1".utf8)
      for part in parts {
        let count = UInt32(truncatingIfNeeded: part.utf8.count)
        for shift in [24, 16, 8, 0] as [UInt32] {
          bytes.append(UInt8(truncatingIfNeeded: count >> shift))
        }
        bytes.append(contentsOf: part.utf8)
      }
      return bytes
    }
  }

  init(keyID: String, nonce: [UInt8], ciphertext: [UInt8]) {
    self.keyID = keyID
    self.nonce = nonce
    self.ciphertext = ciphertext
  }

  /// Reads what ``encode(to:)`` writes.
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let parts = try container.decode(String.self)
      .split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let nonce = Hex.decode(parts[1]),
      let ciphertext = Hex.decode(parts[2])
    else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a sealed secret is malformed")
    }
    self.init(keyID: String(parts[0]), nonce: nonce, ciphertext: ciphertext)
  }

  /// Writes the text.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(
      "\(keyID).\(Hex.encode(nonce)).\(Hex.encode(ciphertext))")
  }
}
