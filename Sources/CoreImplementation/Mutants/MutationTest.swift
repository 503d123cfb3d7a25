// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import OTPConformance

/// A run of the vectors on every mutant.
public struct MutationTest: Sendable {
  /// The mutants, in order.
  public let rows: [Row]

  /// A mutant and the cases that give it away.
  public struct Row: Sendable, Equatable {
    /// The mutant's name.
    public let name: String
    /// What is wrong with it.
    public let flaw: String
    /// The ids of the cases that it fails, in the order of the vectors.
    public let killers: [String]
    /// The cause that a report prints first.
    public let firstCause: String?

    /// Makes a row.
    public init(
      name: String, flaw: String, killers: [String], firstCause: String?
    ) {
      (self.name, self.flaw, self.killers) = (name, flaw, killers)
      self.firstCause = firstCause
    }

    /// Whether the report names the mistake.
    public var isNamed: Bool { firstCause == name }
  }

  /// Makes a test from its rows.
  public init(rows: [Row]) {
    self.rows = rows
  }

  /// Runs the vectors on mutants, two at a time.
  ///
  /// - Parameters:
  ///   - vectors: The vectors.
  ///   - mutants: The mutants; all by default.
  public init(
    _ vectors: VectorSet, mutants: [Mutant] = Mutant.all
  ) async throws {
    let runner = Runner(vectors: vectors, suspects: Mutant.suspects)
    async let odd = Self.rows(runner, mutants, from: 1)
    let even = try await Self.rows(runner, mutants, from: 0)
    // Where the count is odd there is no partner for the last one.
    let rows = zip(even, try await odd + [nil]).flatMap { [$0, $1] }
    self.rows = rows.compactMap(\.self)
  }

  private static func rows(
    _ runner: Runner, _ mutants: [Mutant], from start: Int
  ) async throws -> [Row?] {
    var rows: [Row?] = []
    for index in stride(from: start, to: mutants.count, by: 2) {
      let mutant = mutants[index]
      let report = try await runner.run(mutant.implementation(version: "0"))
      rows.append(
        Row(
          name: mutant.name, flaw: mutant.flaw,
          killers: report.nonconforming.map(\.entry.vector.id),
          firstCause: report.causes.first?.cause.name))
    }
    return rows
  }

  /// The mutants that no case gives away.
  public var survivors: [Row] { rows.filter(\.killers.isEmpty) }

  /// The mutants of which a report names another cause first.
  public var misnamed: [Row] { rows.filter { !$0.isNamed } }

  /// The closing line: `N mutants, N killed, N survived, N named`.
  public var summary: String {
    "\(rows.count) mutants, \(rows.count - survivors.count) killed, "
      + "\(survivors.count) survived, \(rows.count - misnamed.count) named"
  }
}

// MARK: - Text

extension MutationTest {
  /// How many cases the tables name.
  private static let examples = 3

  /// The table for a terminal.
  public var text: String {
    let width = rows.map(\.name.count).max() ?? 0
    let lines = rows.map { row in
      let name =
        row.name + String(repeating: " ", count: width - row.name.count)
      guard !row.killers.isEmpty else {
        return "\(name)  SURVIVED  \(row.flaw)"
      }
      let count = String(row.killers.count)
      let gap = String(repeating: " ", count: max(0, 4 - count.count))
      let named = row.isNamed ? "" : "named \(row.firstCause ?? "nothing")  "
      return "\(name)  \(gap)\(count)  \(named)"
        + row.killers.prefix(Self.examples).joined(separator: " ")
    }
    return (lines + ["", summary]).map { $0 + "\n" }.joined()
  }

  /// The table as Markdown.
  public var markdown: String {
    let rows = rows.map { row in
      let ids = row.killers.prefix(Self.examples).map { "`\($0)`" }
      return "| `\(row.name)` | \(row.flaw) | \(row.killers.count)"
        + " | \(row.isNamed ? "yes" : "`\(row.firstCause ?? "none")`")"
        + " | \(ids.joined(separator: " ")) |\n"
    }
    return """
      # Mutants

      Wrong implementations, each of them the core with one mistake. The \
      vectors must tell every one from a right implementation: a mistake \
      that no case notices is a mistake that the kit would not find in \
      yours. `otpkit conform selftest` runs them all and writes this table; \
      a test compares it. The column "named" says whether the first cause \
      that a report prints is the mutant's own mistake, and if not, which it \
      is.

      | mutant | what is wrong | cases that fail | named | the first of them |
      |---|---|--:|---|---|
      \(rows.joined())
      \(summary).

      """
  }
}
