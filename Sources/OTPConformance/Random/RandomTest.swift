// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Differential testing: random questions, put to an implementation and to a
/// reference.
///
/// The questions are those of the seed, however long an answer takes. A
/// difference is made as small as it goes, and becomes a case like those of
/// the vectors.
public struct RandomTest: Sendable {
  /// What the questions are made from.
  public var seed: UInt64
  /// How many questions there are.
  public var cases: Int
  /// How long it may take; differences are made smaller for as long again at
  /// most.
  public var time: Duration
  /// How many differences are looked at: one for each cause.
  public static let differenceLimit = 5

  /// How many answers that do not come end the test.
  static let breakLimit = 3
  /// How many questions one difference is made smaller with.
  static let shrinkLimit = 600
  /// How many questions go together at most.
  private static let batchLimit = 256

  private let reference: any Implementation

  /// Makes a test.
  ///
  /// - Parameters:
  ///   - reference: Whose answers are right.
  ///   - seed: The same seed gives the same questions.
  ///   - cases: How many questions, at least 1.
  ///   - time: After this no question is asked.
  public init(
    against reference: any Implementation, seed: UInt64, cases: Int,
    time: Duration
  ) {
    self.reference = reference
    (self.seed, self.cases, self.time) = (seed, cases, time)
  }

  /// What came of it.
  public struct Result: Sendable {
    /// How many questions were asked.
    public internal(set) var asked = 0
    /// How many answers were different, of any cause.
    public internal(set) var different = 0
    /// How many questions had no answer: a crash, or a timeout.
    public internal(set) var unanswered = 0
    /// One difference for each cause, made small.
    public internal(set) var differences: [Difference] = []
    /// Why the test ended before its last question, if it did.
    public internal(set) var ending: String?
  }

  /// A difference.
  public struct Difference: Sendable {
    /// The number of the question that showed it, from 1.
    public let number: Int
    /// The smallest question that shows it.
    package let question: RandomCase
    /// The right answer.
    let expected: Expectation
  }

  /// Puts the questions to an implementation.
  ///
  /// - Parameters:
  ///   - tested: The implementation that answers.
  ///   - progress: Is told how many were asked, of how many.
  /// - Throws: ``ClaimError`` if nothing is claimed that there are questions
  ///   for.
  public func run(
    _ tested: some Implementation,
    progress: @escaping Runner.Progress = { _, _ in }
  ) async throws(ClaimError) -> Result {
    if let fault = tested.claims.fault { throw ClaimError(description: fault) }
    guard var questions = RandomCases(claims: tested.claims, seed: seed) else {
      throw ClaimError(
        description: "nothing is claimed that random questions are made for: "
          + RandomCases.operations.joined(separator: ", "))
    }
    let duel = RandomDuel(tested: tested, reference: reference)
    var search = Search(duel: duel, start: .now, time: time)
    var pace = RunBoard.Pace()
    while search.result.asked < cases, search.isOpen {
      let count = min(
        pace.count, Self.batchLimit, cases - search.result.asked)
      let batch = (0..<count).map { _ in questions.next() }
      let start = ContinuousClock.now
      await search.ask(batch)
      pace.adapt(to: .now - start, limit: Self.batchLimit)
      progress(search.result.asked, cases)
    }
    return search.result
  }
}

// MARK: - The search

/// A test on its way.
private struct Search<Tested: Implementation> {
  let duel: RandomDuel<Tested>
  let start: ContinuousClock.Instant
  let time: Duration
  var result = RandomTest.Result()
  private var causes: Set<String> = []

  init(duel: RandomDuel<Tested>, start: ContinuousClock.Instant, time: Duration)
  {
    (self.duel, self.start, self.time) = (duel, start, time)
  }

  /// Whether more is to be asked.
  var isOpen: Bool { result.ending == nil }

