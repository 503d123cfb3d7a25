// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Two known mistakes that are made at once, of which the first one is made
/// within the HMAC: each of them hides the other.
struct MistakePair {
  let first, second: CodeMistake

  /// Puts two mistakes together; `nil` where the second would undo the first.
  ///
  /// A mistake in time makes the counter anew from the time, so it can only
  /// be the first one.
  init?(_ first: CodeMistake, _ second: CodeMistake) {
    guard first.stage == .hmac, !second.isInTime,
      first.cause.name != second.cause.name
    else { return nil }
    (self.first, self.second) = (first, second)
  }

  /// All of them; two of key and counter are there in both orders.
  static let all: [MistakePair] = CodeMistake.all.flatMap { first in
    CodeMistake.all.compactMap { MistakePair(first, $0) }
  }

  /// Whether both are among these.
  func isMade(of causes: Set<String>) -> Bool {
    causes.contains(first.cause.name) && causes.contains(second.cause.name)
  }

  /// Both as one mistake.
  var mistake: CodeMistake {
    CodeMistake(
      cause: cause, stage: .hmac,
      asked: { [first, second] in first.asked($0).flatMap(second.asked) },
      written: second.written)
  }

  /// The name of both, whichever was made first.
  var name: String { "\(parts[0].cause.name)-and-\(parts[1].cause.name)" }

  private var parts: [CodeMistake] {
    guard second.stage == .hmac, !first.isInTime else {
      return [first, second]
    }
    return [first, second].sorted { $0.cause.name < $1.cause.name }
  }

  private var cause: Cause {
    let clauses = parts.map(\.cause.clause?.text)
    let flaws = parts.map { "\($0.cause.flaw) (\($0.cause.remedy))" }
    return Cause(
      name, "two mistakes at once: " + flaws.joined(separator: ", and "),
      clause: clauses[0] == clauses[1] ? first.cause.clause : nil)
  }
}

extension Hypothesis {
  /// The two mistakes at once that a cause of this name is; `nil` if it is
  /// none.
  static func pair(_ name: String) -> Hypothesis? {
    guard name.contains("-and-") else { return nil }
    return Hypothesis(MistakePair.all.filter { $0.name == name })
  }
}

// MARK: - The search

/// The search for two mistakes at once, in failures that no single mistake
/// explains.
///
/// Among the many pairs one or the other has a code of six digits by chance,
/// in about one case of a hundred. A pair is named only if the probability
/// that chance lets any of N pairs explain as many cases is less than one in
/// 100,000. If a pair has λ of the codes by chance, on average, that is less
/// than N λ^k / k! for k cases. Cases with the same wrong code are one case.
/// N is the number of all pairs, about 3,000, so that a pair has to explain
/// three cases or more; of two mistakes that are causes of the run already it
/// is the number of such pairs, and one case may be enough. A pair is not
/// named either if more cases that passed speak against it than it explains:
/// `Inquiry` sees to that.
///
/// At most 24 failures are compared with all pairs, which takes about 13,000
/// codes for each of TOTP and 3,000 for one of HOTP.
struct PairSearch {
  /// A failure to which a code was answered.
  struct Subject {
    let call: Call
    let code: String
  }

  /// How many failures are compared with all pairs in a round; another round
  /// follows only if a pair was found and failures are left.
  static let (look, rounds) = (8, 3)

  /// From this probability on a pair may fit by chance.
  private static let limit = 1e-5

  private var open: [Subject]
  private var found: [Hypothesis] = []

  /// The pairs that explain some of the failures, in the order in which they
  /// are to be named.
  ///
  /// - Parameter causes: The names of mistakes that explain other failures.
  static func hypotheses(
    for subjects: [Subject], beside causes: Set<String>
  ) -> [Hypothesis] {
    var seen: Set<String> = []
    var search = PairSearch(
      open: subjects.filter { seen.insert($0.code).inserted })
    let likely = Set(
      MistakePair.all.filter { $0.isMade(of: causes) }.map(\.name))
    while search.take(likely, of: likely.count) {}
    for _ in 0..<rounds {
      let names = search.open.spread(look).flatMap(pairs)
      guard search.take(Set(names), of: MistakePair.all.count) else { break }
    }
    return search.found
  }

  /// Takes the pair that explains the most, if that is not by chance.
  private mutating func take(_ names: Set<String>, of count: Int) -> Bool {
    let fits = names.sorted().compactMap { Fit($0, open) }
      .filter { $0.chance(of: count) < Self.limit }
    guard let best = fits.max(by: { $0.rank < $1.rank }) else { return false }
    found.append(best.hypothesis)
    let left = open.enumerated().filter { !best.explained.contains($0.offset) }
    open = left.map(\.element)
    return true
  }

  /// The names of the pairs that give this code.
  private static func pairs(explaining subject: Subject) -> [String] {
    guard let asked = subject.question else { return [] }
    var names: Set<String> = []
    for first in CodeMistake.all where first.stage == .hmac {
      let questions = first.asked(asked)
      for second in CodeMistake.all {
        guard let pair = MistakePair(first, second),
          questions.contains(where: { second.codes($0).contains(subject.code) })
        else { continue }
        names.insert(pair.name)
      }
    }
    return Array(names)
  }
}

/// What a pair, in either order, explains.
private struct Fit {
  let hypothesis: Hypothesis
  /// The places of the failures that it explains.
  private(set) var explained: Set<Int> = []
  /// How many codes it has by chance, on average.
  private var expected = 0.0

  init?(_ name: String, _ subjects: [PairSearch.Subject]) {
    guard let hypothesis = Hypothesis.pair(name) else { return nil }
    self.hypothesis = hypothesis
    for (place, subject) in subjects.enumerated() {
      guard let asked = subject.question else { continue }
      let codes = Set(hypothesis.codes(asked))
      if codes.contains(subject.code) { explained.insert(place) }
      let one = (0..<asked.digits).reduce(1.0) { product, _ in product / 10 }
      expected += Double(codes.count) * one
    }
  }

  /// More than the probability that chance lets any of so many pairs explain
  /// as many.
  func chance(of count: Int) -> Double {
    guard !explained.isEmpty else { return 1 }
    return (1...explained.count).reduce(Double(count)) {
      $0 * expected / Double($1)
    }
  }

  /// The more it explains, and the less of it by chance, the likelier it is.
  var rank: (Int, Double) { (explained.count, -expected) }
}

extension PairSearch.Subject {
  /// What was asked; of somebody who has codes of six digits alone, with as
  /// many.
  fileprivate var question: CodeQuestion? {
    guard let asked = CodeQuestion(call) else { return nil }
    return code.utf8.count == 6 && asked.digits > 6
      ? asked.with { $0.digits = 6 } : asked
  }
}
