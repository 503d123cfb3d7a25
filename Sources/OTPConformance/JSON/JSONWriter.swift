// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension JSON {
  /// How a value is written as text.
  public struct Format: OptionSet, Sendable {
    /// The bits of the set.
    public let rawValue: Int

    /// Makes a set from its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// One member or element a line, indented by two spaces.
    public static let pretty = Format(rawValue: 1)

    /// Every character outside ASCII is escaped, so that a reader sees what
    /// looks like something else (full-width digits) or like nothing.
    public static let ascii = Format(rawValue: 2)
  }

  /// The value as JSON text: members in their order, no line end after it.
  ///
  /// Control characters, marks of direction and the second of two `#` are
  /// always escaped, so the text is harmless on a terminal and in the log of
  /// a CI system and, unless ``Format/pretty``, a single line.
  public func text(_ format: Format = []) -> String {
    String(decoding: utf8(format), as: UTF8.self)
  }

  /// The text in UTF-8.
  package func utf8(_ format: Format = []) -> [UInt8] {
    var writer = JSONWriter(format: format)
    writer.write(self)
    return writer.bytes
  }
}

private struct JSONWriter {
  let format: JSON.Format
  var bytes: [UInt8] = []
  var depth = 0

  init(format: JSON.Format) {
    self.format = format
    bytes.reserveCapacity(256)
  }

  private mutating func add(_ text: String) {
    bytes += text.utf8
  }

  mutating func write(_ value: JSON) {
    switch value {
    case .null: add("null")
    case .bool(let flag): add(flag ? "true" : "false")
    case .integer(let number): add(String(number))
    case .double(let number): add(number.isFinite ? "\(number)" : "null")
    case .string(let string): write(string)
    case .array(let elements):
      list("[", "]", elements) { $0.write($1) }
    case .object(let object):
      list("{", "}", object.members) { writer, member in
        writer.write(member.key)
        writer.add(writer.format.contains(.pretty) ? ": " : ":")
        writer.write(member.value)
      }
    }
  }

  private mutating func list<Element>(
    _ open: String, _ close: String, _ elements: [Element],
    _ body: (inout JSONWriter, Element) -> Void
  ) {
    add(open)
    depth += 1
    for (index, element) in elements.enumerated() {
      if index > 0 { add(",") }
      breakLine()
      body(&self, element)
    }
    depth -= 1
    if !elements.isEmpty { breakLine() }
    add(close)
  }

  private mutating func breakLine() {
    guard format.contains(.pretty) else { return }
    add("\n" + String(repeating: "  ", count: depth))
  }

  private mutating func write(_ string: String) {
    bytes.append(UInt8(ascii: "\""))
    if string.utf8.allSatisfy(isPlain) {
      // Nearly every string; adapters are asked thousands in a second.
      bytes += string.utf8
    } else {
      escape(string)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private func isPlain(_ byte: UInt8) -> Bool {
    (0x20..<0x7f).contains(byte) && byte != UInt8(ascii: "\"")
      && byte != UInt8(ascii: "\\")
      && byte != UInt8(ascii: "#")
  }

  private mutating func escape(_ string: String) {
    var previous: Unicode.Scalar?
    for scalar in string.unicodeScalars {
      defer { previous = scalar }
      switch scalar {
      case "\"": add("\\\"")
      case "\\": add("\\\\")
      case "\n": add("\\n")
      case "\r": add("\\r")
      case "\t": add("\\t")
      case _ where isEscaped(scalar, after: previous): escape(scalar)
      default: bytes += Array(String(scalar).utf8)
      }
    }
  }

  private func isEscaped(
    _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?
  ) -> Bool {
    !scalar.isVisible || scalar == "#" && previous == "#"
      || format.contains(.ascii) && !scalar.isASCII
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    for unit in String(scalar).utf16 {
      let digits = String(unit, radix: 16)
      add("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    }
  }
}
