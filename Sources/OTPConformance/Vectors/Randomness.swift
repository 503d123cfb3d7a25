// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What many texts that an implementation draws at random must show, such as
/// backup codes.
///
/// A step that demands it is asked `calls` times. Texts of at least six
/// random decimal digits, or as many values in other symbols, fail by chance
/// with a probability below 2^-40.
public struct Randomness: Sendable, Equatable {
  /// The dotted path to the list of texts in each answer.
  public let path: String
  /// What is demanded.
  public let demand: Demand

  /// How often the step is asked.
  static let calls = 20
  /// How many texts there must be in all.
  static let fewestTexts = 200
  /// How many texts may repeat another one.
  ///
  /// Of 200 texts with 10^6 values, 0.02 pairs are equal on average; six are
  /// with a probability of 9 * 10^-14.
  static let mostRepeats = 5
  /// How many values the symbols seen must make: one in ten of 10^6.
  ///
  /// A digit is missing from 200 at one place with a probability of
  /// 7 * 10^-10, and nineteen would have to be missing.
  static let fewestValues = 100_000.0

  /// One demand.
  ///
  /// *Symbols* are ASCII letters and digits.
  public enum Demand: String, Sendable, CaseIterable {
    /// The symbols that were seen at each place make enough values.
    case values
    /// Hardly any text comes twice.
    case distinct
    /// No symbol is the same in all texts.
    case varying
    /// No symbol follows from the one at another place.
    case independent
  }

  /// What is wrong with texts, the same words for the same flaw.
  func flaw(of texts: [String]) -> String? {
    guard texts.count >= Self.fewestTexts else {
      return "\(Self.calls) calls gave fewer than \(Self.fewestTexts) texts"
    }
    let places = Self.places(of: texts.map { Array($0.symbols) })
    switch demand {
    case .values:
      let values = places.reduce(1.0) { $0 * Double(Set($1).count) }
      return values >= Self.fewestValues
        ? nil : "the symbols that occur make fewer values than six digits have"
    case .distinct:
      return texts.count - Set(texts).count <= Self.mostRepeats
        ? nil : "too many of the \(texts.count) texts come twice"
    case .varying:
      return places.allSatisfy { Set($0).count > 1 }
        ? nil : "a symbol is the same in all texts"
    case .independent:
      return Self.areIndependent(places.filter { Set($0).count > 1 })
        ? nil : "a symbol follows from the one at another place"
    }
  }

  /// What stands at each place of the texts; nothing behind their ends.
  private static func places(
    of texts: [[Unicode.Scalar]]
  ) -> [[Unicode.Scalar?]] {
    (0..<(texts.map(\.count).max() ?? 0)).map { place in
      texts.map { place < $0.count ? $0[place] : nil }
    }
  }

  private static func areIndependent(_ places: [[Unicode.Scalar?]]) -> Bool {
    places.enumerated().allSatisfy { index, place in
      places[..<index].allSatisfy { other in
        let pairs = Set(zip(other, place).map { [$0, $1] })
        return pairs.count > Set(other).count
      }
    }
  }
}

// MARK: - JSON

extension Randomness {
  /// Reads `{"texts": "codes", "demand": "values"}`.
  init(_ json: JSON, at place: Place) throws(VectorError) {
    let fields = try Fields(json, at: place, keys: ["texts", "demand"])
    path = try fields.text("texts")
    demand = try fields.text(
      "demand",
      as: "one of " + Demand.allCases.map(\.rawValue).joined(separator: ", "),
      Demand.init(rawValue:))
  }

  /// The form that vectors use.
  var json: JSON {
    ["texts": .string(path), "demand": .string(demand.rawValue)]
  }
}
