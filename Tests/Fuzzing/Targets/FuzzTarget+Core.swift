// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import BackupCodes
import Foundation
import OCRA
import OTPCore
import TwoFactor

// The parsers of the libraries.

extension FuzzTarget {
  /// Invalid UTF-8 becomes U+FFFD, as where a Swift `String` comes from bytes.
  static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  static func uri(_ bytes: [UInt8]) throws(Violation) {
    let policies = [OTPAuthURI.Policy.default, .permissive]
    for policy in policies {
      guard let uri = try? OTPAuthURI(parsing: text(bytes), policy: policy)
      else { continue }
      let again = try? OTPAuthURI(parsing: uri.text, policy: policy)
      try require(
        again == uri || uri.text.utf8.count > bytes.count,
        "the text of a URI is read as another")
    }
  }

  static func base32(_ bytes: [UInt8]) throws(Violation) {
    let text = text(bytes)
    if let decoded = try? Base32.decode(text, form: .strict) {
      try require(
        Base32.encode(decoded).utf8.elementsEqual(text.utf8),
        "strict base32 has another text")
    }
    guard let decoded = try? Base32.decode(text, form: .forgiving) else {
      return
    }
    let again = try? Base32.decode(
      Base32.encode(decoded, padded: false), form: .forgiving)
    try require(again == decoded, "forgiven base32 has other bytes")
    _ = try? Secret(base32: text, policy: .permissive)
  }

  static func hex(_ bytes: [UInt8]) throws(Violation) {
    guard let decoded = Hex.decode(text(bytes)) else { return }
    try require(
      Hex.encode(decoded) == text(bytes).lowercased(),
      "hexadecimal digits have another text")
  }

  static func oneTimeCode(_ bytes: [UInt8]) throws(Violation) {
    for digits in 5...10 {
      guard let code = OneTimeCode(text(bytes), digits: digits) else {
        continue
      }
      try require(
        "\(code)".utf8.elementsEqual(bytes) && bytes.count == digits,
        "a code has another text")
    }
    _ = OneTimeCode(text(bytes), digits: 6, separators: .ignored)
  }

  static func ocraSuite(_ bytes: [UInt8]) throws(Violation) {
    // The suite, and after a space the question.
    let parts = text(bytes).parts(at: " ", limit: 2)
    guard let suite = try? OCRASuite(parts[0]) else { return }
    try require(
      parts[0].utf8.allSatisfy { $0 < 0x80 }, "a suite that is not ASCII")
    guard let secret = try? Secret([UInt8](repeating: 7, count: 20)) else {
      return
    }
    let input = OCRAInput(
      question: OCRAQuestion(parts.count > 1 ? parts[1] : "12345678"),
      counter: suite.usesCounter ? .max : nil,
      pin: suite.pinHash.map { OCRAPIN("1234", hash: $0) },
      session: suite.sessionByteCount.map { [UInt8](repeating: 1, count: $0) },
      time: suite.period == nil ? nil : UnixTime(.max))
    _ = try? OCRAResponder(secret: secret, suite: suite).response(to: input)
  }

  static func phc(_ bytes: [UInt8]) throws(Violation) {
    guard let string = try? PHCString(parsing: text(bytes)) else { return }
    try require(
      string.text.utf8.elementsEqual(bytes), "a PHC string has another text")
  }

  static func backupCode(_ bytes: [UInt8]) throws(Violation) {
    guard let code = BackupCode(text(bytes)) else { return }
    let again = BackupCode(code.revealedText)
    try require(again == code, "a backup code is read as another")
  }

  static func backupSet(_ bytes: [UInt8]) {
    _ = try? JSONDecoder().decode(BackupCodeSet.self, from: Data(bytes))
  }
}
