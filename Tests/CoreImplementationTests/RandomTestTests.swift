// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CoreImplementation
@testable import OTPConformance

/// Random questions to the core, to wrong cores, and to what misbehaves.
@Suite(.serialized) struct RandomTestTests {
  private static let core = CoreImplementation(version: "0")

  private func result(
    _ tested: some Implementation, seed: UInt64 = 1, cases: Int = 10_000,
    time: Duration = .seconds(3_600)
  ) async throws -> RandomTest.Result {
    try await RandomTest(
      against: Self.core, seed: seed, cases: cases, time: time
    ).run(tested)
  }

  @Test func theCoreIsEqualToItself() async throws {
    let result = try await result(Self.core, cases: 2_000)
    #expect(result.asked == 2_000)
    #expect(result.different == 0)
    #expect(result.ending == nil)
  }

  /// The mutants of the self-test that compute or check codes wrongly, and
  /// those that keep verifiers or backup codes wrongly.
  private static let mutants =
    Hypothesis.all.map(\.cause.name)
    + (Mutant.windows + Mutant.codes + Mutant.answers
    + Mutant.resynchronizations + Mutant.limits + Mutant.verifiers
    + Mutant.exports + Mutant.backups + Mutant.looseBackups
    + Mutant.looseVerifiers).map(\.name)
    .filter { $0 != firstKey && !beyondStories.contains($0) }
  /// It has a test of its own: what it remembers is of an earlier question.
  private static let firstKey = "import-keeps-key"

  /// What no story of a few steps shows twice: eleven tries, symbols that an
  /// implementation may read, and sets of codes that are others each time.
  private static let beyondStories: Set = [
    "backup-locked-after-ten", "backup-full-width-read", "backup-few-values",
  ]

  @Test(arguments: mutants)
  func findsEveryMutantOfCodes(name: String) async throws {
    let mutant = try #require(Mutant.all.first { $0.name == name })
    // The first questions of a seed are the same, however many follow.
    var result = RandomTest.Result()
    for cases in [300, 1_500, 9_999] where result.differences.isEmpty {
      result = try await self.result(
        mutant.implementation(version: "0"), cases: cases)
    }
    let first = try #require(result.differences.first)
    // Small enough to be checked by hand: the key of RFC 4226 or one that is
    // almost plain, and a call of one line.
    let question = first.question
    let call = JSON.object(question.call.input).text(.ascii)
    #expect(call.utf8.count <= 420, "\(call)")
    #expect(!question.isStory || question.steps.count <= 8, "\(question)")
    let vectors = try #require(try result.vectors(seed: 1))
    // No published set has this version.
    #expect(vectors.manifest.suiteVersion == "0.0.0")
    let report = try await Runner(vectors: vectors)
      .run(mutant.implementation(version: "0"))
    #expect(report.count(.passed) == 0)
    let right = try await Runner(vectors: vectors).run(Self.core)
    #expect(right.nonconforming.isEmpty)
    #expect(right.count(.skipped) == 0)
  }

  /// A difference that comes from an earlier question is found as well, and
  /// stays one in a new run where the story itself has two keys.
  @Test func findsAKeyOfAnEarlierQuestion() async throws {
    let mutant = try #require(Mutant.all.first { $0.name == Self.firstKey })
    let result = try await result(
      mutant.implementation(version: "0"), cases: 1_500)
    #expect(!result.differences.isEmpty)
    var question = RandomCase("verifier.check")
    question.story.acts = [
      .reopen(otherKey: true), .check(place: 0, later: 0),
    ]
    let duel = RandomDuel(
      tested: mutant.implementation(version: "0"), reference: Self.core)
    #expect(await duel.verdict(question) != .pass)
    let right = RandomDuel(
      tested: CoreImplementation(version: "0"), reference: Self.core)
    #expect(await right.verdict(question) == .pass)
  }

  /// Mutants that build URIs or compute OCRA wrongly, as far as a question
  /// without choices can show it.
  @Test(arguments: (Mutant.builders + Mutant.challenges).map(\.name))
  func findsMutantsOfURIsAndChallenges(name: String) async throws {
    let mutant = try #require(Mutant.all.first { $0.name == name })
    let result = try await result(
      mutant.implementation(version: "0"), cases: 3_000)
    let isFound = !result.differences.isEmpty
    #expect(isFound != Self.beyondQuestions.contains(name), "\(name)")
  }

  /// A URI that means the same, and questions that are malformed or a choice.
  private static let beyondQuestions: Set = [
    "issuer-in-label-only", "ocra-empty-question",
    "ocra-short-question-refused",
  ]

  @Test func aSeedRepeatsItself() throws {
    var one = try #require(RandomCases(claims: Self.core.claims, seed: 7))
    var other = try #require(RandomCases(claims: Self.core.claims, seed: 7))
    var another = try #require(RandomCases(claims: Self.core.claims, seed: 8))
    let calls = (0..<200).map { _ in one.next().call }
    #expect(calls == (0..<200).map { _ in other.next().call })
    #expect(calls != (0..<200).map { _ in another.next().call })
  }

