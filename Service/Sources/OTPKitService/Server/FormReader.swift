// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Reads the fields of a form or a query (`application/x-www-form-urlencoded`),
/// strictly.
enum FormReader {
  /// - Returns: `nil` for more than 40 fields, a field twice, a percent sign
  ///   without its two digits, or what is no UTF-8.
  static func fields(of text: some StringProtocol) -> [String: String]? {
    var fields: [String: String] = [:]
    let parts = text.parts(at: "&").filter { !$0.isEmpty }
    guard parts.count <= 40 else { return nil }
    for part in parts {
      let pair = part.parts(at: "=", limit: 2)
      guard let name = decode(pair[0]),
        let value = pair.count == 2 ? decode(pair[1]) : "",
        fields.updateValue(value, forKey: name) == nil
      else { return nil }
    }
    return fields
  }

  /// - Returns: `nil` for a percent sign without its two digits, or what is no
  ///   UTF-8.
  static func decode(_ text: some StringProtocol) -> String? {
    let marks = [UInt8(ascii: "+"), UInt8(ascii: "%")]
    guard text.utf8.contains(where: marks.contains) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit),
          let low = rest.popFirst().flatMap(digit)
        else { return nil }
        bytes.append(high << 4 | low)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
  }
}
