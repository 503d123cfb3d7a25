// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The languages of the pages and messages.
enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case german = "de"

  /// Its own name.
  var name: String {
    switch self {
    case .english: "English"
    case .german: "Deutsch"
    }
  }

  /// The language that was chosen, else the first that the browser asks for.
  init(cookie: String?, header: String?) {
    if let chosen = cookie.flatMap(Self.init) {
      self = chosen
      return
    }
    let wanted = (header ?? "").prefix(200).split(separator: ",").compactMap {
      Self(rawValue: $0.trimmingPrefix { $0 == " " }.prefix(2).lowercased())
    }
    self = wanted.first ?? .english
  }

  /// A text by its name, `{0}` and so on filled in.
  ///
  /// A name that no table has stands for itself; a test looks for those.
  func text(_ key: String, _ values: [String] = []) -> String {
    var text = table[key] ?? Self.english.table[key] ?? key
    for (place, value) in values.enumerated() {
      text = text.replacing("{\(place)}", with: value)
    }
    return text
  }

  /// The texts by their names.
  var table: [String: String] {
    switch self {
    case .english: Self.englishTable
    case .german: Self.germanTable
    }
  }

  private static let englishTable = parse(englishTexts)
  private static let germanTable = parse(germanTexts)

  /// One text a line: its name, an equals sign, the text.
  private static func parse(_ lines: String) -> [String: String] {
    var table: [String: String] = [:]
    for line in lines.split(separator: "\n") {
      guard let mark = line.firstRange(of: " = ") else { continue }
      table[String(line[..<mark.lowerBound])] = String(line[mark.upperBound...])
    }
    return table
  }
}
