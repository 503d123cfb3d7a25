// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// Which cases to run: those that meet every condition that is set.
public struct Selection: Sendable, Equatable {
  /// Suites such as `totp`; empty means all.
  public var suites: Set<String>
  /// Patterns of case ids, of which one must match; empty means all.
  ///
  /// A `*` stands for any text, a `?` for one character.
  public var ids: [String]
  /// Levels; empty means all.
  public var levels: Set<VectorGroup.Level>
  /// Patterns of case ids that are left out, and counted as skipped.
  public var excluding: [String]
  /// Clauses, of which the case's group must cite one; empty means all.
  public var specifications: [Clause]
  /// Profiles, to one of which the case must belong; empty means all.
  public var profiles: [Profile]

  /// Makes a selection; without arguments it takes every case.
  public init(
    suites: Set<String> = [], ids: [String] = [],
    levels: Set<VectorGroup.Level> = [], excluding: [String] = [],
    specifications: [Clause] = [], profiles: [Profile] = []
  ) {
    self.suites = suites
    self.ids = ids
    self.levels = levels
    self.excluding = excluding
    self.specifications = specifications
    self.profiles = profiles
  }

  /// Whether a case is selected; it may still be left out.
  public func selects(_ entry: VectorEntry) -> Bool {
    (suites.isEmpty || suites.contains(entry.file.suite))
      && (levels.isEmpty || levels.contains(entry.group.level))
      && (ids.isEmpty || ids.contains { entry.vector.id.matches($0) })
      && (specifications.isEmpty
        || specifications.contains { $0.isCited(by: entry.group) })
      && (profiles.isEmpty || profiles.contains { $0.contains(entry) })
  }

  /// Whether a selected case is left out.
  func excludes(_ entry: VectorEntry) -> Bool {
    excluding.contains { entry.vector.id.matches($0) }
  }
}

/// A document that vectors cite, or a section of it with what is below it.
public struct Clause: Sendable, Hashable, CustomStringConvertible {
  /// The document, such as `rfc6238`.
  public let document: String
  /// The section, such as `5.2`; `nil` means the whole document.
  public let section: String?

  /// Reads `rfc6238` or `rfc6238:5.2`; any text is a clause.
  public init(_ text: String) {
    let parts = text.parts(at: ":", limit: 2)
    document = parts[0]
    section = parts.count == 2 ? parts[1] : nil
  }

  /// The form that ``init(_:)`` reads.
  public var description: String {
    document + (section.map { ":\($0)" } ?? "")
  }

  /// Whether a group cites it, or a section below it.
  func isCited(by group: VectorGroup) -> Bool {
    group.specifications.contains { cited in
      guard cited.document == document else { return false }
      guard let section else { return true }
      return cited.section == section
        || cited.section.hasPrefix(section + ".")
    }
  }
}

extension String {
  /// Whether the whole text matches a pattern of `*`, `?` and plain text.
  func matches(_ pattern: String) -> Bool {
    let text = Array(utf8)
    let pattern = Array(pattern.utf8)
    var (position, mark) = (0, 0)
    // Where to go on when the text after the last star does not match.
    var retry: (position: Int, mark: Int)?
    while position < text.count {
      if mark < pattern.count, pattern[mark] == UInt8(ascii: "*") {
        retry = (position, mark)
        mark += 1
      } else if mark < pattern.count,
        pattern[mark] == text[position] || pattern[mark] == UInt8(ascii: "?")
      {
        position += 1
        mark += 1
      } else if let last = retry {
        retry = (last.position + 1, last.mark)
        position = last.position + 1
        mark = last.mark + 1
      } else {
        return false
      }
    }
    return pattern[mark...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
