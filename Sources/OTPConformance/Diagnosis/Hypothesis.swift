// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A known mistake, as what it answers to a call.
package struct Hypothesis: Sendable {
  /// Its name and what to say about it.
  package let cause: Cause
  /// The stage at which it is made, if it is one in computing a code.
  let stage: Diagnosis.Stage?

  /// The mistake in computing a code; of a pair in each of its orders.
  private let mistakes: [CodeMistake]
  /// The part of it that moves the middle of a window, and what computes the
  /// codes in the window.
  private let (moving, computing): (CodeMistake?, [CodeMistake])
  private let check: CheckMistake?
  private let challenge: ChallengeMistake?

  /// Every known mistake in computing and checking codes, and in computing
  /// responses of OCRA.
  ///
  /// A mistake that can be made in both is one.
  package static let all: [Hypothesis] = {
    let checks = Dictionary(
      uniqueKeysWithValues: CheckMistake.all.map { ($0.cause.name, $0) })
    let codes = CodeMistake.all.map {
      Hypothesis($0, checks[$0.cause.name])
    }
    let names = Set(CodeMistake.all.map(\.cause.name))
    let others = CheckMistake.all.filter { !names.contains($0.cause.name) }
    return codes + others.map { Hypothesis($0) }
      + ChallengeMistake.all.map { Hypothesis($0) }
  }()

  private init(_ code: CodeMistake, _ check: CheckMistake?) {
    (cause, stage, mistakes) = (code.cause, code.stage, [code])
    (moving, computing) = code.isInTime ? (code, []) : (nil, [code])
    (self.check, challenge) = (check, nil)
  }

  /// Two mistakes at once, in each of the orders in which they are made.
  init?(_ pairs: [MistakePair]) {
    guard let pair = pairs.first else { return nil }
    mistakes = pairs.map(\.mistake)
    (cause, stage) = (mistakes[0].cause, .hmac)
    (moving, computing) =
      pair.first.isInTime ? (pair.first, [pair.second]) : (nil, mistakes)
    (check, challenge) = (nil, nil)
  }

  private init(_ check: CheckMistake) {
    (cause, stage, mistakes) = (check.cause, nil, [])
    (moving, computing) = (nil, [])
    (self.check, challenge) = (check, nil)
  }

  private init(_ challenge: ChallengeMistake) {
    (cause, stage, mistakes) = (challenge.cause, nil, [])
    (moving, computing) = (nil, [])
    (check, self.challenge) = (nil, challenge)
  }
}

// MARK: - Answers

extension Hypothesis {
  /// The answers to which the mistake leads, the likeliest first; none where
  /// it makes no difference that could be told.
  package func answers(to call: Call) -> [JSON] {
    if let model = CheckModel(call) {
      return check.map { $0.answer(model) }.flatMap {
        $0 == model.answer ? nil : [$0]
      } ?? []
    }
    if let asked = ChallengeQuestion(call) {
      return challenge?.responses(asked).map(JSON.string) ?? []
    }
    guard let question = CodeQuestion(call) else { return [] }
    switch call.operation {
    case "hotp.generate", "totp.generate":
      return codes(question).map(JSON.string)
    case "hmac.compute":
      return mistakes.flatMap { $0.macs(question) }.map(JSON.string)
    default: return []
    }
  }

  /// The codes to which the mistake leads.
  func codes(_ question: CodeQuestion) -> [String] {
    mistakes.flatMap { $0.codes(question) }
  }

  /// The answers to a check by somebody who computes codes with this mistake.
  ///
  /// A refusal is little evidence: almost every mistake leads to it.
  func answersByWrongCodes(to call: Call) -> [JSON] {
    guard !mistakes.isEmpty, var model = CheckModel(call) else { return [] }
    if let moving {
      model.center = moving.asked(model.question).first?.counter ?? model.center
    }
    if !computing.isEmpty {
      model.matches = { [computing] typed, question in
        let codes = computing.flatMap { $0.codes(question) }
        return (codes.isEmpty ? [question.code] : codes).contains(typed)
      }
    }
    return [model.answer]
  }
}
