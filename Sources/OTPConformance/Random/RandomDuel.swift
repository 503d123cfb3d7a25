// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Both sides of a question: the implementation under test, and the reference
/// whose answers are right.
struct RandomDuel<Tested: Implementation> {
  let tested: Tested
  let reference: any Implementation

  /// The right answer; `nil` where the reference has none.
  func expected(_ question: RandomCase) async -> Expectation? {
    if question.isStory { return await told(question.steps) }
    switch try? await reference.answer(question.call) {
    case .value(.string(let uri)) where question.operation == "otpauth.build":
      // A URI may be written in more than one way.
      return .definite(.uri(uri))
    case .value(let value): return .definite(.value(value))
    case .reject(let category, _): return .definite(.reject(category: category))
    default: return nil
    }
  }

  /// What an answer is worth, judged as one to a vector is.
  func verdict(
    _ answer: Result<Answer, any Error>, to question: RandomCase,
    _ expected: Expectation
  ) -> RandomVerdict {
    if case .success(.value(let value)) = answer,
      expected == .definite(.value(value))
    {
      return .pass
    }
    var run = CaseRun(
      entry: question.entry(expected), implementation: tested)
    let outcome = run.outcome(of: answer, under: [:])
    return RandomVerdict(outcome, of: run, question)
  }

  /// Asks the implementation, and judges what it says.
  func verdict(
    _ question: RandomCase, _ expected: Expectation
  ) async -> RandomVerdict {
    var run = CaseRun(
      entry: question.entry(expected), implementation: tested)
    let outcome = await run.outcome(under: [:])
    return RandomVerdict(outcome, of: run, question)
  }

  /// Asks both sides; passes where the reference has no answer.
  func verdict(_ question: RandomCase) async -> RandomVerdict {
    guard let expected = await expected(question) else { return .pass }
    return await verdict(question, expected)
  }
}

/// What the answer to a question is worth.
enum RandomVerdict: Equatable {
  case pass
  /// Another answer than the reference's.
  case different(Failure)
  /// The implementation answered that it failed, such as by an exception.
  case fault(kind: String)
  /// No answer: a crash, a timeout, or a broken protocol.
  case noAnswer(kind: String)
  /// The implementation cannot be asked any more, for this reason.
  case notAsked(String)
  /// It declined what it claims.
  case declined

  fileprivate init<Tested>(
    _ outcome: Outcome, of run: CaseRun<Tested>, _ question: RandomCase
  ) {
    switch outcome {
    case .fail(let failure): self = .different(failure)
    case .error(let message) where run.isFault:
      // An exception's name stands before a colon, its details behind it.
      let kind = message.prefix { $0 != ":" }.prefix(40)
      self = .fault(kind: "\(question.operation) \(kind)")
    case .error(let message):
      if let error = run.breakage as? any BreakError, error.isFinal {
        self = .notAsked("\(error)")
      } else {
        // What a program said last differs from question to question.
        let reason = run.breakage.map { "\($0)" } ?? message
        let kind = reason.prefix { !";:\"".contains($0) }
        self = .noAnswer(kind: "\(question.operation) \(kind)")
      }
    case .unsupported: self = .declined
    default: self = .pass
    }
  }

  /// Whether another question shows the same kind of thing.
  func isLike(_ other: RandomVerdict) -> Bool {
    switch (self, other) {
    case (.different, .different): true
    case (.fault(let kind), .fault(let same)): kind == same
    case (.noAnswer(let kind), .noAnswer(let same)): kind == same
    default: false
    }
  }
}

// MARK: - Stories

extension RandomDuel {
  /// A story with what the reference answers to each step.
  private func told(_ steps: [Expectation.Step]) async -> Expectation? {
    var saved: [String: JSON] = [:]
    var told: [Expectation.Step]? = []
    for step in steps {
      guard let next = await tell(step, &saved) else {
        told = nil
        break
      }
      told?.append(next)
    }
    await close(saved)
    return told.map(Expectation.steps)
  }

  private func tell(
    _ step: Expectation.Step, _ saved: inout [String: JSON]
  ) async -> Expectation.Step? {
    guard let isSame = step.derive(&saved), !isSame || !step.isSkippedIfSame
    else { return nil }
    let call = Call(step.operation, step.input).resolving(saved)
    guard let answer = try? await reference.answer(call) else { return nil }
    for save in step.saves {
      guard let value = answer.value(at: save.path) else { return nil }
      saved[save.name] = value
    }
    switch answer {
    case .value where !step.saves.isEmpty: return step
    case .value(let value): return step.expecting(.value(value))
    case .reject(let category, _):
      return step.expecting(.reject(category: category))
    default: return nil
    }
  }

  /// Closes what the reference has opened.
  private func close(_ saved: [String: JSON]) async {
    for (name, handle) in saved where name.hasPrefix("verifier-") {
      _ = try? await reference.answer(
        Call("verifier.close", ["handle": handle]))
    }
  }
}

extension Expectation.Step {
  fileprivate func expecting(_ answer: Expectation.Definite) -> Self {
    Expectation.Step(
      operation: operation, derivations: derivations,
      isSkippedIfSame: isSkippedIfSame, input: input,
      expectation: .definite(answer), randomness: nil, saves: saves)
  }
}

extension RandomCase {
  /// The question as a case of a vector file.
  func entry(_ expected: Expectation) -> VectorEntry {
    let vector = VectorCase(
      id: "random", since: "1.0.0", reason: "random", input: call.input,
      expectation: expected, trace: nil, mistakes: [])
    let group = VectorGroup(
      id: "random", operation: operation, level: level, requirements: [],
      specifications: [clause], defaults: [:], cases: [vector])
    let file = VectorFile(
      path: "random.json", suite: "random", title: "random",
      source: .init(name: "random", kind: "derived"), groups: [group])
    return VectorEntry(file: file, group: group, vector: vector)
  }
}
