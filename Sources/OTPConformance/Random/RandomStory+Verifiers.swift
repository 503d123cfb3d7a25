// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Verifiers: tokens that drift, run ahead, come back, and are tried twice.

extension RandomCases {
  /// What a verifier is asked, with its window.
  mutating func setVerifier(_ question: inout RandomCase) {
    var story = RandomStory()
    story.isHOTP = numbers.once(in: 2)
    question.future = numbers.pick([0, 1, 1, 2, 3])
    question.past = story.isHOTP ? 0 : question.future
    if !story.isHOTP {
      if verification.window == .any {
        question.past = numbers.pick([0, 1, 1, 2])
      }
      story.driftLimit = numbers.pick([0, 0, 1, 2, 5])
    }
    question.story = story
    question.story.acts =
      story.isHOTP ? counting(question.future) : drifting(question)
    guard claimsAll("verifier.close") else { return }
    question.story.acts.append(.close)
    if numbers.once(in: 8) {
      question.story.acts.append(.check(place: 0, later: 0))
    }
  }

  private func claimsAll(_ operations: String...) -> Bool {
    operations.allSatisfy(hasClaimed)
  }

  /// A token with a counter: codes in the look-ahead, beyond it, used ones.
  private mutating func counting(_ lookAhead: Int) -> [RandomStory.Act] {
    var acts: [RandomStory.Act] = []
    var next = 0
    for _ in 0..<numbers.int(2...6) {
      acts += betweenChecks()
      if claimsAll("verifier.resync"), numbers.once(in: 6) {
        let start =
          numbers.once(in: 3) ? max(0, next - 4) : next + numbers.int(1...12)
        let places = resyncPlaces(from: start)
        acts.append(.resync(places: places, later: 0))
        next = max(next, places[places.count - 1] + 1)
        continue
      }
      let place = max(
        0, next + numbers.pick([0, 0, 1, lookAhead, lookAhead + 1, -1, -2]))
      acts.append(.check(place: place, later: 0, typing: typing()))
      if (next...next + lookAhead).contains(place) { next = place + 1 }
    }
    return acts
  }

  /// A token whose clock goes too fast or too slow, more and more.
  private mutating func drifting(_ question: RandomCase) -> [RandomStory.Act] {
    if question.story.driftLimit > 0, numbers.once(in: 4),
      claimsAll("verifier.export", "verifier.import")
    {
      return runningAway(question)
    }
    var acts: [RandomStory.Act] = []
    var (later, offset) = (0, 0)
    let trend = numbers.pick([-1, 1])
    let isSteady = numbers.once(in: 3)
    let ends = [-question.past - 1, -question.past, question.future]
    for _ in 0..<numbers.int(2...7) {
      acts += betweenChecks()
      later = max(0, later + numbers.pick([0, 1, 1, 1, 2, -1]))
      if claimsAll("verifier.resync"), numbers.once(in: 5) {
        let places = resyncPlaces(from: later + numbers.int(2...9) * trend)
        acts.append(.resync(places: places, later: later))
        offset = places[places.count - 1] - later
        continue
      }
      if !isSteady { offset += trend * numbers.pick([0, 1, 1, 2]) }
      let aside = numbers.pick([0, 0, 0, question.future + 1] + ends)
      let repeated = acts.last { !$0.places.isEmpty }?.places[0]
      let place = numbers.once(in: 4) ? repeated : nil
      acts.append(
        .check(
          place: place ?? later + offset + aside, later: later,
          typing: typing()))
    }
    return acts
  }

  /// A token whose clock is another step off at each code, past all that may be
  /// learned; its state leaves and returns on the way.
  private mutating func runningAway(
    _ question: RandomCase
  ) -> [RandomStory.Act] {
    let trend = numbers.pick([-1, 1])
    let limit = question.story.driftLimit
    let reopening = numbers.int(1...limit)
    return (1...limit + question.future + 1).flatMap { turn in
      let check = RandomStory.Act.check(
        place: 2 * turn + trend * turn, later: 2 * turn)
      return turn == reopening ? [check, .reopen(otherKey: false)] : [check]
    }
  }

  private mutating func typing() -> Typing {
    numbers.once(in: 6) ? numbers.pick(Typing.allCases) : .exact
  }

  /// What may happen before a check.
  private mutating func betweenChecks() -> [RandomStory.Act] {
    guard claimsAll("verifier.export", "verifier.import"), numbers.once(in: 6)
    else { return [] }
    return numbers.once(in: 6)
      ? [.importBroken] : [.reopen(otherKey: numbers.once(in: 3))]
  }
}

// MARK: - What verifiers are asked

extension RandomCase {
  /// How binding the answers to a story are: as binding as those to the part
  /// of it that is the least so.
  var levelOfStory: VectorGroup.Level {
    let all = VectorGroup.Level.allCases
    let levels = story.acts.indices.map(levelOfAct) + [levelOfParameters]
    return all.last(where: levels.contains) ?? .must
  }

  private var levelOfParameters: VectorGroup.Level {
    if isBackup { return .must }
    // After the last counter no standard says what comes.
    if isHOTP, counter > .max - 100 { return .unspecified }
    if story.driftLimit > 0 { return .may }
    return past == 0 && future == 0 ? .must : .should
  }

  private func levelOfAct(_ index: Int) -> VectorGroup.Level {
    switch story.acts[index] {
    case .check(_, _, let typing): typing.level
    case .resync: isTOTP && story.driftLimit == 0 ? .unspecified : .should
    case .reopen, .importBroken: .should
    case .close: index == story.acts.count - 1 ? .must : .unspecified
    case .use(_, _, _, let changes) where changes == [.take(5)]: .should
    case .use: story.acts[index].policy == nil ? .must : .may
    case .type: .should
    }
  }

  /// Whether the implementation declares another choice about backup codes.
  func isOtherReading(under policies: [String: String]) -> Bool {
    story.acts.contains { act in
      act.policy.map { policies[$0] ?? "accept" != "accept" } ?? false
    }
  }
}
