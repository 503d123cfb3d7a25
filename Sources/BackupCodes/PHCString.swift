// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A stored hash with everything that is needed to check a secret against it.
///
///     $scrypt$ln=15,r=8,p=1$<salt>$<hash>
///     $scrypt$ln=15,r=8,p=1,keyid=2026-a$<salt>$<hash>
///     $pbkdf2-sha256$i=600000$<salt>$<hash>
///
/// This is the PHC string format (github.com/P-H-C/phc-string-format): salt
/// and hash in base64 without padding, parameters in a fixed order, every
/// number without leading zeros. There is exactly one text for one value.
///
/// passlib and RustCrypto write `scrypt` with `ln`, `r` and `p` too. RustCrypto
/// reads `pbkdf2-sha256` with `i`; it also writes the length of the hash as `l`,
/// which is refused here. passlib writes `pbkdf2-sha256` with a bare number and
/// a base64 alphabet of its own. That is refused as well: to guess which of the
/// two a text is would give wrong hashes.
///
/// `==` is not for checking a secret. Derive the key again and compare in
/// constant time:
///
///     let stored = try PHCString(parsing: text)
///     let key = try stored.derivation.derive(
///       from: typed, salt: stored.salt, byteCount: stored.hash.count)
///     let isRight = ConstantTime.equal(key, stored.hash)
public struct PHCString: Hashable, Sendable {
  /// The algorithm and its cost.
  public let derivation: KeyDerivation

  /// The id of the ``Pepper``, if there is one.
  ///
  /// It is written as it is, unlike Argon2's `keyid`, which is in base64.
  public let keyID: String?

  /// The salt, 8…64 bytes.
  public let salt: [UInt8]

  /// The derived key, 16…64 bytes.
  public let hash: [UInt8]

  /// A string of these parts.
  ///
  /// - Throws: ``PHCStringError/keyID``, ``PHCStringError/salt`` or
  ///   ``PHCStringError/hash`` for a part outside its limits.
  public init(
    derivation: KeyDerivation, keyID: String? = nil, salt: [UInt8],
    hash: [UInt8]
  ) throws(PHCStringError) {
    if let keyID, !Self.isKeyID(keyID) { throw .keyID }
    guard KeyDerivation.saltByteCounts ~= salt.count else { throw .salt }
    guard KeyDerivation.keyByteCounts ~= hash.count else { throw .hash }
    self.init(
      unchecked: derivation, keyID: keyID, salt: salt, hash: hash)
  }

  /// A string of parts that are known to be within their limits.
  init(
    unchecked derivation: KeyDerivation, keyID: String?, salt: [UInt8],
    hash: [UInt8]
  ) {
    self.derivation = derivation
    self.keyID = keyID
    self.salt = salt
    self.hash = hash
  }

  /// The text to store.
  public var text: String {
    let key = keyID.map { ",keyid=" + $0 } ?? ""
    return "$" + derivation.identifier + "$" + derivation.parameterText + key
      + "$" + PHCBase64.encode(salt) + "$" + PHCBase64.encode(hash)
  }

  /// Whether a text can be a key id: 1 to 32 letters, digits, `.` and `-`.
  static func isKeyID(_ text: String) -> Bool {
    1...32 ~= text.utf8.count
      && text.utf8.allSatisfy { character in
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "."), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}

extension PHCString: CustomStringConvertible {
  /// Algorithm and parameters, without salt and hash; see ``text``.
  public var description: String { "PHCString(\(derivation), redacted)" }
}

extension PHCString: CustomReflectable {
  /// No children: a dump shows neither salt nor hash.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension KeyDerivation {
  /// The name of the algorithm in a PHC string.
  var identifier: String {
    switch algorithm {
    case .scrypt: "scrypt"
    case .pbkdf2SHA256: "pbkdf2-sha256"
    }
  }

  /// The parameters in a PHC string, in their fixed order.
  var parameterText: String {
    switch algorithm {
    case .scrypt(let ln, let r, let p): "ln=\(ln),r=\(r),p=\(p)"
    case .pbkdf2SHA256(let iterations): "i=\(iterations)"
    }
  }
}
