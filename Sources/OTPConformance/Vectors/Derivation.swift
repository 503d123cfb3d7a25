// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPCore

/// A value that a step of a conversation makes from a saved one, such as
/// a backup code without its last symbol.
///
/// The kit does not know the codes that an implementation gives out. So
/// a vector says how to get from a saved code to the text to send. A *symbol*
/// is an ASCII letter or digit; all else, such as a hyphen, is a separator.
public struct Derivation: Sendable, Equatable {
  /// The name of the new value, without the dollar sign.
  public let name: String
  /// The name of the saved value that it is made from.
  public let source: String
  /// What is done to it, in order: at least one change.
  public let changes: [Change]

  /// One change of a text.
  public enum Change: Sendable, Equatable {
    /// Keeps the text up to its symbol of this number, counted from 1.
    case take(Int)
    /// Leaves out the last symbols, and what stands behind the rest.
    case drop(Int)
    /// Keeps the last symbols, and what stands behind the first of them.
    case last(Int)
    /// Replaces one symbol by the next of its kind: 1 by 2, 9 by 0, z by a.
    ///
    /// Symbols are counted from 1, and from the end by negative numbers.
    case replace(Int)
    /// Puts a text before it.
    case before(String)
    /// Puts a text after it.
    case after(String)
    /// Keeps the symbols alone, with this text between any two of them.
    case spread(String)
    /// Turns capital letters into small ones, and small ones into capitals.
    case otherCase
    /// Turns symbols into their full-width forms (U+FF10 and on).
    case fullWidth
    /// Puts the text behind itself.
    case twice
    /// Puts the characters in the opposite order.
    case reverse
    /// Takes the text as a key in hexadecimal, and computes its code.
    case code(HashAlgorithm, digits: Int, counter: UInt64)
  }

  /// The new value, or `nil` if a change asks for what is not there:
  /// a symbol that the text does not have, or a key that is none.
  ///
  /// A text that has fewer symbols than are to be taken stays whole.
  func value(from text: String) -> String? {
    changes.reduce(text) { text, change in text.flatMap(change.applied) }
  }
}

extension Derivation.Change {
  fileprivate func applied(to text: String) -> String? {
    switch self {
    case .take(let count): text.keepingSymbols(count)
    case .drop(let count): text.keepingSymbols(text.symbolCount - count)
    case .last(let count): text.keepingLastSymbols(count)
    case .replace(let place): text.replacingSymbol(place)
    case .before(let other): other + text
    case .after(let other): text + other
    case .spread(let other):
      text.symbols.map { String($0) }.joined(separator: other)
    case .otherCase: String(String.UnicodeScalarView(text.swappingCase))
    case .fullWidth: String(String.UnicodeScalarView(text.inFullWidth))
    case .twice: text + text
    case .reverse:
      String(String.UnicodeScalarView(text.unicodeScalars.reversed()))
    case .code(let algorithm, let digits, let counter):
      Self.code(text, algorithm, digits, counter)
    }
  }

  private static func code(
    _ key: String, _ algorithm: HashAlgorithm, _ digits: Int, _ counter: UInt64
  ) -> String? {
    guard let bytes = Hex.decode(key), !bytes.isEmpty else { return nil }
    let key = HMACKey(bytes: bytes, algorithm: algorithm)
    return try? HOTP(key: key, digits: digits).code(at: counter).description
  }
}

// MARK: - Symbols

extension Unicode.Scalar {
  /// Whether this is an ASCII letter or digit.
  fileprivate var isSymbol: Bool {
    switch self {
    case "0"..."9", "A"..."Z", "a"..."z": true
    default: false
    }
  }

  /// The next symbol of its kind, the first after the last.
  fileprivate var next: Unicode.Scalar {
    switch self {
    case "9": "0"
    case "Z": "A"
    case "z": "a"
    default: Unicode.Scalar(value + 1) ?? self
    }
  }
}

extension String {
  /// The ASCII letters and digits of the text.
  var symbols: [Unicode.Scalar] { unicodeScalars.filter(\.isSymbol) }

  fileprivate var symbolCount: Int { symbols.count }

  /// The text up to its symbol of a number; whole if it has no more.
  fileprivate func keepingSymbols(_ count: Int) -> String {
    var left = count
    let kept = unicodeScalars.prefix { scalar in
      guard left > 0 else { return false }
      if scalar.isSymbol { left -= 1 }
      return true
    }
    return String(String.UnicodeScalarView(kept))
  }

  /// The text from the symbol of a number, counted from the end; whole if it
  /// has no more.
  fileprivate func keepingLastSymbols(_ count: Int) -> String {
    let scalars = Array(unicodeScalars)
    let symbols = scalars.indices.filter { scalars[$0].isSymbol }
    guard symbols.count > count else { return self }
    let first = symbols[symbols.count - count]
    return String(String.UnicodeScalarView(scalars[first...]))
  }

