// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// The server's keys for what it must be able to read again: AES-256-GCM for
/// secrets, HMAC-SHA-256 for short codes.
///
/// Every stored piece names its key, so keys can be rotated: make a new one
/// `current`, keep the old ones in `former`. A secret that is used is sealed
/// again under the current key; when no stored secret names a former key any
/// more, drop it. Keys belong in a key store, not in the database (ASVS 5.0
/// 13.3.1).
///
/// Nonces are random 96-bit numbers, so one key should seal at most 2^32
/// times (NIST SP 800-38D section 8.3): rotate long before.
public struct Keyring: Sendable {
  /// One key.
  public struct Key: Sendable {
    /// The key's public name: 1…32 of the letters, digits and `-`.
    public let id: String

    let sealing: AESGCM
    let digest: HMACKey
    /// For the records of whole accounts.
    let record: HMACKey

    /// Names a key.
    ///
    /// - Parameters:
    ///   - id: A name never used for another key.
    ///   - secret: 32 random bytes.
    /// - Throws: ``TwoFactorError/invalidKey`` for another name or length;
    ///   ``TwoFactorError/sealing`` if libcrypto fails.
    public init(id: String, secret: Secret) throws(TwoFactorError) {
      let isName = id.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
      guard isName, 1...32 ~= id.utf8.count, secret.byteCount == 32
      else { throw .invalidKey }
      self.id = id
      let master = HMACKey(secret, algorithm: .sha256)
      // One key, three uses: each gets a key of its own.
      digest = Self.authenticator(master, "digest")
      record = Self.authenticator(master, "record")
      guard let cipher = AESGCM(key: try Self.derive(master, "seal")) else {
        throw .sealing
      }
      sealing = cipher
    }

    private static func authenticator(
      _ master: HMACKey, _ label: String
    ) -> HMACKey {
      unsafe master.derivedKey(for: label.utf8).withUnsafeBytes {
        unsafe HMACKey(bytes: $0, algorithm: .sha256)
      }
    }

    private static func derive(
      _ master: HMACKey, _ label: String
    ) throws(TwoFactorError) -> Secret {
      do throws(SecretError) {
        return try unsafe master.derivedKey(for: label.utf8).withUnsafeBytes {
          bytes throws(SecretError) in try unsafe Secret(bytes)
        }
      } catch {
        throw .invalidKey
      }
    }
  }

  /// The key for everything new.
  public let current: Key

  private let former: [Key]

  /// A keyring.
  ///
  /// - Throws: ``TwoFactorError/invalidKey`` if two keys have one name.
  public init(
    current: Key, former: [Key] = []
  ) throws(TwoFactorError) {
    let ids = ([current] + former).map(\.id)
    guard Set(ids).count == ids.count else { throw .invalidKey }
    self.current = current
    self.former = former
  }

  func key(_ id: String) throws(TwoFactorError) -> Key {
    if id == current.id { return current }
    guard let key = former.first(where: { $0.id == id }) else {
      throw .unknownKey(id: id)
    }
    return key
  }
}

// MARK: - Sealing

extension Keyring {
  /// Seals bytes for one purpose under the current key.
  func seal(
    _ bytes: [UInt8], for purpose: Sealed.Purpose, _ random: inout Randomness
  ) throws(TwoFactorError) -> Sealed {
    let nonce = random.bytes(AESGCM.nonceByteCount)
    guard
      let ciphertext = current.sealing.seal(
        bytes, nonce: nonce, associated: purpose.associatedData)
    else { throw .sealing }
    return Sealed(keyID: current.id, nonce: nonce, ciphertext: ciphertext)
  }

  /// Opens a sealed secret, straight to where it will stay.
  func openSecret(
    _ sealed: Sealed, for purpose: Sealed.Purpose
  ) throws(TwoFactorError) -> Secret {
    let key = try key(sealed.keyID)
    let count = sealed.ciphertext.count - AESGCM.tagByteCount
    // How short it may be was decided when it was sealed.
    let secret = unsafe Secret(byteCount: count, policy: .permissive) {
      buffer in
      unsafe key.sealing.open(
        sealed.ciphertext, nonce: sealed.nonce,
        associated: purpose.associatedData, into: buffer)
    }
    guard let secret else { throw .sealing }
    return secret
  }

  /// Opens what was sealed for the same purpose; the caller wipes it.
  func open(
    _ sealed: Sealed, for purpose: Sealed.Purpose
  ) throws(TwoFactorError) -> [UInt8] {
    let key = try key(sealed.keyID)
    guard
      let bytes = key.sealing.open(
        sealed.ciphertext, nonce: sealed.nonce,
        associated: purpose.associatedData)
    else { throw .sealing }
    return bytes
  }
}

extension Keyring: CustomStringConvertible, CustomReflectable {
  /// The names of the keys.
  public var description: String {
    "Keyring(\(([current] + former).map(\.id).joined(separator: ", ")))"
  }

  /// No children: a dump shows no key.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
