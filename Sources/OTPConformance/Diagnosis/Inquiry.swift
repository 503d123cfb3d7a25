// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The search for the few causes that explain the failures of a run.
///
/// One failure often fits several mistakes. Over a run they differ: the right
/// one fits more failures, and fits no case that passed. So the best candidate
/// is taken, what it fits is set aside, and the rest is searched again.
struct Inquiry {
  /// The failures, and the results that conform.
  let failures, passes: [CaseResult]
  let claims: Claims
  /// What was found out so far: a cause for each failure, by its index.
  private(set) var causes: [Int: Cause] = [:]
  private var candidates: [Candidate] = []

  /// How many passed cases are compared with a candidate.
  private static let sample = 150
  /// The same for suspects, whose mistakes often show in few cases.
  private static let sampleForSuspects = 600
  /// How many failures are compared with every known mistake.
  private static let closeLook = 48
  /// A suspect has to explain one of so many failures, each of another group.
  private static let look = 64
  /// Below this a candidate fits by chance rather than by being right.
  private static let threshold = 0.5

  /// What is known of the failures already: the names of the mistakes that
  /// explain each of them.
  private let known: [[String]]?

  init(_ report: Report) {
    known = nil
    failures = report.results.filter { $0.outcome.failure != nil }
    passes = report.results.filter { $0.outcome == .pass }
    claims = report.claims
  }

  /// An inquiry into failures that were compared with the known mistakes one
  /// by one.
  init(
    _ failures: [CaseResult], known: [[String]], passes: [CaseResult],
    _ claims: Claims
  ) {
    (self.failures, self.known) = (failures, known)
    (self.passes, self.claims) = (passes, claims)
  }

  /// Looks for causes among the known mistakes, where they do not explain
  /// everything among the suspects, and at last for two mistakes at once.
  mutating func run(_ suspects: [Suspect]) async {
    await lookForOne(suspects)
    await lookForPairs()
  }

  private mutating func lookForOne(_ suspects: [Suspect]) async {
    for hypothesis in Hypothesis.all {
      candidates.append(Candidate(hypothesis.cause, hypothesis: hypothesis))
    }
    matchHypotheses()
    await assign()
    guard !isSettled else { return }
    causes = [:]
    // A cause of few failures is not to be missed among many others.
    var groups: Set<String> = []
    let few = failures.filter { groups.insert($0.entry.group.id).inserted }
      .spread(Self.look)
    guard let first = suspects.first else { return await assign() }
    let anyway = await first.sharedAnyway(failures, claims)
    for suspect in suspects {
      await match(suspect, lookingAt: few, except: anyway)
    }
    await assign()
  }

  /// Whether all is explained, and nothing speaks against it.
  private var isSettled: Bool {
    let chosen = Set(causes.values.map(\.name))
    return causes.count == failures.count
      && candidates.allSatisfy {
        $0.contradictions == 0 || !chosen.contains($0.cause.name)
      }
  }
}

/// A mistake that explains some of the failures.
private struct Candidate {
  let cause: Cause
  let hypothesis: Hypothesis?
  let suspect: Suspect?
  /// The failures that it explains, by their indexes.
  var fits: Set<Int> = []
  /// How many of the cases that passed it would have failed, once counted.
  var contradictions: Int?

  init(
    _ cause: Cause, hypothesis: Hypothesis? = nil, suspect: Suspect? = nil
  ) {
    self.cause = cause
    self.hypothesis = hypothesis
    self.suspect = suspect
  }

  /// How well it explains so many failures: their number times the share of
  /// what it says that is right.
  func score(_ fitting: Int) -> Double {
    let said = fitting + (contradictions ?? 0)
    return said == 0 ? 0 : Double(fitting * fitting) / Double(said)
  }
}

// MARK: - Fits

extension Inquiry {
  /// Looks at some failures closely.
  ///
  /// The others most often have the same
  /// causes, and are looked at closely only if they have not.
  private mutating func matchHypotheses() {
    if let known {
      for place in candidates.indices {
        let name = candidates[place].cause.name
        candidates[place].fits = Set(
          known.indices.filter { known[$0].contains(name) })
      }
      candidates.removeAll(where: \.fits.isEmpty)
      return
    }
    let some = Array(failures.indices).spread(Self.closeLook)
    for index in some { match(index, among: Hypothesis.all) }
    let found = candidates.filter { !$0.fits.isEmpty }
      .compactMap(\.hypothesis)
    for index in Set(failures.indices).subtracting(some)
    where !match(index, among: found) {
      match(index, among: Hypothesis.all)
    }
    candidates = candidates.filter { !$0.fits.isEmpty && !isChance($0) }
  }

