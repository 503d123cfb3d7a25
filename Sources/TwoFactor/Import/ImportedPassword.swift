// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

/// A password hash that another system made: it is checked once, and made anew
/// at the present cost when its password was right.
///
/// | form | as written by |
/// |---|---|
/// | `$2a$`, `$2b$`, `$2y$` | bcrypt: PHP, Rails, Node.js, passlib |
/// | `bcrypt$$2b$…`, `bcrypt_sha256$$2b$…` | Django |
/// | `pbkdf2_sha256$…`, `pbkdf2_sha1$…` | Django |
/// | `scrypt$N$salt$r$p$…` | Django |
/// | `$pbkdf2-sha256$29000$…` | passlib |
/// | `$argon2id$v=19$…`, `argon2$argon2id$…` | argon2-cffi, PHP, Django |
/// | `$scrypt$ln=…`, `$pbkdf2-sha256$i=…` | this package |
///
/// bcrypt is computed by the system's crypt(3), which is looked up when it is
/// needed and not linked; argon2id by libcrypto from version 3.2 on. Where they
/// are missing, such a hash is refused when it is imported, not at the sign-in.
public struct ImportedPassword: Sendable, Hashable {
  /// The text as the other system stored it.
  let text: String

  /// A hash.
  ///
  /// - Parameters:
  ///   - text: The text as the other system stored it, 512 bytes at most.
  /// - Throws: ``TwoFactorError/unsupportedHash`` for a form that is not in the
  ///   table, for costs out of bounds, and where the algorithm is missing.
  public init(hash text: String) throws(TwoFactorError) {
    let own = try? PHCString(parsing: text)
    let isOwn = own.map { $0.keyID == nil } ?? false
    guard isOwn || StoredHash(parsing: text)?.isSupported == true else {
      throw .unsupportedHash
    }
    self.text = text
  }
}

extension ImportedPassword: CustomStringConvertible, CustomReflectable {
  /// Nothing of the hash.
  public var description: String { "ImportedPassword(redacted)" }

  /// No children: a dump shows no hash.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A stored password hash of any known form.
struct StoredHash {
  /// How the hash is computed from a password.
  enum Method: Equatable {
    case bcrypt(setting: String, hashesFirst: Bool)
    case pbkdf2(ForeignDerivation.Digest, iterations: Int, salt: [UInt8])
    case scrypt(n: Int, r: Int, p: Int, salt: [UInt8])
    case argon2id(memory: Int, passes: Int, lanes: Int, salt: [UInt8])
  }

  let method: Method
  /// What must come out.
  let expected: [UInt8]

  /// Whether this system can compute it.
  var isSupported: Bool {
    switch method {
    case .bcrypt: ForeignDerivation.hasBcrypt
    case .argon2id: ForeignDerivation.hasArgon2
    case .pbkdf2, .scrypt: true
    }
  }

  /// Whether a password has this hash; `nil` if it cannot be computed.
  ///
  /// Time depends on: the method, and the length of the password.
  func matches(_ password: [UInt8]) -> Bool? {
    guard var found = derive(password) else { return nil }
    defer { Libcrypto.wipe(&found) }
    return ConstantTime.equal(found, expected)
  }

  private func derive(_ password: [UInt8]) -> [UInt8]? {
    switch method {
    case .bcrypt(let setting, let hashesFirst):
      // Django hashes first, because bcrypt looks at 72 bytes only.
      let input =
        hashesFirst
        ? Array(Hex.encode(ForeignDerivation.sha256(password)).utf8) : password
      return ForeignDerivation.bcrypt(input, setting: setting)
    case .pbkdf2(let digest, let iterations, let salt):
      return ForeignDerivation.pbkdf2(
        password, salt, iterations, digest, byteCount: expected.count)
    case .scrypt(let n, let r, let p, let salt):
      return ForeignDerivation.scrypt(
        password, salt, n: n, r: r, p: p, byteCount: expected.count)
    case .argon2id(let memory, let passes, let lanes, let salt):
      return ForeignDerivation.argon2id(
        password, salt, memory: memory, passes: passes, lanes: lanes,
        byteCount: expected.count)
    }
  }
}
