// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

extension PHCString {
  /// Reads a stored text.
  ///
  /// The text does not have to be trusted: it has at most 512 bytes, its
  /// parameters must be within the limits of ``KeyDerivation``, and only the
  /// spelling that ``text`` gives is accepted.
  ///
  /// - Throws: ``PHCStringError``, which never repeats the text.
  public init(parsing text: some StringProtocol) throws(PHCStringError) {
    guard text.utf8.count <= 512 else { throw .tooLong }
    let parts = text.parts(at: "$")
    guard parts.count == 5, parts[0].isEmpty else { throw .structure }
    let (derivation, keyID) = try Self.parameters(
      parts[2], algorithm: parts[1])
    guard let salt = PHCBase64.decode(parts[3]) else { throw .salt }
    guard let hash = PHCBase64.decode(parts[4]) else { throw .hash }
    try self.init(
      derivation: derivation, keyID: keyID, salt: salt, hash: hash)
  }

  private static func parameters(
    _ text: String, algorithm: String
  ) throws(PHCStringError) -> (KeyDerivation, keyID: String?) {
    let names: [String]
    switch algorithm {
    case "scrypt": names = ["ln", "r", "p"]
    case "pbkdf2-sha256": names = ["i"]
    default: throw .algorithm
    }
    let items = text.parts(at: ",")
    // One part more than the numbers must be the key id, at the end.
    guard names.count...names.count + 1 ~= items.count else {
      throw .parameters
    }
    var numbers: [Int] = []
    for (name, item) in zip(names, items) {
      numbers.append(try number(named: name, in: item))
    }
    let keyID = try items.dropFirst(names.count).first.map {
      item throws(PHCStringError) in try value(named: "keyid", in: item)
    }
    return (try derivation(numbers), keyID)
  }

  private static func derivation(
    _ numbers: [Int]
  ) throws(PHCStringError) -> KeyDerivation {
    do throws(KeyDerivationError) {
      return switch numbers.count {
      case 3: try .scrypt(ln: numbers[0], r: numbers[1], p: numbers[2])
      default: try .pbkdf2SHA256(iterations: numbers[0])
      }
    } catch {
      throw .limits(error)
    }
  }
}

// MARK: - Parts

extension PHCString {
  /// The text after `name=`; any other name is an error.
  private static func value(
    named name: String, in item: String
  ) throws(PHCStringError) -> String {
    let parts = item.parts(at: "=", limit: 2)
    guard parts.count == 2, parts[0] == name else { throw .parameters }
    return parts[1]
  }

  /// A decimal number of 1…9 digits: no sign, no leading zero.
  private static func number(
    named name: String, in item: String
  ) throws(PHCStringError) -> Int {
    let digits = try value(named: name, in: item).utf8
    let isPlain = digits.allSatisfy { 48...57 ~= $0 }
    guard
      1...9 ~= digits.count, isPlain, digits.first != 48 || digits.count == 1
    else { throw .parameters }
    return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
  }
}
