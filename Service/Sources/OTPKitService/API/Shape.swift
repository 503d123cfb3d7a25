// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What a JSON value looks like: it is checked against this, and the OpenAPI
/// document says this.
indirect enum Shape: Sendable {
  /// So many code points.
  case text(ClosedRange<Int>)
  case choice([String])
  case integer(ClosedRange<Int>)
  case flag
  /// A point in time (RFC 3339).
  case time
  case list(Shape, ClosedRange<Int>)
  /// An object of texts, whatever their names.
  case texts
  /// Any object.
  case anything
  case object([Member])
  /// An object that the document describes once.
  case named(String, [Member])

  struct Member: Sendable {
    var name: String
    var shape: Shape
    var isRequired: Bool

    init(_ name: String, _ shape: Shape, optional: Bool = false) {
      (self.name, self.shape, isRequired) = (name, shape, !optional)
    }
  }

  /// A text of a person's: a name, a password, a code.
  static func text(upTo most: Int) -> Shape { .text(0...most) }

  /// Some of several words.
  static func some<Word: CaseIterable & RawRepresentable>(
    _ words: Word.Type
  ) -> Shape where Word.RawValue == String {
    .choice(words.allCases.map(\.rawValue))
  }
}

// MARK: - JSON Schema

extension Shape {
  /// The schema (JSON Schema 2020-12); named shapes are referred to.
  var schema: JSON {
    switch self {
    case .text(let count):
      var schema: [String: JSON] = ["type": "string"]
      if count.lowerBound > 0 {
        schema["minLength"] = .integer(count.lowerBound)
      }
      if count.upperBound < .max {
        schema["maxLength"] = .integer(count.upperBound)
      }
      return .object(schema)
    case .choice(let words):
      return ["type": "string", "enum": .list(words.map(JSON.text))]
    case .integer(let range):
      return [
        "type": "integer", "minimum": .integer(range.lowerBound),
        "maximum": .integer(range.upperBound),
      ]
    case .flag: return ["type": "boolean"]
    case .time: return ["type": "string", "format": "date-time"]
    case .list(let shape, let count):
      return [
        "type": "array", "items": shape.schema,
        "minItems": .integer(count.lowerBound),
        "maxItems": .integer(count.upperBound),
      ]
    case .texts:
      return ["type": "object", "additionalProperties": ["type": "string"]]
    case .anything: return ["type": "object"]
    case .object(let members): return Self.schema(of: members)
    case .named(let name, _):
      return ["$ref": .text("#/components/schemas/\(name)")]
    }
  }

  static func schema(of members: [Member]) -> JSON {
    let properties = members.map { ($0.name, $0.shape.schema) }
    return [
      "type": "object", "additionalProperties": false,
      "properties": .object(Dictionary(properties) { first, _ in first }),
      "required": .list(
        members.filter(\.isRequired).map { .text($0.name) }),
    ]
  }

  /// The named shapes in this one.
  var named: [(name: String, schema: JSON)] {
    switch self {
    case .list(let shape, _): shape.named
    case .object(let members): members.flatMap(\.shape.named)
    case .named(let name, let members):
      [(name, Self.schema(of: members))] + members.flatMap(\.shape.named)
    default: []
    }
  }
}

// MARK: - Checking

extension Shape {
  /// Where a value differs from the shape, as a JSON pointer (RFC 6901).
  ///
  /// - Returns: `nil` for a value of this shape.
  func fault(in value: JSON, at place: String = "") -> String? {
    switch (self, value) {
    case (.text(let count), .text(let text)):
      count.contains(text.unicodeScalars.count) ? nil : place
    case (.choice(let words), .text(let text)):
      words.contains(text) ? nil : place
    case (.integer(let range), .integer(let integer)):
      range.contains(integer) ? nil : place
    case (.flag, .flag), (.time, .text): nil
    case (.list(let shape, let count), .list(let values)):
      count.contains(values.count)
        ? values.enumerated().lazy.compactMap { index, value in
          shape.fault(in: value, at: "\(place)/\(index)")
        }.first : place
    case (.object(let members), .object(let values)),
      (.named(_, let members), .object(let values)):
      Self.fault(of: members, in: values, at: place)
    default: place
    }
  }

  private static func fault(
    of members: [Member], in values: [String: JSON], at place: String
  ) -> String? {
    for member in members {
      let path = "\(place)/\(member.name)"
      guard let value = values[member.name] else {
        if member.isRequired { return path }
        continue
      }
      if let fault = member.shape.fault(in: value, at: path) { return fault }
    }
    let known = Set(members.map(\.name))
    return Set(values.keys).isSubset(of: known) ? nil : place
  }
}
