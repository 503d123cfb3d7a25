// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import OTPConformance

/// A text with places for the fields of a call, such as `--digits={digits}`.
struct ToolTemplate: Sendable, Equatable {
  /// How a field is written.
  enum Form: String, Sendable {
    /// As the call has it.
    case plain = ""
    /// In lower case, for algorithm names.
    case lower
    /// In upper case.
    case upper
    /// Hexadecimal bytes as base32 without padding.
    case base32
  }

  /// What cannot be written.
  enum Gap: Error, Equatable {
    /// The call has no such field.
    case missing(String)
    /// The field's value cannot be written in this way.
    case unfit(String)
  }

  private enum Part: Sendable, Equatable {
    case text(String)
    case field(path: String, Form)
  }

  private var parts: [Part] = []

  /// Reads a template; `{{` and `}}` stand for braces.
  ///
  /// - Returns: `nil` when a brace has no partner or a form is not known.
  init?(_ text: String) {
    let (open, close) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
    // By bytes: a brace stays a brace before a combining mark.
    var rest = Substring(text).utf8
    var plain: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case open where rest.first != open:
        guard let end = rest.firstIndex(of: close),
          let part = Self.field(Substring(rest[..<end]))
        else { return nil }
        append(&plain)
        parts.append(part)
        rest = rest[end...].dropFirst()
      case open, close:
        guard rest.popFirst() == byte else { return nil }
        plain.append(byte)
      default: plain.append(byte)
      }
    }
    append(&plain)
  }

  /// Appends what stands between fields, and empties it.
  private mutating func append(_ plain: inout [UInt8]) {
    guard !plain.isEmpty else { return }
    parts.append(.text(String(decoding: plain, as: UTF8.self)))
    plain = []
  }

  private static func field(_ text: Substring) -> Part? {
    let halves = text.parts(at: ":", limit: 2)
    guard let path = halves.first, !path.isEmpty,
      let form = Form(rawValue: halves.count > 1 ? halves[1] : "")
    else { return nil }
    return .field(path: path, form)
  }

  /// The names of the fields that the template writes.
  var fields: Set<String> {
    Set(
      parts.compactMap { part in
        guard case .field(let path, _) = part else { return nil }
        return path.parts(at: ".").first
      })
  }

  /// The text with the fields of a call in it.
  func text(_ input: JSONObject) throws(Gap) -> String {
    var result = ""
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .field(let path, let form):
        guard let value = JSON.object(input).value(at: path) else {
          throw .missing(path)
        }
        guard let text = form.text(value), !text.utf8.contains(0) else {
          throw .unfit(path)
        }
        result += text
      }
    }
    return result
  }
}

extension ToolTemplate.Form {
  /// A value in this form; `nil` where it has none.
  fileprivate func text(_ value: JSON) -> String? {
    let plain: String? =
      switch value {
      case .string(let text): text
      case .integer, .bool: value.text()
      default: nil
      }
    guard let plain else { return nil }
    switch self {
    case .plain: return plain
    case .lower: return plain.lowercased()
    case .upper: return plain.uppercased()
    case .base32:
      return Hex.decode(plain).map { Base32.encode($0, padded: false) }
    }
  }
}