  /// The text with one symbol replaced by the next of its kind.
  fileprivate func replacingSymbol(_ place: Int) -> String? {
    let scalars = Array(unicodeScalars)
    let symbols = scalars.indices.filter { scalars[$0].isSymbol }
    let number = place < 0 ? symbols.count + place : place - 1
    guard symbols.indices.contains(number) else { return nil }
    var view = String.UnicodeScalarView(scalars)
    let index = view.index(view.startIndex, offsetBy: symbols[number])
    view.replaceSubrange(index...index, with: [scalars[symbols[number]].next])
    return String(view)
  }

  /// The scalars with ASCII letters in the other case.
  fileprivate var swappingCase: [Unicode.Scalar] {
    unicodeScalars.map { scalar in
      switch scalar {
      case "A"..."Z", "a"..."z": Unicode.Scalar(scalar.value ^ 0x20) ?? scalar
      default: scalar
      }
    }
  }
}

extension String {
  /// The scalars with symbols in their full-width forms.
  fileprivate var inFullWidth: [Unicode.Scalar] {
    unicodeScalars.map { scalar in
      guard scalar.isSymbol else { return scalar }
      return Unicode.Scalar(scalar.value + 0xfee0) ?? scalar
    }
  }
}

// MARK: - Decoding

extension Derivation {
  /// Reads the member `derive` of a step.
  static func all(_ fields: Fields) throws(VectorError) -> [Derivation] {
    guard let json = fields.object["derive"] else { return [] }
    let derive = try Fields(json, at: fields.place.member("derive"))
    var result: [Derivation] = []
    for (name, json) in derive.object.members {
      let place = derive.place.member(name)
      let fields = try Fields(json, at: place, keys: ["from", "by"])
      let changes = try fields.list("by", Change.init(_:at:))
      guard !changes.isEmpty else {
        throw place.member("by").error("has no change")
      }
      result.append(
        Derivation(
          name: name, source: try fields.text("from"), changes: changes))
    }
    return result
  }
}

extension Derivation.Change {
  private static let names = [
    "take", "drop", "last", "replace", "before", "after", "spread",
    "otherCase", "fullWidth", "twice", "reverse", "code",
  ]

  fileprivate init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(json, at: place, keys: Self.names)
    guard fields.object.count == 1, let name = fields.object.keys.first else {
      throw place.error(
        "should have one of " + Self.names.joined(separator: ", "))
    }
    switch name {
    case "take": self = .take(try fields.integer(name, in: 1...256))
    case "drop": self = .drop(try fields.integer(name, in: 1...256))
    case "replace": self = .replace(try fields.integer(name, in: -256...256))
    case "code": self = try Self.code(fields.any(name), at: place.member(name))
    case "last": self = .last(try fields.integer(name, in: 1...256))
    case "otherCase": self = try Self.flag(.otherCase, name, fields)
    case "fullWidth": self = try Self.flag(.fullWidth, name, fields)
    case "twice": self = try Self.flag(.twice, name, fields)
    case "reverse": self = try Self.flag(.reverse, name, fields)
    default:
      let text = try fields.any(name)
      guard let text = text.string else {
        throw place.member(name).mistyped("string", text)
      }
      self =
        name == "before"
        ? .before(text)
        : name == "after" ? .after(text) : .spread(text)
    }
  }

  /// A change that has no setting.
  private static func flag(
    _ change: Self, _ name: String, _ fields: Fields
  ) throws(VectorError) -> Self {
    guard try fields.any(name) == true else {
      throw fields.place.member(name).error("should be true")
    }
    return change
  }

  private static func code(
    _ json: JSON, at place: Place
  ) throws(VectorError) -> Self {
    let fields = try Fields(
      json, at: place, keys: ["algorithm", "digits", "counter"])
    return .code(
      try fields.text("algorithm", as: "a hash", HashAlgorithm.init(rawValue:)),
      digits: try fields.integer("digits", in: 6...9),
      counter: try fields.text("counter", as: "a counter") {
        UInt64(decimal: $0)
      })
  }
}

// MARK: - Encoding

extension Derivation {
  /// The form that vectors use.
  var json: JSON {
    ["from": .string(source), "by": .array(changes.map(\.json))]
  }
}

extension Derivation.Change {
  fileprivate var json: JSON {
    switch self {
    case .take(let count): ["take": .integer(count)]
    case .drop(let count): ["drop": .integer(count)]
    case .last(let count): ["last": .integer(count)]
    case .replace(let place): ["replace": .integer(place)]
    case .before(let text): ["before": .string(text)]
    case .after(let text): ["after": .string(text)]
    case .spread(let text): ["spread": .string(text)]
    case .otherCase: ["otherCase": true]
    case .fullWidth: ["fullWidth": true]
    case .twice: ["twice": true]
    case .reverse: ["reverse": true]
    case .code(let algorithm, let digits, let counter):
      [
        "code": [
          "algorithm": .string(algorithm.rawValue), "digits": .integer(digits),
          "counter": .string(String(counter)),
        ]
      ]
    }
  }
}
