// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What a page over several implementations needs of each run: the part of a
/// report that can be read back from JSON.
public struct RunSummary: Sendable, Equatable {
  /// The implementation's name.
  public let name: String
  /// Its version.
  public let version: String
  /// The language it is written in, if it says so.
  public let language: String?
  /// When this version was released, if the run was told: a month or a day
  /// (ISO 8601).
  public let released: String?
  /// The version of the vectors.
  public let suiteVersion: String
  /// The digest of the vectors.
  public let digest: String
  /// Which levels failed the run.
  public let strictness: Strictness
  /// How many cases came to what.
  public let counts: Counts
  /// Whether there is a result for every case.
  public let isComplete: Bool
  /// How often the implementation broke without breaking again when it was
  /// asked the same.
  public let breaks: Int
  /// The profiles that were concerned.
  public let profiles: [ProfileResult]
  /// The cases that were asked and did not pass, in the order of the vectors.
  public let findings: [Finding]

  /// How many cases came to what.
  public struct Counts: Sendable, Equatable {
    /// How many passed.
    public var passed = 0
    /// How many failed.
    public var failed = 0
    /// How many were not asked.
    public var skipped = 0
    /// How many failed as the baseline has it.
    public var known = 0
    /// How many did not pass, and count as warnings.
    public var warnings = 0
    /// How many did not pass, and count as remarks.
    public var remarks = 0
  }

  /// A case that was asked and did not pass.
  public struct Finding: Sendable, Equatable {
    /// The case's id.
    public let id: String
    /// Its group.
    public let group: String
    /// Its level.
    public let level: VectorGroup.Level
    /// What it counts as.
    public let verdict: CaseVerdict
    /// The known cause of this very answer, if there is one.
    public let cause: String?
    /// What is worth knowing, in order.
    let details: [Detail]
  }

  /// Takes the summary of a report.
  public init(_ report: Report) {
    name = report.claims.name
    version = report.claims.version
    language = report.claims.language
    released = report.released
    suiteVersion = report.suiteVersion
    digest = report.digest
    strictness = report.strictness
    counts = Counts(report.results.map(\.verdict))
    isComplete = report.isComplete
    breaks = report.breaks.count
    profiles = ProfileResult.all(in: report)
    findings = report.nonconforming.map { Finding($0, report.command) }
  }
}

extension RunSummary.Counts {
  /// Counts verdicts.
  init(_ verdicts: [CaseVerdict]) {
    for verdict in verdicts {
      switch verdict {
      case .passed: passed += 1
      case .failed: failed += 1
      case .skipped: skipped += 1
      case .known: known += 1
      case .warning: warnings += 1
      case .remark: remarks += 1
      }
    }
  }
}

extension RunSummary.Finding {
  init(_ result: CaseResult, _ command: RepeatCommand) {
    id = result.entry.vector.id
    group = result.entry.group.id
    level = result.entry.group.level
    verdict = result.verdict
    cause = result.cause.flatMap { $0.isSymptom ? nil : $0.name }
    details = result.details(command)
  }

  /// The clauses that the case tests.
  var clauses: [String] { texts("clause") }

  /// The command that runs the case again.
  var command: String? { texts("repeat").first }

  private func texts(_ label: String) -> [String] {
    details.filter { $0.label == label }.map(\.text)
  }
}

// MARK: - Causes

/// Findings with one cause, or of one group where no cause is known.
struct FindingGroup: Equatable {
  /// The cause's name, or the group's.
  let name: String
  /// Whether the name is that of a cause.
  let isKnown: Bool
  /// The findings, in the order of the vectors.
  fileprivate(set) var findings: [RunSummary.Finding]
}

extension RunSummary {
  /// The findings that count as this, by cause, the most frequent first.
  func causes(of verdict: CaseVerdict) -> [FindingGroup] {
    var causes: [FindingGroup] = []
    for finding in findings where finding.verdict == verdict {
      let name = finding.cause ?? finding.group
      let isKnown = finding.cause != nil
      let index = causes.firstIndex {
        $0.name == name && $0.isKnown == isKnown
      }
      if let index {
        causes[index].findings.append(finding)
      } else {
        causes.append(
          FindingGroup(
            name: name, isKnown: isKnown, findings: [finding]))
      }
    }
    // A stable order: equal counts stay in the order of the vectors.
    return causes.enumerated().sorted {
      ($1.element.findings.count, $0.offset)
        < ($0.element.findings.count, $1.offset)
    }.map(\.element)
  }
}