  /// Whether a mistake fits codes of few digits alone, of which one in ten is
  /// right by chance if it has one digit, while other failures are there.
  private func isChance(_ candidate: Candidate) -> Bool {
    guard candidate.fits.count < failures.count else { return false }
    return candidate.fits.allSatisfy { index in
      guard let call = failures[index].outcome.failure?.call,
        ["hotp.generate", "totp.generate"].contains(call.operation)
      else { return false }
      return call.integer("digits") ?? 6 < 5
    }
  }

  /// Notes which mistakes explain a failure, and says whether one does.
  @discardableResult
  private mutating func match(
    _ index: Int, among hypotheses: [Hypothesis]
  ) -> Bool {
    let result = failures[index]
    guard let failure = result.outcome.failure else { return false }
    let causes = Diagnosis(failure, of: result.entry, among: hypotheses).causes
    let names = causes.map(\.name)
    for place in candidates.indices
    where names.contains(candidates[place].cause.name) {
      candidates[place].fits.insert(index)
    }
    return !causes.isEmpty
  }

  /// Compares a suspect with a few failures, and with all if it explains one,
  /// but for those that it would have without its mistake.
  private mutating func match(
    _ suspect: Suspect, lookingAt few: [CaseResult], except anyway: [Bool]
  ) async {
    guard await suspect.shared(few, claims).contains(true) else { return }
    var candidate = Candidate(suspect.cause, suspect: suspect)
    let shared = await suspect.shared(failures, claims)
    candidate.fits = Set(shared.indices.filter { shared[$0] && !anyway[$0] })
    guard !candidate.fits.isEmpty else { return }
    candidates.append(candidate)
  }

  /// How many cases that passed would have failed, as far as they ask what
  /// the failures ask.
  private func contradictions(_ candidate: Candidate) async -> Int {
    let asked = Set(
      candidate.fits.flatMap { failures[$0].entry.operations })
    let concerned = passes.filter {
      !asked.isDisjoint(with: $0.entry.operations)
    }
    let some = concerned.spread(
      candidate.suspect == nil ? Self.sample : Self.sampleForSuspects)
    guard !some.isEmpty else { return 0 }
    let count =
      if let suspect = candidate.suspect {
        await suspect.contradictions(some, claims)
      } else {
        some.count { candidate.hypothesis?.isAgainst($0) ?? false }
      }
    return count * concerned.count / some.count
  }
}

// MARK: - Choice

extension Inquiry {
  /// Chooses the causes.
  ///
  /// A right code that is rejected fits many mistakes. One that explains
  /// nothing else, a short window for example, is not to blame while codes in
  /// the middle of a window are rejected that it does not explain.
  private mutating func assign() async {
    let rejections = Set(failures.indices.filter { isRejection($0) })
    let inTheMiddle = rejections.filter { isInTheMiddle($0) }
    await assign {
      !$0.fits.isSubset(of: rejections) || inTheMiddle.isSubset(of: $0.fits)
    }
    if inTheMiddle.allSatisfy({ causes[$0] != nil }) {
      await assign { $0.fits.isSubset(of: rejections) }
    }
  }

  private mutating func assign(
    among isAdmitted: (Candidate) -> Bool
  ) async {
    var admitted = candidates.indices.filter { isAdmitted(candidates[$0]) }
    while let best = await best(of: admitted) {
      admitted.removeAll { $0 == best }
      for index in candidates[best].fits where causes[index] == nil {
        causes[index] = candidates[best].cause
      }
      followUp(candidates[best])
    }
  }

  /// The candidate that explains most of what is still open.
  private mutating func best(of admitted: [Int]) async -> Int? {
    var best: (place: Int, score: Double)?
    func open(_ place: Int) -> Int {
      candidates[place].fits.count { causes[$0] == nil }
    }
    for place in admitted.sorted(by: { (open($0), $1) > (open($1), $0) }) {
      let count = open(place)
      // Contradictions only lower the score.
      guard Double(count) > max(best?.score ?? 0, Self.threshold) else { break }
      if candidates[place].contradictions == nil {
        candidates[place].contradictions = await contradictions(
          candidates[place])
      }
      let score = candidates[place].score(count)
      if score > max(best?.score ?? 0, Self.threshold) { best = (place, score) }
    }
    return best?.place
  }

