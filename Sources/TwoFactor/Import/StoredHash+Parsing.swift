// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// The forms of stored password hashes, and the bounds of their costs.

extension StoredHash {
  /// Costs that a stored text may ask for: about four times the work of
  /// `KeyDerivation.password`, and 256 MiB.
  private enum Bounds {
    static let bcrypt = 4...16
    static let iterations = 1...10_000_000
    static let hash = 16...64
    static let salt = 4...64
    static let memory = 256 << 20
  }

  /// Reads a text; `nil` for an unknown form or costs out of bounds.
  init?(parsing text: String) {
    guard text.utf8.count <= 512, text.utf8.allSatisfy({ 0x21...0x7e ~= $0 })
    else { return nil }
    let parts = text.parts(at: "$")
    switch parts.first {
    case "": self.init(modular: text, parts)
    case "bcrypt", "bcrypt_sha256":
      self.init(
        bcrypt: text.parts(at: "$", limit: 2).last ?? "",
        hashesFirst: parts[0] == "bcrypt_sha256")
    case "pbkdf2_sha256", "pbkdf2_sha1": self.init(djangoPBKDF2: parts)
    case "scrypt": self.init(djangoScrypt: parts)
    case "argon2":
      let rest = text.parts(at: "$", limit: 2).last ?? ""
      self.init(argon2: ("$" + rest).parts(at: "$"))
    default: return nil
    }
  }

  /// A form that begins with a dollar sign.
  private init?(modular text: String, _ parts: [String]) {
    switch parts.count > 1 ? parts[1] : "" {
    case "2a", "2b", "2y": self.init(bcrypt: text, hashesFirst: false)
    case "pbkdf2-sha256": self.init(passlib: parts)
    case "argon2id": self.init(argon2: parts)
    default: return nil
    }
  }

  /// `$2b$12$` and 53 characters: 22 of the salt, 31 of the hash.
  private init?(bcrypt text: String, hashesFirst: Bool) {
    let parts = text.parts(at: "$")
    guard parts.count == 4, ["2a", "2b", "2y"].contains(parts[1]),
      let cost = Self.number(parts[2]), parts[2].utf8.count == 2,
      Bounds.bcrypt ~= cost, parts[3].utf8.count == 53
    else { return nil }
    expected = Array(text.utf8)
    method = .bcrypt(
      setting: String(text.prefix(29)), hashesFirst: hashesFirst)
  }

  /// `pbkdf2_sha256$iterations$salt$base64`; the salt is text.
  private init?(djangoPBKDF2 parts: [String]) {
    guard parts.count == 4, let iterations = Self.number(parts[1]),
      Bounds.iterations ~= iterations, Bounds.salt ~= parts[2].utf8.count,
      let hash = Self.base64(parts[3])
    else { return nil }
    expected = hash
    method = .pbkdf2(
      parts[0] == "pbkdf2_sha1" ? .sha1 : .sha256, iterations: iterations,
      salt: Array(parts[2].utf8))
  }

  /// `scrypt$N$salt$r$p$base64`; the salt is text.
  private init?(djangoScrypt parts: [String]) {
    guard parts.count == 6, let n = Self.number(parts[1]),
      let r = Self.number(parts[3]), let p = Self.number(parts[4]),
      n > 1, n & (n - 1) == 0, 1...32 ~= r, 1...16 ~= p,
      n <= Bounds.memory / (128 * r), n * p <= 1 << 22,
      Bounds.salt ~= parts[2].utf8.count, let hash = Self.base64(parts[5])
    else { return nil }
    expected = hash
    method = .scrypt(n: n, r: r, p: p, salt: Array(parts[2].utf8))
  }

  /// `$pbkdf2-sha256$iterations$salt$hash`, in base64 with `.` for `+`.
  private init?(passlib parts: [String]) {
    guard parts.count == 5, let iterations = Self.number(parts[2]),
      Bounds.iterations ~= iterations,
      let salt = Self.base64(parts[3], dots: true),
      Bounds.salt ~= salt.count, let hash = Self.base64(parts[4], dots: true)
    else { return nil }
    expected = hash
    method = .pbkdf2(.sha256, iterations: iterations, salt: salt)
  }

  /// `$argon2id$v=19$m=65536,t=3,p=4$salt$hash`; memory in KiB.
  private init?(argon2 parts: [String]) {
    guard parts.count == 6, parts[1] == "argon2id", parts[2] == "v=19",
      let salt = Self.base64(parts[4]), 8...64 ~= salt.count,
      let hash = Self.base64(parts[5])
    else { return nil }
    let items = parts[3].parts(at: ",").map { $0.parts(at: "=") }
    guard items.map(\.first) == ["m", "t", "p"],
      items.allSatisfy({ $0.count == 2 })
    else { return nil }
    let numbers = items.compactMap { Self.number($0[1]) }
    guard numbers.count == 3, 8...Bounds.memory >> 10 ~= numbers[0],
      1...64 ~= numbers[1], 1...16 ~= numbers[2],
      numbers[0] * numbers[1] <= 4 << 20
    else { return nil }
    expected = hash
    method = .argon2id(
      memory: numbers[0], passes: numbers[1], lanes: numbers[2], salt: salt)
  }
}

// MARK: - Parts

extension StoredHash {
  /// A decimal number of 1 to 9 digits.
  private static func number(_ text: String) -> Int? {
    let isPlain = text.utf8.allSatisfy { 48...57 ~= $0 }
    return isPlain && 1...9 ~= text.utf8.count ? Int(text) : nil
  }

  /// The bytes of a hash or a salt, with padding or without.
  private static func base64(_ text: String, dots: Bool = false) -> [UInt8]? {
    var text = dots ? String(text.map { $0 == "." ? "+" : $0 }) : text
    let rest = text.utf8.count % 4
    if rest > 0 { text += String(repeating: "=", count: 4 - rest) }
    guard let data = Data(base64Encoded: text), 4...64 ~= data.count else {
      return nil
    }
    return Array(data)
  }
}
