// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// One case on its way through an implementation.
struct CaseRun<Tested: Implementation> {
  let entry: VectorEntry
  let implementation: Tested
  private(set) var notes: [String] = []
  /// Whether the implementation answered that it failed: it can be asked on.
  private(set) var isFault = false
  /// Why there was no answer, if it was not a fault.
  private(set) var breakage: (any Error)?
  /// The conversation so far.
  private var story: [Failure.Exchange] = []

  init(entry: VectorEntry, implementation: Tested) {
    self.entry = entry
    self.implementation = implementation
  }

  /// Asks and judges.
  mutating func outcome(under policies: [String: String]) async -> Outcome {
    if case .steps(let steps) = entry.vector.expectation {
      return await converse(steps, policies)
    }
    let expected = entry.vector.expectation.definite(under: policies)
    return await ask(entry.call, expected, step: nil).outcome
  }

  /// Judges the answer to the only call of the case.
  mutating func outcome(
    of answer: Result<Answer, any Error>, under policies: [String: String]
  ) -> Outcome {
    let expected = entry.vector.expectation.definite(under: policies)
    return judge(answer, to: entry.call, expected, step: nil).outcome
  }

  private mutating func converse(
    _ steps: [Expectation.Step], _ policies: [String: String]
  ) async -> Outcome {
    var saved: [String: JSON] = [:]
    for (index, step) in steps.enumerated() {
      guard let isSame = step.derive(&saved) else {
        if step.isSkippedIfSame { continue }
        return .error(
          "step \(index + 1): nothing can be derived from what was saved")
      }
      if isSame, step.isSkippedIfSame { continue }
      let call = entry.call(of: step).resolving(saved)
      let expected = step.expectation?.definite(under: policies)
      let outcome = await perform(step, index + 1, call, expected, &saved)
      guard outcome == .pass else { return outcome }
    }
    return .pass
  }

  /// Asks one call of a conversation, judges and remembers the answer.
  private mutating func perform(
    _ step: Expectation.Step, _ number: Int, _ call: Call,
    _ expected: Expectation.Definite?, _ saved: inout [String: JSON]
  ) async -> Outcome {
    let (outcome, answer) = await ask(call, expected, step: number)
    guard outcome == .pass, let answer else { return outcome }
    var flaw = step.save(answer, in: &saved).map { "the value has no \($0)" }
    if let randomness = step.randomness {
      let (texts, end) = await draw(randomness, call, number, after: answer)
      if let end { return end }
      flaw = flaw ?? randomness.flaw(of: texts)
    }
    if let flaw {
      return .fail(
        Failure(
          call: call, step: number, story: story, expected: expected,
          actual: answer, detail: flaw))
    }
    story.append(Failure.Exchange(call: call, answer: answer))
    return .pass
  }

  /// Asks again, as often as a demand on random texts needs.
  ///
  /// - Returns: The texts of all answers; and the outcome, if there was one
  ///   that is no value.
  private mutating func draw(
    _ randomness: Randomness, _ call: Call, _ step: Int, after first: Answer
  ) async -> (texts: [String], end: Outcome?) {
    var texts = first.texts(at: randomness.path)
    for _ in 1..<Randomness.calls {
      let (outcome, answer) = await ask(call, nil, step: step)
      guard outcome == .pass, let answer else { return (texts, outcome) }
      texts += answer.texts(at: randomness.path)
    }
    return (texts, nil)
  }

  private mutating func ask(
    _ call: Call, _ expected: Expectation.Definite?, step: Int?
  ) async -> (outcome: Outcome, answer: Answer?) {
    let answer: Result<Answer, any Error>
    do {
      answer = .success(try await implementation.answer(call))
    } catch {
      answer = .failure(error)
    }
    return judge(answer, to: call, expected, step: step)
  }

  private mutating func judge(
    _ answer: Result<Answer, any Error>, to call: Call,
    _ expected: Expectation.Definite?, step: Int?
  ) -> (outcome: Outcome, answer: Answer?) {
    let place = step.map { "step \($0): " } ?? ""
    switch answer {
    case .failure(let error):
      breakage = error
      return (.error(place + "\(error)"), nil)
    case .success(.unsupported(let what)):
      return (.unsupported(place + what), nil)
    case .success(.fault(let message)):
      isFault = true
      return (.error(place + message), nil)
    case .success(let answer):
      let answer = takingNote(from: answer)
      if conforms(answer, to: expected) { return (.pass, answer) }
      let failure = Failure(
        call: call, step: step, story: story, expected: expected,
        actual: answer, detail: nil)
      return (.fail(failure), answer)
    }
  }

  /// The answer without its note, which is kept for the report.
  private mutating func takingNote(from answer: Answer) -> Answer {
    guard entry.file.suite == "service",
      case .value(.object(let value)) = answer,
      let note = value["note"]?.string
    else { return answer }
    notes.append(note)
    return .value(.object(value.overlaid(by: ["note": .null])))
  }

  private mutating func conforms(
    _ answer: Answer, to expected: Expectation.Definite?
  ) -> Bool {
    switch (answer, expected) {
    case (.value, nil): return true
    case (.value(let actual), .uri): return expected?.isMet(by: actual) == true
    case (.value(let actual), .value(let value)):
      if actual == value { return true }
      let limits = implementation.claims.limits.verification
      return !limits.tellsMatch && actual == value.yesOrNo
    case (.reject(let actual, _), .reject(let category)):
      if actual != category, actual != Vocabulary.unspecified {
        notes.append("rejected as \(actual), expected \(category)")
      }
      return true
    case (.reject(let category, _), .value(["accepted": false])):
      // An implementation may refuse a code by an error as well.
      notes.append("refused as \(category)")
      return true
    default: return false
    }
  }
}

extension Expectation.Step {
  /// Saves the parts of an answer.
  ///
  /// - Returns: The path to a part that is not there, if any.
  fileprivate func save(
    _ answer: Answer, in saved: inout [String: JSON]
  ) -> String? {
    for save in saves {
      guard let value = answer.value(at: save.path) else { return save.path }
      saved[save.name] = value
    }
    return nil
  }

  /// Makes the values of the step from saved ones.
  ///
  /// - Returns: Whether one of them is what it was made from; `nil` if one
  ///   cannot be made.
  func derive(_ saved: inout [String: JSON]) -> Bool? {
    var isSame = false
    for derivation in derivations {
      guard let text = saved[derivation.source]?.string,
        let value = derivation.value(from: text)
      else { return nil }
      if value.utf8.elementsEqual(text.utf8) { isSame = true }
      saved[derivation.name] = .string(value)
    }
    return isSame
  }
}

extension Call {
  /// The call with each reference replaced by what was saved.
  func resolving(_ saved: [String: JSON]) -> Call {
    let input = JSON.object(input).resolving(saved).object
    return Call(operation, input ?? [:])
  }
}

extension Answer {
  /// The part of a value at a path.
  func value(at path: String) -> JSON? {
    guard case .value(let value) = self else { return nil }
    return value.value(at: path)
  }

  /// The texts in a list at a path.
  fileprivate func texts(at path: String) -> [String] {
    value(at: path)?.array?.compactMap(\.string) ?? []
  }
}
