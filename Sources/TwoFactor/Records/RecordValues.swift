// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import OTPCore

// The single values that fields have.

extension UInt64: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    self = try record.number()
  }

  func write(to record: inout RecordWriter) { record.number(self) }
}

/// Small negative numbers are short, too: 0, -1, 1, -2, ….
extension Int64: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    let number = try record.number()
    self = Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }

  func write(to record: inout RecordWriter) {
    record.number(UInt64(bitPattern: self << 1 ^ self >> 63))
  }
}

extension Int: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    guard let value = Int(exactly: try Int64(from: &record)) else {
      throw .unreadableState
    }
    self = value
  }

  func write(to record: inout RecordWriter) {
    Int64(self).write(to: &record)
  }
}

extension Bool: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    switch try record.byte() {
    case 0: self = false
    case 1: self = true
    default: throw .unreadableState
    }
  }

  func write(to record: inout RecordWriter) { record.raw([self ? 1 : 0]) }
}

extension String: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    let bytes = try record.counted()
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .unreadableState
    }
    self = text
  }

  func write(to record: inout RecordWriter) {
    record.number(UInt64(utf8.count))
    record.raw(utf8)
  }
}

extension UnixTime: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    self.init(try Int64(from: &record))
  }

  func write(to record: inout RecordWriter) { seconds.write(to: &record) }
}

// MARK: - Names

/// A value that is written by its name.
protocol RecordName: RecordValue, RawRepresentable where RawValue == String {}

extension RecordName {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    guard let value = Self(rawValue: try String(from: &record)) else {
      throw .unreadableState
    }
    self = value
  }

  func write(to record: inout RecordWriter) { rawValue.write(to: &record) }
}

extension Account.Standing: RecordName {}
extension Guarded: RecordName {}
extension HashAlgorithm: RecordName {}
extension SignInMethod: RecordName {}
extension SessionLimit: RecordName {}

extension AccountID: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    guard let id = AccountID(stored: try String(from: &record)) else {
      throw .unreadableState
    }
    self = id
  }

  func write(to record: inout RecordWriter) { text.write(to: &record) }
}

extension PhoneNumber: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    guard let number = PhoneNumber(stored: try String(from: &record)) else {
      throw .unreadableState
    }
    self = number
  }

  func write(to record: inout RecordWriter) { e164.write(to: &record) }
}

extension AppName: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    guard let name = AppName(stored: try String(from: &record)) else {
      throw .unreadableState
    }
    self = name
  }

  func write(to record: inout RecordWriter) { text.write(to: &record) }
}

// MARK: - Bytes

extension Sealed: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    let keyID = try String(from: &record)
    let nonce = Array(try record.raw(AESGCM.nonceByteCount))
    let ciphertext = Array(try record.counted())
    guard
      let sealed = Sealed(
        storedKeyID: keyID, nonce: nonce, ciphertext: ciphertext)
    else { throw .unreadableState }
    self = sealed
  }

  func write(to record: inout RecordWriter) {
    keyID.write(to: &record)
    record.raw(nonce)
    record.counted(ciphertext)
  }
}

/// The first hash as a PHC string, which says how all were made, then the
/// others' bytes and the places of the spent ones.
extension BackupCodeSet: RecordValue {
  init(from record: inout RecordReader) throws(TwoFactorError) {
    let (text, others) = (try String(from: &record), try record.counted())
    let spent = try record.counted().map { Int($0) }
    guard let first = try? PHCString(parsing: text),
      !first.hash.isEmpty, others.count.isMultiple(of: first.hash.count)
    else { throw .unreadableState }
    let count = first.hash.count
    var hashes = [first]
    for start in stride(from: others.startIndex, to: others.endIndex, by: count)
    {
      let hash = Array(others[start..<start + count])
      guard
        let next = try? PHCString(
          derivation: first.derivation, keyID: first.keyID, salt: first.salt,
          hash: hash)
      else { throw .unreadableState }
      hashes.append(next)
    }
    do throws(BackupCodeError) {
      try self.init(hashes: hashes, spent: spent)
    } catch {
      throw .unreadableState
    }
  }

  func write(to record: inout RecordWriter) {
    let hashes = hashes
    // A set has one hash at least.
    (hashes.first?.text ?? "").write(to: &record)
    record.counted(hashes.dropFirst().flatMap(\.hash))
    record.counted(spent.map { UInt8(truncatingIfNeeded: $0) })
  }
}