  /// Nothing is asked for that is not claimed.
  @Test func asksForWhatIsClaimed() throws {
    let claims = Claims(
      name: "little", version: "1",
      capabilities: ["hotp.generate", "totp.verify", "sha1", "hotp.sha256"],
      limits: Claims.Limits(
        digits: 6...6, counterBits: 31, keyBytes: 10...20,
        verification: VerificationLimits(
          window: .equal, takesAfter: false)))
    var questions = try #require(RandomCases(claims: claims, seed: 1))
    var operations: Set<String> = []
    for _ in 0..<2_000 {
      let call = questions.next().call
      operations.insert(call.operation)
      let isSHA256 = call.string("algorithm") == "SHA256"
      #expect(!isSHA256 || call.operation == "hotp.generate")
      #expect(call.integer("past") == call.integer("future"))
      #expect(call.input["after"] == nil)
      #expect(call.string("step") ?? "30" == "30" || call.string("step") == "0")
      #expect(
        (16...20).contains(call.bytes("key")?.count ?? 0)
          || call.string("key") == "")
      #expect(call.counter("counter") ?? 0 < 1 << 32)
    }
    #expect(operations == ["hotp.generate", "totp.verify"])
    #expect(
      RandomCases(
        claims: Claims(name: "a", version: "1", capabilities: ["sha1"]),
        seed: 1) == nil)
  }

  /// Counters that have the same code, as a computation of its own says.
  @Test func equalCodesAreEqual() {
    for pair in EqualCodes.all {
      var question = RandomCase("hotp.generate")
      question.counter = pair.first
      let first = CodeQuestion(question.call)?.code
      question.counter = pair.last
      #expect(first == CodeQuestion(question.call)?.code)
      #expect(pair.last - pair.first <= 12)
    }
  }

  /// Which of several counters with the submitted code counts, is asked only
  /// where it is declared.
  @Test func severalMatchesAreAChoice() {
    var question = RandomCase("totp.verify")
    question.time = 30 * 296_904
    (question.past, question.future, question.places) = (6, 6, [6])
    #expect(!question.isClaimed(by: claims([:])))
    #expect(question.isClaimed(by: claims(["match.equal": "nearest"])))
    #expect(!question.isClaimed(by: claims(["match.equal": "oldest"])))
    // With one of the two used or out of the window there is no choice.
    question.after = -6
    #expect(question.isClaimed(by: claims([:])))
    (question.after, question.past, question.future) = (nil, 5, 6)
    #expect(question.isClaimed(by: claims([:])))
  }

  private func claims(_ policies: [String: String]) -> Claims {
    Claims(
      name: "a", version: "1", capabilities: ["totp.verify", "sha1"],
      policies: policies)
  }

  /// The checks of the model, of which two equally near steps are one.
  @Test func laterOfTwoEquallyNearStepsIsTaken() async {
    var question = RandomCase("totp.verify")
    question.time = 30 * 296_904
    (question.past, question.future, question.places) = (6, 6, [6])
    let later: JSON = ["accepted": true, "step": "296910", "drift": 6]
    #expect(CheckModel(question.call)?.answer == later)
    #expect(await Self.core.answer(question.call) == .value(later))
  }

  // MARK: What misbehaves

  @Test func crashesEndTheTest() async throws {
    let result = try await result(Misbehaving { _ in throw Broken() })
    #expect(result.ending == "there were 3 crashes or timeouts")
    // One of each kind: the three questions are of different operations.
    #expect((1...3).contains(result.differences.count))
  }

  /// A crash is made as small as a difference is, within few crashes.
  @Test func crashesAreMadeSmall() async throws {
    let crashes = Counter()
    let result = try await result(
      Misbehaving(only: "hotp.generate") { call in
        guard call.counter("counter") ?? 0 > 1_000_000 else {
          return await Self.core.answer(call)
        }
        await crashes.increment()
        throw Broken()
      })
    #expect(result.ending == "there were 3 crashes or timeouts")
    #expect(result.unanswered == 3)
    let found = try #require(result.differences.first)
    #expect(result.differences.count == 1)
    #expect(found.question.counter <= 1_100_000)
    #expect(found.question.key == RandomCase.simpleKey)
    #expect(found.question.digits == 6)
    // Those of one batch, those of making small, and one to be sure.
    #expect(await crashes.value <= 256 + RandomTest.shrinkBreakLimit + 1)
  }

  /// What crashes at any question now and then is left as it was asked.
  @Test func crashesThatDoNotRecurStay() async throws {
    let calls = Counter()
    let result = try await result(
      Misbehaving(only: "hotp.generate") { call in
        await calls.increment()
        if await [40, 41].contains(calls.value) { throw Broken() }
        return await Self.core.answer(call)
      }, cases: 100)
    #expect(result.unanswered >= 1)
    var questions = try #require(
      RandomCases(
        claims: Misbehaving(only: "hotp.generate") { _ in .unsupported("") }
          .claims, seed: 1))
    let asked = (0..<100).map { _ in questions.next() }
    for found in result.differences {
      #expect(asked[found.number - 1] == found.question)
    }
  }

  /// What is claimed and then declined is a difference, for each operation:
  /// one that only recommends something would hide the others.
  @Test func whatIsDeclinedIsADifference() async throws {
    let result = try await result(
      Misbehaving { _ in .unsupported("") }, cases: 300)
    #expect(result.different >= 4)
    let operations = result.differences.map(\.question.operation)
    #expect(Set(operations).count == operations.count)
    #expect(operations.count == RandomTest.differenceLimit)
  }

  /// Nothing more is asked of what cannot be asked any more.
  @Test func whatHasGivenUpEndsTheTest() async throws {
    let result = try await result(Misbehaving { _ in throw GivenUp() })
    #expect(result.asked == 1)
    #expect(result.unanswered == 1)
    #expect(result.differences.count == 1)
    #expect(result.ending == "it is over")
    #expect(result.hasGivenUp)
  }

  /// No answer is waited for after twice the time.
  @Test func anAnswerThatDoesNotComeEndsTheTest() async throws {
    let start = ContinuousClock.now
    let result = try await result(
      Misbehaving { _ in
        try await Task.sleep(for: .seconds(600))
        return .value("123456")
      }, time: .milliseconds(300))
    #expect(.now - start < .seconds(20))
    #expect(result.ending == "the time is up, and an answer has not come")
    #expect(result.unanswered == 1)
    #expect(result.differences.count == 1)
  }

  /// A library that raises where it should answer can be asked on: each
  /// question is a difference, one of each kind is made small, and the rest
  /// is asked as well.
  @Test func faultsAreDifferences() async throws {
    let result = try await result(
      Misbehaving { call in
        let length = call.input["key"]?.string?.utf8.count ?? 0
        guard call.operation == "hotp.generate", length > 64 else {
          return await Self.core.answer(call)
        }
        return .fault("ValueError: a key of \(length / 2) bytes")
      }, cases: 1_000)
    #expect(result.asked == 1_000)
    #expect(result.ending == nil)
    #expect(result.different > 3)
    #expect(result.differences.map(\.question.key.count) == [33])
  }

  /// Decoders that take for base32 what is none, or refuse what they claim.
  @Test(arguments: Self.decoders.keys.sorted())
  func findsWrongDecoders(_ name: String) async throws {
    let change = try #require(Self.decoders[name])
    let result = try await result(
      Misbehaving(only: "base32.decode") { call in
        guard
          let text = call.input["text"]?.string
        else { return await Self.core.answer(call) }
        guard let text = change(text) else {
          return .reject(category: "base32-character", message: nil)
        }
        return await Self.core.answer(
          Call(call.operation, ["text": .string(text)]))
      }, cases: 500)
    let found = result.differences.map(\.question.operation)
    #expect(!found.isEmpty && found.allSatisfy { $0 == "base32.decode" })
  }

  /// What each makes of a text; `nil` to refuse it.
  private static let decoders: [String: @Sendable (String) -> String?] = [
    "reads 0 as O": { $0.replacing("0", with: "O") },
    "skips what it does not know": { text in
      text.filter {
        $0 == " " || $0 == "=" || $0.isASCII && $0.isLetter
          || ("2"..."7").contains($0)
      }
    },
    "reads no lower case": { $0 == $0.uppercased() ? $0 : nil },
    "reads no separators": { $0.contains { " -".contains($0) } ? nil : $0 },
    "needs padding": { $0.utf8.count.isMultiple(of: 8) ? $0 : nil },
    "ends at padding": { text in String(text.prefix { $0 != "=" }) },
    "cuts an impossible length": { text in
      let count = text.prefix { $0 != "=" }.count
      return [1, 3, 6].contains(count % 8) ? String(text.dropLast()) : text
    },
  ]

  @Test func timeEndsTheTest() async throws {
    let start = ContinuousClock.now
    let result = try await result(
      Misbehaving { _ in
        try await Task.sleep(for: .milliseconds(60))
        return .value("123456")
      }, time: .milliseconds(300))
    #expect(result.ending != nil)
    #expect(.now - start < .seconds(20))
  }

  /// An answer that changes is still told, and ends.
  @Test func changingAnswersEnd() async throws {
    let result = try await result(
      Misbehaving { _ in .value(.string("\(Int.random(in: 0...9))")) },
      cases: 300)
    #expect(result.different > 0)
    #expect(result.differences.count <= RandomTest.differenceLimit)
  }
}

private struct Broken: Error {}

private struct GivenUp: BreakError, CustomStringConvertible {
  let isFinal = true
  let description = "it is over"
}

private actor Counter {
  private(set) var value = 0

  func increment() { value += 1 }
}

/// Claims what the core claims, and answers as it is told to.
private struct Misbehaving: Implementation {
  var claims = CoreImplementation(version: "0").claims
  let reply: @Sendable (Call) async throws -> Answer

  init(
    only operation: String? = nil,
    _ reply: @escaping @Sendable (Call) async throws -> Answer
  ) {
    self.reply = reply
    if let operation { claims.capabilities = [operation, "sha1"] }
  }

  func answer(_ call: Call) async throws -> Answer { try await reply(call) }
}
