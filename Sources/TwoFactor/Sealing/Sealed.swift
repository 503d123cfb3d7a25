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

    private init(_ kind: String, _ account: String, _ name: String) {
      let prefix = "otpkit.twofactor.1"
      let parts = kind.utf8.count + account.utf8.count + name.utf8.count
      let capacity = prefix.utf8.count + parts + 3 * 4
      associatedData = unsafe Array(unsafeUninitializedCapacity: capacity) {
        bytes, count in
        func append(_ part: UnsafeRawBufferPointer) {
          let rest = unsafe UnsafeMutableRawBufferPointer(bytes)[count...]
          unsafe UnsafeMutableRawBufferPointer(rebasing: rest)
            .copyMemory(from: part)
          count += part.count
        }
        func append(_ text: String) {
          var text = text
          text.withUTF8 { unsafe append(UnsafeRawBufferPointer($0)) }
        }
        func append(measured part: String) {
          let length = UInt32(truncatingIfNeeded: part.utf8.count).bigEndian
          unsafe withUnsafeBytes(of: length) { unsafe append($0) }
          append(part)
        }
        append(prefix)
        append(measured: kind)
        append(measured: account)
        append(measured: name)
      }
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
