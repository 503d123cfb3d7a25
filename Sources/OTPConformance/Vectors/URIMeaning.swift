// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What an otpauth URI says, however it is written.
///
/// The Key URI format leaves a builder some choices: the order of the
/// parameters, those that have their default, and which characters are
/// escaped without need. Two URIs that differ in nothing else mean the same.
/// This is a reading of its own, beside the core's, and stricter than a parser
/// should be: what no reader is sure to understand has no meaning here.
/// Names are compared byte by byte: equal strings of Swift may differ in whether
/// a letter and its accent are one character.
struct URIMeaning: Equatable {
  private let type: String
  private let issuer: [UInt8]?
  private let account: [UInt8]
  private let secret: String
  private let algorithm: String
  private let digits: String
  /// The period, or the counter.
  private let movingFactor: String

  /// Reads a URI.
  ///
  /// - Returns: `nil` for what is no URI (RFC 3986), for a `/` in the label
  ///   that is not escaped, and where a value is missing or no value.
  init?(_ uri: String) {
    guard let parts = Parts(uri), let label = Label(parts.label),
      let parameters = Self.parameters(parts.query),
      let secret = Self.secret(parameters["secret"])
    else { return nil }
    (type, account, self.secret) = (parts.type, label.account, secret)
    let named = parameters["issuer"].flatMap {
      $0.isEmpty ? nil : Array($0.utf8)
    }
    if let named, let prefix = label.issuer, named != prefix { return nil }
    issuer = named ?? label.issuer
    algorithm = parameters["algorithm"] ?? "SHA1"
    guard let digits = Self.number(parameters["digits"] ?? "6"),
      let factor = Self.number(
        type == "hotp" ? parameters["counter"] : parameters["period"] ?? "30")
    else { return nil }
    (self.digits, movingFactor) = (digits, factor)
  }

  /// Values by their names; `nil` if one comes twice.
  private static func parameters(_ query: Substring) -> [String: String]? {
    var parameters: [String: String] = [:]
    for pair in query.split(separator: "&") {
      let parts = pair.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let name = parts[0].unescaped,
        let value = parts[1].unescaped,
        parameters.updateValue(value, forKey: name.lowercased()) == nil
      else { return nil }
    }
    return parameters
  }

  /// Base32 in capital letters; padding says nothing.
  private static func secret(_ text: String?) -> String? {
    guard let text else { return nil }
    let letters = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") }
      .reversed()
    let isRight = letters.allSatisfy {
      (0x41...0x5a).contains($0) || (0x32...0x37).contains($0)
    }
    return isRight && !letters.isEmpty
      ? String(decoding: Array(letters), as: UTF8.self) : nil
  }

  private static func number(_ text: String?) -> String? {
    guard let text, !text.isEmpty,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let digits = text.drop { $0 == "0" }
    return digits.isEmpty ? "0" : String(digits)
  }
}

/// The parts that a URI's delimiters make (RFC 3986 section 3).
private struct Parts {
  let type: String
  let label: Substring
  let query: Substring

  init?(_ uri: String) {
    let scheme = "otpauth://"
    guard uri.prefix(scheme.count).lowercased() == scheme,
      uri.unicodeScalars.allSatisfy(Self.isAllowed)
    else { return nil }
    let rest = uri.dropFirst(scheme.count).split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = rest[0].split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard rest.count == 2, path.count == 2, !path[1].contains("/") else {
      return nil
    }
    type = path[0].lowercased()
    (label, query) = (path[1], rest[1])
    guard ["totp", "hotp"].contains(type) else { return nil }
  }

  /// Unreserved characters, delimiters but those of a host and a fragment,
  /// and the percent sign (RFC 3986 section 2).
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: "-._~!$&'()*+,;=:@/?%".unicodeScalars.contains(scalar)
    }
  }
}

/// An issuer, if there is one, and an account.
private struct Label {
  let issuer: [UInt8]?
  let account: [UInt8]

  /// The first colon parts them, escaped or not; spaces behind it are no part
  /// of the account (Key URI format, Label).
  init?(_ text: Substring) {
    guard let whole = text.unescaped?.utf8 else { return nil }
    let parts = whole.split(
      separator: UInt8(ascii: ":"), maxSplits: 1,
      omittingEmptySubsequences: false)
    issuer = parts.count == 2 ? Array(parts[0]) : nil
    account = Array(
      parts.count == 2 ? parts[1].drop { $0 == UInt8(ascii: " ") } : parts[0])
    guard !account.isEmpty, issuer != [] else { return nil }
  }
}

extension Substring {
  /// The text with each percent-encoding replaced by what it stands for; `nil`
  /// if one is not whole, or the bytes are no UTF-8.
  fileprivate var unescaped: String? {
    var bytes: [UInt8] = []
    var rest = utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = Array(rest.prefix(2))
      guard digits.count == 2, let first = Self.digit(digits[0]),
        let second = Self.digit(digits[1])
      else { return nil }
      rest = rest.dropFirst(2)
      bytes.append(first << 4 | second)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
