// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The differences of a test whose causes are still to be decided.
///
/// One difference often fits several mistakes, and a small one even more: at
/// 30 seconds, a step of 60 seconds and the previous counter are the same. All
/// differences together tell them apart, and what passed does, so causes are
/// decided when all questions are asked, and a difference is then made small
/// as long as it still shows its cause.
struct RandomFindings {
  /// A different answer, as it was asked for.
  struct Finding {
    /// The number of the question, from 1.
    let number: Int
    let question: RandomCase
    let expected: Expectation
    let failure: Failure
    /// The known mistakes that give this answer, the likeliest first.
    ///
    /// Some depend on the present, so they are looked for when it comes.
    let causes: [String]

    fileprivate var entry: VectorEntry { question.entry(expected) }

    /// What was seen.
    var symptom: Cause {
      .symptom(of: failure, Diagnosis(failure, of: entry, among: []))
    }
  }

  /// Findings that have one cause.
  struct Group {
    let cause: Cause
    fileprivate(set) var findings: [Finding]

    /// The finding that is to be made small: the first that shows the cause
    /// before others.
    var example: Finding? {
      findings.first { $0.causes.first == cause.name }
        ?? findings.first { $0.causes.contains(cause.name) } ?? findings.first
    }
  }

  private(set) var findings: [Finding] = []
  /// Causes that have nothing in common, each with the number of its findings.
  private var kinds: [(names: Set<String>, count: Int)] = []
  private var passes: [CaseResult] = []

  /// How many differences, and how many equal answers, are kept.
  private static let (limit, passLimit) = (1_000, 600)

  /// How many causes are in sight; one that was seen once may be chance.
  var causes: Int { kinds.count { $0.count > 1 } }

  /// Notes a different answer.
  mutating func add(_ finding: Finding) {
    let names = Set(
      finding.causes.isEmpty ? [finding.symptom.name] : finding.causes)
    let known = kinds.indices.filter {
      !kinds[$0].names.isDisjoint(with: names)
    }
    for place in known { kinds[place].count += 1 }
    if known.isEmpty { kinds.append((names, 1)) }
    guard known.isEmpty || findings.count < Self.limit else { return }
    findings.append(finding)
  }

  /// Notes an equal answer.
  mutating func pass(_ question: RandomCase, _ expected: Expectation) {
    guard passes.count < Self.passLimit, !question.isStory else { return }
    passes.append(
      CaseResult(entry: question.entry(expected), outcome: .pass))
  }

  /// The findings by cause, in the order in which causes were seen first.
  func groups(_ claims: Claims) async -> [Group] {
    let failures = findings.map {
      CaseResult(entry: $0.entry, outcome: .fail($0.failure))
    }
    var inquiry = Inquiry(
      failures, known: findings.map(\.causes), passes: passes, claims)
    await inquiry.run([])
    var groups: [Group] = []
    for (index, finding) in findings.enumerated() {
      let cause = inquiry.causes[index] ?? finding.symptom
      if let place = groups.firstIndex(where: { $0.cause == cause }) {
        groups[place].findings.append(finding)
      } else {
        groups.append(Group(cause: cause, findings: [finding]))
      }
    }
    return groups
  }
}

/// What a smaller question has to show.
enum RandomAim {
  /// The same kind of verdict.
  case like(RandomVerdict)
  /// A difference that a known mistake explains; and where `isFirst`, no
  /// likelier one.
  case mistake(Cause, isFirst: Bool)
  /// A difference that two mistakes at once explain, and none alone.
  case pair(Hypothesis)
  /// A difference that no known mistake explains.
  case unknown

  func isMet(
    by verdict: RandomVerdict, _ question: RandomCase, _ expected: Expectation
  ) -> Bool {
    if case .like(let other) = self { return verdict.isLike(other) }
    guard case .different(let failure) = verdict else { return false }
    let entry = question.entry(expected)
    let causes = Diagnosis(failure, of: entry).causes.map(\.name)
    switch self {
    case .mistake(let cause, let isFirst):
      return isFirst
        ? causes.first == cause.name : causes.contains(cause.name)
    case .pair(let pair):
      return causes.isEmpty
        && !Diagnosis(failure, of: entry, among: [pair]).causes.isEmpty
    default: return causes.isEmpty
    }
  }
}

extension RandomTest.Result {
  /// A report on ``vectors(seed:)`` with the causes that the whole test
  /// showed.
  ///
  /// - Parameter report: The report of a run of the vectors on the same
  ///   implementation, with its own causes.
  public func explaining(_ report: Report) -> Report {
    report.with(
      results: report.results.map { result in
        let difference = differences.enumerated().first { index, found in
          found.question.id(index + 1) == result.entry.vector.id
        }?.element
        guard let cause = difference?.cause, result.outcome.failure != nil
        else { return result }
        var explained = result
        explained.cause = cause
        return explained
      })
  }
}
