// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A recursive-descent parser over the bytes of a JSON text.
struct JSONParser {
  let bytes: [UInt8]
  var index = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func parse() throws(JSONError) -> JSON {
    let value = try value(depth: 0)
    skipSpace()
    guard index == bytes.count else {
      throw failure("more text after the value")
    }
    return value
  }
}

// MARK: - Values

extension JSONParser {
  private mutating func value(depth: Int) throws(JSONError) -> JSON {
    skipSpace()
    guard let first = peek else {
      throw failure("the text ends where a value should stand")
    }
    switch first {
    case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return try number()
    default: throw failure("no value starts like this")
    }
  }

  private mutating func word(
    _ text: StaticString, _ value: JSON
  ) throws(JSONError) -> JSON {
    let word = text.description.utf8
    guard bytes[index...].starts(with: word) else {
      throw failure("no value starts like this")
    }
    index += word.count
    return value
  }

  private mutating func array(depth: Int) throws(JSONError) -> [JSON] {
    try open(depth: depth)
    var elements: [JSON] = []
    guard !take("]") else { return elements }
    repeat {
      elements.append(try value(depth: depth))
    } while take(",")
    try expect("]")
    return elements
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
    try open(depth: depth)
    var members = JSONObject()
    guard !take("}") else { return members }
    repeat {
      skipSpace()
      let start = index
      guard peek == UInt8(ascii: "\"") else {
        throw failure("a member's name should stand here")
      }
      let key = try string()
      guard members[key] == nil else {
        throw failure("the name \(key.quoted) stands here twice", at: start)
      }
      try expect(":")
      members[key] = try value(depth: depth)
    } while take(",")
    try expect("}")
    return members
  }

  private mutating func open(depth: Int) throws(JSONError) {
    guard depth <= JSON.nestingLimit else {
      throw failure("nested deeper than \(JSON.nestingLimit)")
    }
    index += 1
  }
}

// MARK: - Numbers

extension JSONParser {
  private mutating func number() throws(JSONError) -> JSON {
    let start = index
    if peek == UInt8(ascii: "-") { index += 1 }
    if peek == UInt8(ascii: "0") { index += 1 } else { try digits() }
    var isWhole = true
    if peek == UInt8(ascii: ".") {
      isWhole = false
      index += 1
      try digits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      isWhole = false
      index += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
      try digits()
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, let whole = Int(text) { return .integer(whole) }
    guard let double = Double(text), double.isFinite else {
      throw failure("the number is too large", at: start)
    }
    return .double(double)
  }

  private mutating func digits() throws(JSONError) {
    let start = index
    while let byte = peek, byte.isDigit { index += 1 }
    guard index > start else { throw failure("a digit should stand here") }
  }
}

// MARK: - Strings

extension JSONParser {
  private mutating func string() throws(JSONError) -> String {
    index += 1
    let start = index
    var decoded: [UInt8] = []
    // Where the text begins that is not decoded yet and has no escape.
    var plain = index
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw failure("a bare control character") }
      if byte == UInt8(ascii: "\\") {
        decoded += bytes[plain..<index]
        decoded += try escape().utf8
        plain = index
      } else {
        index += 1
      }
    }
    guard index < bytes.count else { throw failure("the string has no end") }
    decoded += bytes[plain..<index]
    index += 1
    guard let text = String(validating: decoded, as: UTF8.self) else {
      throw failure("invalid UTF-8", at: start)
    }
    return text
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = index
    index += 1
    guard let letter = peek else { throw failure("the string has no end") }
    index += 1
    switch letter {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape(from: start)
    default: throw failure("no such escape", at: start)
    }
  }

  private mutating func unicodeEscape(
    from start: Int
  ) throws(JSONError) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard bytes[index...].starts(with: "\\u".utf8) else {
      throw failure("an unpaired surrogate", at: start)
    }
    index += 2
    let second = try codeUnit()
    guard (0xd800..<0xdc00).contains(first),
      (0xdc00..<0xe000).contains(second),
      let scalar = Unicode.Scalar(
        0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    else { throw failure("an unpaired surrogate", at: start) }
    return scalar
  }

  private mutating func codeUnit() throws(JSONError) -> UInt32 {
    let end = min(index + 4, bytes.count)
    let text = bytes[index..<end]
    guard text.count == 4, text.allSatisfy(\.isHexDigit),
      let unit = UInt32(String(decoding: text, as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits should stand here") }
    index = end
    return unit
  }
}

// MARK: - Bytes

extension JSONParser {
  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = peek,
      byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
    { index += 1 }
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: mark) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ mark: Unicode.Scalar) throws(JSONError) {
    guard take(mark) else { throw failure("\"\(mark)\" should stand here") }
  }

  private func failure(_ message: String, at place: Int? = nil) -> JSONError {
    let before = bytes[..<(place ?? index)]
    let lines = before.count { $0 == 0x0a }
    let lineStart = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    return JSONError(
      line: lines + 1, column: before.count - lineStart + 1, message: message)
  }
}
