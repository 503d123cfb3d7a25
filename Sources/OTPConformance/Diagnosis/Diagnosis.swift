// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What can be said about the cause of one failure.
///
/// Where the intermediate values show the stage at which a code went wrong,
/// the stage decides: a mistake that is made at another one is not considered.
/// Over a whole run more can be said (``Report/explained(by:)``).
public struct Diagnosis: Sendable, Equatable {
  /// The first stage at which the computation went wrong, if it was
  /// the computation of a code.
  public let stage: Stage?
  /// What differs at that stage.
  public let finding: String?
  /// The known mistakes that give this very answer, the likeliest first.
  public let causes: [Cause]

  /// The stages in which a code comes about (RFC 4226 section 5.3).
  public enum Stage: String, Sendable {
    /// Key, counter and hash.
    case hmac = "HMAC"
    /// Where in the HMAC the four bytes start.
    case offset
    /// How the four bytes become a 31-bit number.
    case truncation
    /// How the number becomes text.
    case digits
  }

  /// Looks for the cause of a failure.
  public init(_ failure: Failure, of entry: VectorEntry) {
    self.init(failure, of: entry, among: Hypothesis.all)
  }

  /// Looks for the cause of a failure among some mistakes.
  init(
    _ failure: Failure, of entry: VectorEntry, among hypotheses: [Hypothesis]
  ) {
    guard case .value(let answer) = failure.actual else {
      self.init(nil, nil, [])
      return
    }
    let known = Self.known(answer, to: failure.call, among: hypotheses)
    guard let difference = Difference(failure, answer, known) else {
      self.init(nil, nil, known.map(\.cause) + entry.others(answer, known))
      return
    }
    let fitting = known.filter { $0.stage == difference.stage }
    self.init(
      difference.stage, difference.finding ?? fitting.first?.cause.flaw,
      fitting.map(\.cause))
  }

  /// The mistakes that give this answer.
  ///
  /// Where none does, those that give it to an implementation that has codes
  /// of six digits alone: `digits-six` would hide them.
  private static func known(
    _ answer: JSON, to call: Call, among hypotheses: [Hypothesis]
  ) -> [Hypothesis] {
    let known = hypotheses.filter { $0.answers(to: call).contains(answer) }
    guard known.isEmpty, let code = answer.string, code.utf8.count <= 6,
      call.integer("digits") ?? 0 > 6
    else { return known }
    var input = call.input
    input["digits"] = 6
    let short = Call(call.operation, input)
    return hypotheses.filter { $0.answers(to: short).contains(answer) }
  }

  private init(_ stage: Stage?, _ finding: String?, _ causes: [Cause]) {
    (self.stage, self.finding, self.causes) = (stage, finding, causes)
  }
}

extension VectorEntry {
  /// Causes that the case names and nothing else knows.
  fileprivate func others(_ answer: JSON, _ known: [Hypothesis]) -> [Cause] {
    vector.mistakes
      .filter { mistake in
        mistake.value == answer
          && !known.contains { $0.cause.name == mistake.cause }
      }
      .compactMap { Cause.named($0.cause) }
  }
}

/// The last stage up to which the right computation leads to a wrong code:
/// what comes after it is where the mistake was made.
private struct Difference {
  let stage: Diagnosis.Stage
  /// What differs there; `nil` where a known mistake says it better.
  let finding: String?

  /// Compares an answer with a right computation; `nil` if it is not about
  /// a code, or is a right one where a rejection was due.
  init?(_ failure: Failure, _ answer: JSON, _ known: [Hypothesis]) {
    guard ["hotp.generate", "totp.generate"].contains(failure.call.operation)
    else { return nil }
    guard let question = CodeQuestion(failure.call) else { return nil }
    let trace = question.trace
    guard answer.string != question.text(trace.binary) else { return nil }
    for stage in [Diagnosis.Stage.digits, .truncation, .offset] {
      if known.contains(where: { $0.stage == stage }) {
        (self.stage, finding) = (stage, nil)
        return
      }
    }
    let found =
      Self.form(of: answer)
      ?? Self.differs(answer.string ?? "", trace, question)
      ?? (.hmac, Self.hmac(known))
    (stage, finding) = found
  }

  private typealias Found = (stage: Diagnosis.Stage, finding: String?)

  private static func hmac(_ known: [Hypothesis]) -> String? {
    known.isEmpty
      ? "no part of the right HMAC gives this code: key, counter or hash differ"
      : nil
  }

  private static func form(of answer: JSON) -> Found? {
    guard let code = answer.string else {
      return (.digits, "a code is a JSON string, this is \(answer.kindInWords)")
    }
    guard !code.isEmpty, code.utf8.allSatisfy(\.isDigit) else {
      return (.digits, "a code consists of ASCII digits")
    }
    return nil
  }

  private static func differs(
    _ code: String, _ trace: Trace, _ question: CodeQuestion
  ) -> Found? {
    let count = code.utf8.count
    if count != question.digits,
      code == String(trace.binary).lastDigits(count)
    {
      return (.digits, "\(count) digits instead of \(question.digits)")
    }
    for offset in 0..<max(0, trace.hmac.count - 3) {
      let number = CodeQuestion.number(trace.hmac, at: offset) & 0x7fff_ffff
      guard offset != trace.offset, code == question.text(number)
      else { continue }
      return (.offset, "the bytes start at \(offset), not at \(trace.offset)")
    }
    return nil
  }
}
