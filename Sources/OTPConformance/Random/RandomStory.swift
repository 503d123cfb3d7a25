// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// The parts of a question about what keeps state: a verifier, or sets of
/// backup codes, and what happens to them in order.
struct RandomStory: Sendable, Equatable {
  var isHOTP = false
  var driftLimit = 0
  /// How many backup codes each set has.
  var sizes: [Int] = []
  var acts: [Act] = []

  /// One thing that happens.
  ///
  /// Places and moments are counted in steps from the first moment; the places
  /// of an event-based verifier from its first counter.
  enum Act: Sendable, Equatable {
    /// The code of a place is submitted.
    case check(place: Int, later: Int, typing: Typing = .exact)
    /// Codes are submitted to find a token again that has gone astray.
    case resync(places: [Int], later: Int)
    /// The state leaves and returns; the new verifier may have another key.
    case reopen(otherKey: Bool)
    /// A state that no export gave is to be imported.
    case importBroken
    case close
    /// A backup code is submitted, changed, to one of the sets.
    case use(code: Int, of: Int, to: Int, changes: [Derivation.Change])
    /// A text that was never given out is submitted to the first set.
    case type(String)
  }

  /// How many steps a resynchronisation searches on either side.
  static let span = 40
}

extension RandomCase {
  var isVerifier: Bool { operation == "verifier.check" }
  var isBackup: Bool { operation == "backup.check" }
  /// Whether the question is a conversation.
  var isStory: Bool { isVerifier || isBackup }

  /// The calls of a story, without what is expected of them.
  var steps: [Expectation.Step] {
    var teller = StoryTeller(question: self)
    teller.begin()
    for act in story.acts { teller.tell(act) }
    return teller.steps
  }

  /// Whether two of the codes that the story may come upon are the same: then
  /// the right answer is a choice.
  var hasEqualCodes: Bool {
    let places = story.acts.flatMap(\.places)
    let reach = past + future + story.driftLimit + 1
    let low = counter(at: (places.min() ?? 0) - reach)
    let high = counter(at: (places.max() ?? 0) + reach)
    return [key, key.reversed()].contains { key in
      var asked = CodeQuestion(algorithm: algorithm, key: key)
      asked.digits = digits
      let codes = (0...high - low).map { distance in
        asked.with { $0.counter = low + distance }.code
      }
      return Set(codes).count < codes.count
    }
  }
}

extension RandomStory.Act {
  /// The places of its codes.
  var places: [Int] {
    switch self {
    case .check(let place, _, _): [place]
    case .resync(let places, _): places
    default: []
    }
  }
}

// MARK: - Steps

/// Makes the calls of a story.
private struct StoryTeller {
  /// What is asked; its key is that of the verifier at the moment.
  var question: RandomCase
  var steps: [Expectation.Step] = []
  private var verifiers = 0

  init(question: RandomCase) { self.question = question }

  private var handle: JSON { .string("$verifier-\(verifiers)") }

  mutating func begin() {
    guard question.isBackup else { return open("verifier.open", [:]) }
    for (index, size) in question.story.sizes.enumerated() {
      let used = question.story.acts.compactMap { $0.code(of: index) }
      let saves = Set(used).sorted().map { code in
        Expectation.Save(name: "code-\(index)-\(code)", path: "codes.\(code)")
      }
      add(
        "backup.generate", ["count": .integer(size)],
        saves: [.init(name: "set-\(index)", path: "handle")] + saves)
    }
  }

  mutating func tell(_ act: RandomStory.Act) {
    switch act {
    case .check(let place, let later, let typing):
      var input = moment(later)
      input["code"] = .string(code(place, typing))
      add("verifier.check", input)
    case .resync(let places, let later):
      var input = moment(later)
      input["codes"] = .array(places.map { .string(code($0, .exact)) })
      let spans = question.isTOTP ? ["past", "future"] : ["lookAhead"]
      for name in spans { input[name] = .integer(RandomStory.span) }
      add("verifier.resync", input)
    case .reopen(let otherKey): reopen(otherKey: otherKey)
    case .importBroken:
      var input = opening
      input["state"] = "no state"
      add("verifier.import", input)
    case .close: add("verifier.close", ["handle": handle])
    case .use(let code, let owner, let set, let changes):
      use("code-\(owner)-\(code)", set, changes)
    case .type(let text):
      add("backup.check", ["handle": "$set-0", "code": .string(text)])
    }
  }

  private mutating func add(
    _ operation: String, _ input: JSONObject, derive: [Derivation] = [],
    skipIfSame: Bool = false, saves: [Expectation.Save] = []
  ) {
    steps.append(
      Expectation.Step(
        operation: operation, derivations: derive,
        isSkippedIfSame: skipIfSame, input: input, expectation: nil,
        randomness: nil,
        saves: saves))
  }

  private mutating func use(
    _ code: String, _ set: Int, _ changes: [Derivation.Change]
  ) {
    let typed = changes.isEmpty ? code : "typed"
    add(
      "backup.check",
      ["handle": .string("$set-\(set)"), "code": .string("$" + typed)],
      derive: changes.isEmpty
        ? [] : [Derivation(name: typed, source: code, changes: changes)],
      // Of a code that is too short a few symbols are the whole.
      skipIfSame: !changes.isEmpty && !changes.isFewSymbols)
  }
}

// MARK: - Verifiers

extension StoryTeller {
  private mutating func open(_ operation: String, _ state: JSONObject) {
    verifiers += 1
    add(
      operation, opening.overlaid(by: state),
      saves: [.init(name: "verifier-\(verifiers)", path: "handle")])
  }

  private mutating func reopen(otherKey: Bool) {
    let state = "state-\(verifiers)"
    add(
      "verifier.export", ["handle": handle],
      saves: [.init(name: state, path: "state")])
    if otherKey { question.key.reverse() }
    open("verifier.import", ["state": .string("$" + state)])
  }

  /// What a verifier is opened with.
  private var opening: JSONObject {
    var input: JSONObject = [
      "kind": .string(question.isTOTP ? "totp" : "hotp"),
      "algorithm": .string(question.algorithm.rawValue),
      "key": .string(question.key.hexadecimal),
      "digits": .integer(question.digits),
    ]
    guard question.isTOTP else {
      input["counter"] = .string("\(question.counter)")
      input["lookAhead"] = .integer(question.future)
      return input
    }
    input["step"] = .string("\(question.step)")
    input["t0"] = .string("\(question.t0)")
    input["past"] = .integer(question.past)
    input["future"] = .integer(question.future)
    input["driftLimit"] = .integer(question.story.driftLimit)
    return input
  }

  /// The handle and, where there is a clock, the time.
  private func moment(_ later: Int) -> JSONObject {
    var input: JSONObject = ["handle": handle]
    if question.isTOTP {
      let time = question.time + Int64(later) * question.step
      input["now"] = .string("\(time)")
    }
    return input
  }

  private func code(_ place: Int, _ typing: Typing) -> String {
    var asked = question
    asked.typing = typing
    return asked.submitted(at: place)
  }
}
