// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// A known mistake, as what it answers to a call.
package struct Hypothesis: Sendable {
  /// Its name and what to say about it.
  package let cause: Cause
  /// The stage at which it is made, if it is one in computing a code.
  let stage: Diagnosis.Stage?

  private let code: CodeMistake?
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
    (cause, stage) = (code.cause, code.stage)
    (self.code, self.check, challenge) = (code, check, nil)
  }

  private init(_ check: CheckMistake) {
    (cause, stage) = (check.cause, nil)
    (code, self.check, challenge) = (nil, check, nil)
  }

  private init(_ challenge: ChallengeMistake) {
    (cause, stage) = (challenge.cause, nil)
    (code, check, self.challenge) = (nil, nil, challenge)
  }
}

// MARK: - Answers

extension Hypothesis {
  /// The answers to which the mistake leads, the likeliest first; none where
  /// it makes no difference that could be told.
  package func answers(to call: Call) -> [JSON] {
    if let model = CheckModel(call) {
      return check.map { [$0.answer(model)] } ?? []
    }
    if let asked = ChallengeQuestion(call) {
      return challenge?.responses(asked).map(JSON.string) ?? []
    }
    guard let code, let question = CodeQuestion(call) else { return [] }
    switch call.operation {
    case "hotp.generate", "totp.generate":
      return code.codes(question).map(JSON.string)
    case "hmac.compute": return code.macs(question).map(JSON.string)
    default: return []
    }
  }

  /// The answers to a check by somebody who computes codes with this mistake.
  ///
  /// A refusal is little evidence: almost every mistake leads to it.
  func answersByWrongCodes(to call: Call) -> [JSON] {
    guard let code, var model = CheckModel(call) else { return [] }
    if code.isInTime {
      model.center = code.asked(model.question).first?.counter ?? model.center
    } else {
      model.matches = { typed, question in
        let codes = code.codes(question)
        return (codes.isEmpty ? [question.code] : codes).contains(typed)
      }
    }
    return [model.answer]
  }
}