  /// Explains the verdicts to which the same mistake leads in checking codes.
  private mutating func followUp(_ candidate: Candidate) {
    for index in failures.indices
    where causes[index] == nil && isVerdict(index, of: candidate) {
      causes[index] = candidate.cause
    }
  }

  /// Whether a right code is rejected.
  private func isRejection(_ index: Int) -> Bool {
    guard let failure = failures[index].outcome.failure,
      case .value(let right) = failure.expected,
      case .value(let wrong) = failure.actual
    else { return false }
    return right.object?["accepted"] == true
      && wrong.object?["accepted"] == false
  }

  /// Whether the code is that of the middle of the window.
  private func isInTheMiddle(_ index: Int) -> Bool {
    failures[index].outcome.failure.flatMap { CheckModel($0.call) }?.isExact
      ?? false
  }
}

// MARK: - Two mistakes at once

extension Inquiry {
  /// Explains wrong codes by two known mistakes at once (``PairSearch``), where
  /// no single one explains them.
  private mutating func lookForPairs() async {
    let subjects = failures.indices.compactMap { index in
      causes[index] == nil ? subject(index) : nil
    }
    guard !subjects.isEmpty else { return }
    let named = Set(causes.values.map(\.name))
    for hypothesis in PairSearch.hypotheses(for: subjects, beside: named) {
      var pair = Candidate(hypothesis.cause, hypothesis: hypothesis)
      for index in failures.indices where isExplained(index, by: hypothesis) {
        pair.fits.insert(index)
      }
      let open = pair.fits.filter { causes[$0] == nil }
      guard await contradictions(pair) <= open.count else { continue }
      for index in open { causes[index] = pair.cause }
      takeOver(pair)
      followUp(pair)
    }
  }

  /// The failure, if a code was answered that goes wrong within the HMAC.
  private func subject(_ index: Int) -> PairSearch.Subject? {
    guard let failure = failures[index].outcome.failure,
      case .value(.string(let code)) = failure.actual,
      Diagnosis(failure, of: failures[index].entry, among: []).stage == .hmac
    else { return nil }
    return PairSearch.Subject(call: failure.call, code: code)
  }

  private func isExplained(_ index: Int, by hypothesis: Hypothesis) -> Bool {
    guard let failure = failures[index].outcome.failure,
      subject(index) != nil
    else { return false }
    return !Diagnosis(
      failure, of: failures[index].entry, among: [hypothesis]
    ).causes.isEmpty
  }

  /// Gives the pair what it explains and another cause does, too, but less
  /// often: codes that the other one gives by chance, and the verdicts of
  /// somebody whose codes are wrong.
  private mutating func takeOver(_ pair: Candidate) {
    let numbers = causes.values.reduce(into: [:]) {
      $0[$1.name, default: 0] += 1
    }
    let number = numbers[pair.cause.name, default: 0]
    for (index, cause) in causes
    where numbers[cause.name, default: 0] < number
      && !pair.cause.name.contains(cause.name)
    {
      let isCode = pair.fits.contains(index)
      let isTaken =
        isCode
        ? numbers[cause.name, default: 0] < 3 : isVerdict(index, of: pair)
      if isTaken { causes[index] = pair.cause }
    }
  }

  /// Whether codes that are wrong in this way lead to the verdict.
  private func isVerdict(_ index: Int, of candidate: Candidate) -> Bool {
    guard let failure = failures[index].outcome.failure,
      case .value(let answer) = failure.actual
    else { return false }
    return candidate.hypothesis?.answersByWrongCodes(to: failure.call)
      .contains(answer) ?? false
  }
}

extension Hypothesis {
  /// Whether a case that passed should not have.
  fileprivate func isAgainst(_ result: CaseResult) -> Bool {
    guard !result.entry.isConversation,
      case .definite(.value(let right)) = result.entry.vector.expectation
    else { return false }
    let answers = answers(to: result.entry.call)
    return !answers.isEmpty && !answers.contains(right)
  }
}

extension VectorEntry {
  /// The operations that the case asks for.
  fileprivate var operations: Set<String> {
    guard case .steps(let steps) = vector.expectation else {
      return [group.operation]
    }
    return Set(steps.map(\.operation))
  }
}

extension Array {
  /// At most so many elements, from everywhere in the array.
  func spread(_ limit: Int) -> [Element] {
    guard count > limit else { return self }
    return (0..<limit).map { self[$0 * count / limit] }
  }
}