  /// Asks and judges.
  mutating func ask(_ batch: [RandomCase]) async {
    let calls = batch.filter { !$0.isStory }.map(\.call)
    var answers = await duel.tested.answers(to: calls)[...]
    for question in batch where isOpen {
      result.asked += 1
      guard let expected = await duel.expected(question) else {
        if !question.isStory { _ = answers.popFirst() }
        continue
      }
      let verdict =
        if !question.isStory, let answer = answers.popFirst() {
          duel.verdict(answer, to: question, expected)
        } else {
          await duel.verdict(question, expected)
        }
      await judge(verdict, question, expected)
    }
    if Task.isCancelled { result.ending = "interrupted" }
    if isOpen, .now - start >= time { result.ending = "the time is up" }
  }

  private mutating func judge(
    _ verdict: RandomVerdict, _ question: RandomCase, _ expected: Expectation
  ) async {
    switch verdict {
    case .pass: return
    case .different(let failure):
      result.different += 1
      await look(at: failure, question, expected)
    case .fault(let kind):
      result.different += 1
      guard causes.insert("fault: \(kind)").inserted else { return }
      let small = await smallest(question, like: verdict)
      if let right = await duel.expected(small) { add(small, right) }
    case .noAnswer:
      result.unanswered += 1
      if result.unanswered == 1 { add(question, expected) }
      guard result.unanswered >= RandomTest.breakLimit else { return }
      result.ending = "there were \(result.unanswered) crashes or timeouts"
    case .declined: add(question, expected, once: "declined")
    }
  }

  /// Makes a difference small, if there is none yet with its cause.
  private mutating func look(
    at failure: Failure, _ question: RandomCase,
    _ expected: Expectation
  ) async {
    guard causes.isDisjoint(with: Self.causes(of: failure, question, expected))
    else { return }
    let small = await smallest(question, like: .different(failure))
    guard let right = await duel.expected(small),
      case .different(let failure) = await duel.verdict(small, right)
    else {
      // It answers another time in another way: the question stays.
      add(question, expected, once: "\(question.operation) changes")
      return
    }
    let found = Self.causes(of: failure, small, right)
    guard causes.isDisjoint(with: found) else { return }
    causes.formUnion(found)
    add(small, right)
  }

  private mutating func add(
    _ question: RandomCase, _ expected: Expectation,
    once name: String? = nil
  ) {
    if let name, !causes.insert(name).inserted { return }
    result.differences.append(
      RandomTest.Difference(
        number: result.asked, question: question, expected: expected))
    if result.differences.count >= RandomTest.differenceLimit {
      result.ending = "there are \(RandomTest.differenceLimit) causes"
    }
  }

  /// The likeliest known mistake, or else what was seen.
  private static func causes(
    of failure: Failure, _ question: RandomCase,
    _ expected: Expectation
  ) -> Set<String> {
    let diagnosis = Diagnosis(failure, of: question.entry(expected))
    let seen = Cause.symptom(of: failure, diagnosis).name
    return Set(diagnosis.causes.map(\.name)).union(
      diagnosis.causes.isEmpty ? [seen] : [])
  }

  private func smallest(
    _ question: RandomCase, like verdict: RandomVerdict
  ) async -> RandomCase {
    var best = question
    var rest = RandomTest.shrinkLimit
    let end = start.advanced(by: time + time)
    while let simpler = await firstSimpler(
      than: best, like: verdict, &rest, until: end)
    {
      best = simpler
    }
    return best
  }

  private func firstSimpler(
    than question: RandomCase, like verdict: RandomVerdict,
    _ rest: inout Int, until end: ContinuousClock.Instant
  ) async -> RandomCase? {
    let claims = duel.tested.claims
    for simpler in question.simpler where simpler.isClaimed(by: claims) {
      guard rest > 0, .now < end, !Task.isCancelled else { return nil }
      rest -= 1
      if await duel.verdict(simpler).isLike(verdict) { return simpler }
    }
    return nil
  }
}
