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

  /// The outcome of an answer, judged as one to a vector is.
  func outcome(
    _ answer: Result<Answer, any Error>, to question: RandomCase,
    _ expected: Expectation
  ) -> Outcome {
    if case .success(.value(let value)) = answer,
      expected == .definite(.value(value))
    {
      return .pass
    }
    var run = CaseRun(
      entry: question.entry(expected), implementation: tested)
    return run.outcome(of: answer, under: [:])
  }

  /// Asks the implementation, and judges what it says.
  func outcome(
    _ question: RandomCase, _ expected: Expectation
  ) async -> Outcome {
    var run = CaseRun(
      entry: question.entry(expected), implementation: tested)
    return await run.outcome(under: [:])
  }

  /// Whether a question shows a difference too.
  func differs(_ question: RandomCase) async -> Bool {
    guard let expected = await expected(question) else { return false }
    return await outcome(question, expected).failure != nil
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
