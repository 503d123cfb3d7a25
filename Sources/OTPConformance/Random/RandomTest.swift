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
  /// How long it may take; what is found then is made smaller for as long
  /// again at most, after which no answer is waited for.
  public var time: Duration
  /// How many differences are looked at: one for each cause.
  public static let differenceLimit = 5

  /// How many answers that do not come end the test.
  static let breakLimit = 3
  /// How many questions one difference is made smaller with.
  static let shrinkLimit = 600
  /// How many of them may have no answer: each costs a new start, or the
  /// time of a timeout.
  static let shrinkBreakLimit = 40
  /// How often an adapter is started again at most: what a test may need.
  public static let restarts = 250
  /// How many questions go together after a first one had no answer.
  private static let carefulLimit = 8
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
    /// Whether the task was cancelled.
    public internal(set) var isInterrupted = false
    /// Whether the implementation cannot be asked any more.
    public internal(set) var hasGivenUp = false
  }

  /// A difference.
  public struct Difference: Sendable {
    /// The number of the question that showed it, from 1.
    public let number: Int
    /// The smallest question that shows it.
    package let question: RandomCase
    /// The right answer.
    let expected: Expectation
    /// The known mistake that explains it, decided by all differences of the
    /// test; `nil` where none does.
    let cause: Cause?
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
      let limit =
        search.result.unanswered > 0 ? Self.carefulLimit : Self.batchLimit
      let count = min(pace.count, limit, cases - search.result.asked)
      let batch = (0..<count).map { _ in questions.next() }
      let start = ContinuousClock.now
      await search.ask(batch)
      pace.adapt(to: .now - start, limit: Self.batchLimit)
      progress(search.result.asked, cases)
    }
    await search.settle()
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
  private var findings = RandomFindings()

  init(duel: RandomDuel<Tested>, start: ContinuousClock.Instant, time: Duration)
  {
    (self.duel, self.start, self.time) = (duel, start, time)
  }

  /// Whether more is to be asked.
  var isOpen: Bool { result.ending == nil }

  /// When nothing is waited for any more.
  private var end: ContinuousClock.Instant { start.advanced(by: time + time) }

  /// Asks and judges.
  mutating func ask(_ batch: [RandomCase]) async {
    let calls = batch.filter { !$0.isStory }.map(\.call)
    var answers = await answers(to: calls)[...]
    for question in batch where isOpen && !Task.isCancelled {
      // A call that is missing was cut off; a story has not been begun.
      guard !question.isStory || .now < end else { continue }
      result.asked += 1
      let answer = question.isStory ? nil : answers.popFirst()
      guard let expected = await duel.expected(question) else { continue }
      if let answer {
        let verdict = duel.verdict(answer, to: question, expected)
        await judge(verdict, question, expected)
      } else if question.isStory || .now < end,
        let verdict = await verdict(question, expected)
      {
        await judge(verdict, question, expected)
      } else {
        result.unanswered += 1
        add(question, expected)
        result.ending = "the time is up, and an answer has not come"
      }
    }
    if Task.isCancelled {
      result.ending = "interrupted"
      result.isInterrupted = true
    }
    if isOpen, .now - start >= time { result.ending = "the time is up" }
  }

  /// The answers that come before the end.
  private func answers(to calls: [Call]) async -> [Result<Answer, any Error>] {
    let tested = duel.tested
    var (answers, isCut) = await Deadline(end).cancelling {
      await tested.answers(to: calls)
    }
    // The last one may be no more than that the end came.
    if isCut, case .failure? = answers.last { answers.removeLast() }
    return answers
  }

  /// What the answer is worth; `nil` if the end comes before it.
  private func verdict(
    _ question: RandomCase, _ expected: Expectation
  ) async -> RandomVerdict? {
    let duel = duel
    let (verdict, isCut) = await Deadline(end).cancelling {
      await duel.verdict(question, expected)
    }
    return isCut ? nil : verdict
  }

  private mutating func judge(
    _ verdict: RandomVerdict, _ question: RandomCase, _ expected: Expectation
  ) async {
    switch verdict {
    case .pass: findings.pass(question, expected)
    case .different(let failure):
      result.different += 1
      note(failure, question, expected)
    case .fault(let kind):
      result.different += 1
      guard causes.insert("fault: \(kind)").inserted else { return }
      let small = await smallest(question, .like(verdict))
      if let right = await duel.expected(small) { add(small, right) }
    case .noAnswer(let kind):
      result.unanswered += 1
      if causes.insert("no answer: \(kind)").inserted {
        await lookAtBreak(verdict, question, expected)
      }
      guard isOpen, result.unanswered >= RandomTest.breakLimit else { return }
      result.ending = "there were \(result.unanswered) crashes or timeouts"
    case .notAsked(let reason):
      result.unanswered += 1
      if result.differences.isEmpty, findings.findings.isEmpty {
        add(question, expected)
      }
      result.ending = reason
      result.hasGivenUp = true
    case .declined:
      result.different += 1
      add(question, expected, once: "\(question.operation) declined")
    }
  }

  /// Keeps a difference until all causes are decided.
  private mutating func note(
    _ failure: Failure, _ question: RandomCase, _ expected: Expectation
  ) {
    let causes = Diagnosis(failure, of: question.entry(expected)).causes
    findings.add(
      RandomFindings.Finding(
        number: result.asked, question: question, expected: expected,
        failure: failure, causes: causes.map(\.name)))
    endIfFull()
  }

  /// Decides the causes of the differences, and makes one of each small.
  mutating func settle() async {
    var settled: Set<String> = []
    for group in await findings.groups(duel.tested.claims)
    where result.differences.count < RandomTest.differenceLimit {
      guard let found = group.example else { continue }
      if !group.cause.isSymptom, let small = await smallest(found, of: group) {
        result.differences.append(small)
      } else if settled.insert(found.symptom.name).inserted {
        let small = await smallest(found.question, .unknown)
        result.differences.append(await difference(found, small, nil))
      }
    }
    result.differences.sort { $0.number < $1.number }
  }

  /// A finding that was made small and still has its cause.
  ///
  /// - Returns: `nil` if the cause fits the finding as it was asked for and
  ///   nothing simpler: it fits by chance.
  private mutating func smallest(
    _ found: RandomFindings.Finding, of group: RandomFindings.Group
  ) async -> RandomTest.Difference? {
    let isFirst = found.causes.first == group.cause.name
    let pair = Hypothesis.pair(group.cause.name)
    let small = await smallest(
      found.question,
      pair.map(RandomAim.pair) ?? .mistake(group.cause, isFirst: isFirst))
    let claims = duel.tested.claims
    let isAlone = group.findings.count == 1 && findings.findings.count > 1
    let simpler = found.question.simpler.filter { $0.isClaimed(by: claims) }
    let isAsked = !Task.isCancelled && !result.hasGivenUp
    if isAlone, isAsked, small == found.question, !simpler.isEmpty {
      return nil
    }
    return await difference(found, small, group.cause)
  }

  /// What comes of a finding; the question stays as it was asked for where a
  /// smaller one is answered another time in another way.
  private func difference(
    _ found: RandomFindings.Finding, _ small: RandomCase, _ cause: Cause?
  ) async -> RandomTest.Difference {
    let right = await duel.expected(small)
    var isSame = false
    if let right, case .different? = await verdict(small, right) {
      isSame = true
    }
    return RandomTest.Difference(
      number: found.number, question: isSame ? small : found.question,
      expected: (isSame ? right : nil) ?? found.expected, cause: cause)
  }

  /// Makes a question that has no answer small, as long as the adapter can be
  /// started again.
  private mutating func lookAtBreak(
    _ verdict: RandomVerdict, _ question: RandomCase, _ expected: Expectation
  ) async {
    let small = await smallest(question, .like(verdict))
    // What crashes now and then would crash at any simpler question as well.
    guard small != question, let right = await duel.expected(small),
      await self.verdict(small, right)?.isLike(verdict) == true
    else { return add(question, expected) }
    add(small, right)
  }

  private mutating func add(
    _ question: RandomCase, _ expected: Expectation,
    once name: String? = nil
  ) {
    if let name, !causes.insert(name).inserted { return }
    result.differences.append(
      RandomTest.Difference(
        number: result.asked, question: question, expected: expected,
        cause: nil))
    endIfFull()
  }

  /// Ends the test when there are as many causes as are told.
  private mutating func endIfFull() {
    let count = result.differences.count + findings.causes
    guard isOpen, count >= RandomTest.differenceLimit else { return }
    result.ending = "there are \(RandomTest.differenceLimit) causes"
  }

  private mutating func smallest(
    _ question: RandomCase, _ aim: RandomAim
  ) async -> RandomCase {
    var best = question
    var rest = Rest()
    while let simpler = await firstSimpler(
      than: best, aim, &rest)
    {
      best = simpler
    }
    return best
  }

  /// Simpler questions; of what breaks the one with the plain key comes
  /// first, because each other part may take many breaks.
  private func candidates(
    _ question: RandomCase, _ aim: RandomAim
  ) -> [RandomCase] {
    let all = question.simpler
    guard case .like(.noAnswer) = aim, question.key != RandomCase.simpleKey
    else { return all }
    let isPlain = { (simpler: RandomCase) in
      simpler.key == RandomCase.simpleKey
    }
    return all.filter(isPlain) + all.filter { !isPlain($0) }
  }

  private mutating func firstSimpler(
    than question: RandomCase, _ aim: RandomAim, _ rest: inout Rest
  ) async -> RandomCase? {
    let claims = duel.tested.claims
    for simpler in candidates(question, aim)
    where simpler.isClaimed(by: claims) {
      guard rest.isLeft, !Task.isCancelled else { return nil }
      rest.questions -= 1
      guard let expected = await duel.expected(simpler) else { continue }
      guard let found = await self.verdict(simpler, expected) else {
        return nil
      }
      switch found {
      case .noAnswer: rest.breaks -= 1
      case .notAsked:
        result.hasGivenUp = true
        return nil
      default: break
      }
      if aim.isMet(by: found, simpler, expected) { return simpler }
    }
    return nil
  }
}

/// What is left for making one difference small.
private struct Rest {
  var questions = RandomTest.shrinkLimit
  var breaks = RandomTest.shrinkBreakLimit

  var isLeft: Bool { questions > 0 && breaks > 0 }
}
