// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

// The parts of an account in the first stored form.

// MARK: - Single values

extension Bool: FormatOneValue {
  init(_ tree: JSONTree) throws(TwoFactorError) {
    guard case .bool(let value) = tree else { throw .unreadableState }
    self = value
  }
}

extension UInt64: FormatOneValue {
  init(_ tree: JSONTree) throws(TwoFactorError) {
    guard case .unsigned(let value) = tree else { throw .unreadableState }
    self = value
  }
}

extension Int64: FormatOneValue {
  init(_ tree: JSONTree) throws(TwoFactorError) {
    switch tree {
    case .unsigned(let value) where value <= UInt64(Int64.max):
      self = Int64(value)
    case .integer(let value): self = value
    default: throw .unreadableState
    }
  }
}

extension Int: FormatOneValue {
  init(_ tree: JSONTree) throws(TwoFactorError) {
    guard let value = Int(exactly: try Int64(tree)) else {
      throw .unreadableState
    }
    self = value
  }
}

extension String: FormatOneValue {
  init(_ tree: JSONTree) throws(TwoFactorError) {
    guard case .string(let value) = tree else { throw .unreadableState }
    self = value
  }
}

extension UnixTime: FormatOneValue {
  init(_ tree: JSONTree) throws(TwoFactorError) {
    self.init(try Int64(tree))
  }
}

extension Array: FormatOneValue where Element: FormatOneValue {
  init(_ tree: JSONTree) throws(TwoFactorError) {
    guard case .array(let trees) = tree else { throw .unreadableState }
    var values: [Element] = []
    for tree in trees { values.append(try Element(tree)) }
    self = values
  }
}

/// A value that is written by its name.
protocol FormatOneName: FormatOneValue, RawRepresentable
where RawValue == String {}

extension FormatOneName {
  init(_ tree: JSONTree) throws(TwoFactorError) {
    guard let value = Self(rawValue: try String(tree)) else {
      throw .unreadableState
    }
    self = value
  }
}

extension Account.Standing: FormatOneName {}
extension HashAlgorithm: FormatOneName {}
extension SignInMethod: FormatOneName {}
extension SessionLimit: FormatOneName {}

extension AccountID: FormatOneValue {
  init(_ tree: JSONTree) throws(TwoFactorError) {
    guard let id = AccountID(stored: try String(tree)) else {
      throw .unreadableState
    }
    self = id
  }
}

extension PhoneNumber: FormatOneValue {
  init(_ tree: JSONTree) throws(TwoFactorError) {
    guard let number = PhoneNumber(stored: try String(tree)) else {
      throw .unreadableState
    }
    self = number
  }
}

// MARK: - Bytes

extension TokenHash: FormatOneValue {
  init(_ tree: JSONTree) throws(TwoFactorError) {
    guard let hash = Hex.decode(try String(tree)).flatMap(TokenHash.init)
    else { throw .unreadableState }
    self = hash
  }
}

/// `KEYID.NONCE.CIPHERTEXT`, the last two in hexadecimal digits.
extension Sealed: FormatOneValue {
  init(_ tree: JSONTree) throws(TwoFactorError) {
    let parts = try String(tree).parts(at: ".")
    guard parts.count == 3, let nonce = Hex.decode(parts[1]),
      let ciphertext = Hex.decode(parts[2]),
      let sealed = Sealed(
        storedKeyID: parts[0], nonce: nonce, ciphertext: ciphertext)
    else { throw .unreadableState }
    self = sealed
  }
}

extension CodeDigest: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    let (keyID, mac): (String, String) = (
      try members.take("keyID"), try members.take("mac")
    )
    guard let mac = Hex.decode(mac),
      let digest = CodeDigest(storedKeyID: keyID, mac: mac)
    else { throw .unreadableState }
    self = digest
  }
}

extension BackupCodeSet: FormatOneObject {
  init(_ members: inout Members) throws(TwoFactorError) {
    let texts: [String] = try members.take("hashes")
    let spent: [Int] = try members.take("spent")
    var hashes: [PHCString] = []
    for text in texts {
      guard let hash = try? PHCString(parsing: text) else {
        throw .unreadableState
      }
      hashes.append(hash)
    }
    do throws(BackupCodeError) {
      try self.init(hashes: hashes, spent: spent)
    } catch {
      throw .unreadableState
    }
  }
}
