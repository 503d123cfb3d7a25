// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Finds the name that was meant.
package enum NearNames {
  /// `; did you mean "sha256"?`, or nothing where no name is near.
  package static func hint(
    _ name: String, _ known: some Sequence<String>
  ) -> String {
    nearest(to: name, among: known).map { "; did you mean \($0.quoted)?" } ?? ""
  }

  /// The names that are near, the nearest first, at most three.
  package static func all(
    near name: String, among known: some Sequence<String>
  ) -> [String] {
    let text = plain(name)
    guard !text.isEmpty else { return [] }
    let rated = Set(known).compactMap { candidate -> (Int, String)? in
      let other = plain(candidate)
      let limit = max(1, min(text.count, other.count) / 3)
      let distance = distance(text, other)
      if distance <= limit { return (distance, candidate) }
      let isPart = text.count > 2 && isInside(text, other)
      return isPart ? (limit + 1, candidate) : nil
    }
    return rated.sorted { $0 < $1 }.prefix(3).map(\.1)
  }

  private static func nearest(
    to name: String, among known: some Sequence<String>
  ) -> String? {
    all(near: name, among: known).first
  }

  /// Lower-case letters and digits: people forget the rest first.
  private static func plain(_ name: String) -> [UInt8] {
    name.lowercased().utf8.filter {
      $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
    }
  }

  private static func isInside(_ part: [UInt8], _ whole: [UInt8]) -> Bool {
    guard part.count <= whole.count else { return false }
    return (0...whole.count - part.count).contains {
      whole[$0...].starts(with: part)
    }
  }

  /// How many symbols to insert, delete or replace, or neighbours to exchange
  /// (the optimal string alignment distance).
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let isSame = a[i] == b[j]
        var best = min(rows[i][j] + (isSame ? 0 : 1), rows[i][j + 1] + 1)
        best = min(best, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
